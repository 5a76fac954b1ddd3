import { erasePersonal, erasePersonalInput } from "../../audit/erase-personal.ts";
import { passageInput, readPassage } from "../../audit/read-passage.ts";
import { countPassages, passageCountInput, passagesInput, readPassages } from "../../audit/read-passages.ts";
import { readRecentFacts } from "../../audit/read-recent-facts.ts";
import { forgetSession } from "../../documents/forget-session.ts";
import { photoInput, readPhoto } from "../../photos/read-photo.ts";
import { erasePhotos } from "../../report/photo-rows.ts";
import { projectPassages } from "../../report/project-passages.ts";
import type { Sql } from "../../report/sql.ts";
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
  photo: lotProcedure("passage.read")
    .input(photoInput)
    .query(({ ctx, input }) => readPhoto(ctx.checked, input)),
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
      erasePersonal(ctx.checked, input, async (tx, keys) => {
        const sql: Sql = (text, values = []) => tx.$queryRawUnsafe(text, ...values);
        for (const key of keys) {
          await erasePhotos(sql, key);
          await forgetSession(sql, key);
        }
        await projectPassages(sql, keys);
      }),
    ),
});
