import { readMe } from "#server/identity/read-me.ts";
import { makeRouter, selfProcedure } from "../init.ts";

export const meRouter = makeRouter({
  get: selfProcedure().query(({ ctx }) => readMe(ctx.checked)),
});
