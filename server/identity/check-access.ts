import type { Db } from "#prisma/db.ts";
import type { Access, Actor, Membership, VisibleLot } from "./access.ts";
import { forbidden, notFound } from "./failure.ts";
import { isAllowed, type Permission } from "./permissions.ts";

/** Proof that a check was passed: who asks, for what permission, and on what. Verbs take one, and only the checks make them. */
type Checked<P> = { readonly db: Db; readonly actor: Actor; readonly permission: P };
export type LotContext<P extends Permission> = Checked<P> & { readonly lot: VisibleLot };
export type LotsContext<P extends Permission> = Checked<P> & { readonly lots: readonly VisibleLot[] };
export type OperatorContext<P extends Permission> = Checked<P> & { readonly operator: Membership };
export type OperatorsContext<P extends Permission> = Checked<P> & { readonly operators: readonly Membership[] };
export type SelfContext = Checked<"self"> & { readonly access: Access };

/** Who asks, and all that they may see. */
export type Asker = { readonly db: Db; readonly actor: Actor; readonly access: Access };

/** One lot: not found when the person does not see it, forbidden when the role may not. */
export function checkLot<P extends Permission>(asker: Asker, permission: P, lotId: string): LotContext<P> {
  const lot = asker.access.flatMap((membership) => membership.lots).find((visible) => visible.lotId === lotId);
  if (!lot) throw notFound("lot");
  if (!isAllowed(lot.role, permission)) throw forbidden(permission);
  return { ...checked(asker, permission), lot };
}

/** The named lot, or every visible lot in which the person's role may. */
export function checkLots<P extends Permission>(
  asker: Asker,
  permission: P,
  lotId: string | undefined,
): LotsContext<P> {
  if (lotId !== undefined) {
    const { lot } = checkLot(asker, permission, lotId);
    return { ...checked(asker, permission), lots: [lot] };
  }
  const lots = allowedMemberships(asker, permission).flatMap((membership) => membership.lots);
  return { ...checked(asker, permission), lots };
}

/** One operator: not found when the person is no member, forbidden when the role may not. */
export function checkOperator<P extends Permission>(
  asker: Asker,
  permission: P,
  operatorId: string,
): OperatorContext<P> {
  const operator = asker.access.find((membership) => membership.operatorId === operatorId);
  if (!operator) throw notFound("operator");
  if (!isAllowed(operator.role, permission)) throw forbidden(permission);
  return { ...checked(asker, permission), operator };
}

/** The named operator, or every operator in which the person's role may; with a lot, only what concerns that lot. */
export function checkOperators<P extends Permission>(
  asker: Asker,
  permission: P,
  wanted: { operatorId?: string | undefined; lotId?: string | undefined },
): OperatorsContext<P> {
  const { operatorId, lotId } = wanted;
  const named = operatorId === undefined ? undefined : checkOperator(asker, permission, operatorId).operator;
  if (lotId === undefined) {
    const operators = named ? [named] : allowedMemberships(asker, permission);
    return { ...checked(asker, permission), operators };
  }
  const { lot } = checkLot(asker, permission, lotId);
  if (named && named.operatorId !== lot.operatorId) throw notFound("lot");
  const operator = checkOperator(asker, permission, lot.operatorId).operator;
  return { ...checked(asker, permission), operators: [{ ...operator, seesAllLots: false, lots: [lot] }] };
}

export function checkSelf({ db, actor, access }: Asker): SelfContext {
  return { db, actor, permission: "self", access };
}

/** A member whose roles all lack the permission is told so; somebody without any operator just sees nothing. */
function allowedMemberships({ access }: Asker, permission: Permission): Access {
  const allowed = access.filter((membership) => isAllowed(membership.role, permission));
  if (allowed.length === 0 && access.length > 0) throw forbidden(permission);
  return allowed;
}

function checked<P extends Permission>({ db, actor }: Asker, permission: P): Checked<P> {
  return { db, actor, permission };
}
