import { tryDecision, tryDecisionInput } from "../../author/try-decision.ts";
import { decideByOracle } from "../../report/oracle.ts";
import { lotProcedure, makeRouter } from "../init.ts";

export const decideRouter = makeRouter({
  tryOut: lotProcedure("decision.try")
    .input(tryDecisionInput)
    .query(({ ctx, input }) => tryDecision(ctx.checked, input, decideByOracle)),
});
