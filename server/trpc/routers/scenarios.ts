import { passageScenarioInput, scenarioOfPassage } from "../../audit/scenario-of-passage.ts";
import { readScenarios } from "../../author/read-scenarios.ts";
import { removeScenario, removeScenarioInput } from "../../author/remove-scenario.ts";
import { saveScenario, saveScenarioInput } from "../../author/save-scenario.ts";
import { lotProcedure, makeRouter } from "../init.ts";

export const scenariosRouter = makeRouter({
  list: lotProcedure("draft.read").query(({ ctx }) => readScenarios(ctx.checked)),
  ofPassage: lotProcedure("passage.read")
    .input(passageScenarioInput)
    .query(({ ctx, input }) => scenarioOfPassage(ctx.checked, input)),
  save: lotProcedure("draft.write")
    .input(saveScenarioInput)
    .mutation(({ ctx, input }) => saveScenario(ctx.checked, input)),
  remove: lotProcedure("draft.write")
    .input(removeScenarioInput)
    .mutation(({ ctx, input }) => removeScenario(ctx.checked, input)),
});
