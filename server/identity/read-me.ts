import type { SelfContext } from "./check-access.ts";

/** The person who asks, with the operators and lots that they see. */
export function readMe({ actor, access }: SelfContext) {
  return {
    user: { id: actor.userId, name: actor.name, email: actor.email },
    operators: access.map(({ operatorId, operatorName, role }) => ({ id: operatorId, name: operatorName, role })),
    lots: access
      .flatMap((membership) => membership.lots)
      .map(({ lotId, name, operatorId, timeZone, country }) => ({ id: lotId, name, operatorId, timeZone, country })),
  };
}
