import type { Permission } from "./permissions.ts";
import { permissions } from "./permissions.ts";

/** Every way in which a verb refuses. What is not one of these is a fault of ours. */
export type FailureCode = "signedOut" | "notFound" | "forbidden" | "badInput" | "conflict" | "tooLarge" | "tooMany";

/** A verb's refusal. `data` is shown to the caller, so it holds only what the caller may see. */
export class Failure extends Error {
  override readonly name = "Failure";

  constructor(
    readonly code: FailureCode,
    message: string,
    readonly data: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
  }
}

/** Unknown and not visible read the same: nobody learns that another operator's thing exists. */
export function notFound(what: string): Failure {
  return new Failure("notFound", `${what} not found`);
}

/** Names the roles that may, so that the page can say whom to ask. */
export function forbidden(permission: Permission): Failure {
  return new Failure("forbidden", `your role may not: ${permission}`, { roles: permissions[permission] });
}
