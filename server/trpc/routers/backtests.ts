import { cancelBacktest, cancelBacktestInput } from "../../author/cancel-backtest.ts";
import {
  backtestChangesInput,
  backtestInput,
  readBacktest,
  readBacktestChanges,
  readBacktests,
} from "../../author/read-backtests.ts";
import { startBacktest, startBacktestInput } from "../../author/start-backtest.ts";
import { lotProcedure, makeRouter } from "../init.ts";

export const backtestsRouter = makeRouter({
  list: lotProcedure("draft.read").query(({ ctx }) => readBacktests(ctx.checked)),
  get: lotProcedure("draft.read")
    .input(backtestInput)
    .query(({ ctx, input }) => readBacktest(ctx.checked, input)),
  changes: lotProcedure("draft.read")
    .input(backtestChangesInput)
    .query(({ ctx, input }) => readBacktestChanges(ctx.checked, input)),
  start: lotProcedure("draft.write")
    .input(startBacktestInput)
    .mutation(({ ctx, input }) => startBacktest(ctx.checked, input)),
  cancel: lotProcedure("draft.write")
    .input(cancelBacktestInput)
    .mutation(({ ctx, input }) => cancelBacktest(ctx.checked, input)),
});
