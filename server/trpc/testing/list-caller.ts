import type { Role } from "#prisma/client/enums.ts";
import type { Db } from "#prisma/db.ts";
import { makeCallerFactory } from "../init.ts";
import { listsRouter } from "../routers/lists.ts";
import type { TestOperator } from "./test-operator.ts";

/** The procedures of lists, as a person of the operator calls them. */
export async function makeCaller(db: Db, operator: TestOperator, role: Role) {
  const asker = async () => ({ ...(await operator.asker(role)), db });
  const liveEvents = () => {
    throw new Error("lists have no live events");
  };
  return makeCallerFactory(listsRouter)({ db, liveEvents, asker, askerNow: asker });
}
