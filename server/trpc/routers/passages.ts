import { erasePersonal, erasePersonalInput } from "../../audit/erase-personal.ts";
import { passageInput, readPassage } from "../../audit/read-passage.ts";
import { countPassages, passageCountInput, passagesInput, readPassages } from "../../audit/read-passages.ts";
import { readRecentFacts } from "../../audit/read-recent-facts.ts";
import { projectPassages } from "../../report/project-passages.ts";
import { lotProcedure, lotsProcedure, makeRouter } from "../init.ts";
import { watch, watchInput } from "../watch.ts";

export const passagesRouter = makeRouter({
  list: lotsProcedure("passage.read")
    .input(passagesInput)
    .query(({ ctx, input }) => readPassages(ctx.checked, input)),
  count: lotsProcedure("passage.read")
    .input(passageCountInput)
    .query(({ ctx, input }) => countPassages(ctx.checked, input)),
  recentFacts: lotProcedure("draft.read").query(({ ctx }) => readRecentFacts(ctx.checked)),
  get: lotProcedure("passage.read")
    .input(passageInput)
    .query(({ ctx, input }) => readPassage(ctx.checked, input)),
  watch: lotsProcedure("passage.read")
    .input(watchInput)
    .subscription(({ ctx, signal }) =>
      watch({
        liveEvents: ctx.liveEvents(),
        channel: "passage",
        lots: ctx.checked.lots,
        lotsNow: async () => (await ctx.checkAgain()).lots,
        signal,
      }),
    ),
  erasePersonal: lotProcedure("passage.erase")
    .input(erasePersonalInput)
    .mutation(({ ctx, input }) =>
      erasePersonal(ctx.checked, input, (tx, keys) =>
        projectPassages((text, values = []) => tx.$queryRawUnsafe(text, ...values), keys),
      ),
    ),
});
