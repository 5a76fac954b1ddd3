import { readLot } from "../../fleet/read-lot.ts";
import { readLots } from "../../fleet/read-lots.ts";
import { readLotClock } from "../../publish/read-lot-clock.ts";
import { lotProcedure, lotsProcedure, makeRouter } from "../init.ts";

export const lotsRouter = makeRouter({
  list: lotsProcedure("lot.read").query(({ ctx }) => readLots(ctx.checked)),
  get: lotProcedure("lot.read").query(({ ctx }) => readLot(ctx.checked)),
  clock: lotProcedure("lot.read").query(({ ctx }) => readLotClock(ctx.checked)),
});
