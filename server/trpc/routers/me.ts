import { readStatus } from "../../fleet/read-status.ts";
import { readMe } from "../../identity/read-me.ts";
import { lotsProcedure, makeRouter, selfProcedure } from "../init.ts";

export const meRouter = makeRouter({
  get: selfProcedure().query(({ ctx }) => readMe(ctx.checked)),
  status: lotsProcedure("lot.read").query(({ ctx }) => readStatus(ctx.checked)),
});
