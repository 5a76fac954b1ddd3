import { auditInput, readAudit } from "../../audit/read-audit.ts";
import { makeRouter, operatorsProcedure } from "../init.ts";

export const auditRouter = makeRouter({
  list: operatorsProcedure("audit.read")
    .input(auditInput)
    .query(({ ctx, input }) => readAudit(ctx.checked, input)),
});
