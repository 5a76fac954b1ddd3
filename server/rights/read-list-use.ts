import type { Draft } from "#engine/model/draft.ts";
import type { ReleaseRule } from "#engine/model/rule.ts";
import { factsOfRule } from "#engine/model/rule-facts.ts";
import type { FactId } from "#engine/model/vocabulary.ts";
import type { LotContext } from "../identity/check-access.ts";
import { type VehicleKind, vehicleKinds } from "./vehicle-content.ts";

/** What all lists together say of a vehicle. */
const grantFacts = ["grant.decision", "grant.reason", "grant.age", "grant.validFor"] as const satisfies FactId[];
/** The facts that an entry of each kind can change at a lane. */
const factsOfKind: Record<VehicleKind, readonly FactId[]> = {
  permit: ["right.active", "right.kind", "right.expiresIn", "right.withinHours", "right.areaAllowed", ...grantFacts],
  allow: ["lists.allow", "lists.reason", ...grantFacts],
  block: ["lists.block", "lists.reason", ...grantFacts],
  exempt: ["lists.exempt", "lists.reason", ...grantFacts],
  paid: ["payment.state", "payment.age", "payment.graceLeft", ...grantFacts],
  validation: ["validation.types"],
  reservation: ["reservation.state", "reservation.startsIn"],
  autoPay: ["autoPay.enabled", "autoPay.limit"],
  debt: ["debt.amount", "debt.count", "debt.ageOfData"],
};

/** A rule that reads a list: as the draft has it, or as what is live does where the draft has it no more. */
type ListReader = { readonly rule: ReleaseRule; readonly isLive: boolean; readonly isDraft: boolean };
export type ListUse = { readonly kind: VehicleKind; readonly rules: readonly ListReader[] };

/** Which rules of the lot read each of its lists, in what is live and in the draft. The lists of a lot are its own: no other lot's rules do. */
export async function readListUse({ db, lot: { operatorId, lotId } }: LotContext<"list.read">) {
  const [lot, draft, rollout] = await Promise.all([
    db.lot.findUniqueOrThrow({
      where: { operatorId_id: { operatorId, id: lotId } },
      select: { live: { select: { number: true, draft: true } } },
    }),
    db.draft.findUnique({ where: { operatorId_lotId: { operatorId, lotId } }, select: { content: true } }),
    db.rollout.findFirst({
      where: { operatorId, lotId },
      orderBy: [{ startedAt: "desc" }, { id: "desc" }],
      select: { id: true },
    }),
  ]);
  const rulesOf = (content: unknown) => (content as Draft | undefined)?.rules.rules ?? [];
  return {
    live: lot.live && rollout ? { number: lot.live.number, rolloutId: rollout.id } : null,
    lists: listUse({ live: rulesOf(lot.live?.draft), draft: rulesOf(draft?.content) }),
  };
}

/** Rules that are switched off read nothing. */
export function listUse(sides: { live: readonly ReleaseRule[]; draft: readonly ReleaseRule[] }): ListUse[] {
  return vehicleKinds.map((kind) => {
    const readers = (rules: readonly ReleaseRule[]) =>
      new Map(rules.filter((rule) => isReader(rule, kind)).map((rule) => [rule.id, rule]));
    const live = readers(sides.live);
    const draft = readers(sides.draft);
    const rules = [...new Map([...live, ...draft]).values()];
    return {
      kind,
      rules: rules.map((rule) => ({ rule, isLive: live.has(rule.id), isDraft: draft.has(rule.id) })),
    };
  });
}

function isReader(rule: ReleaseRule, kind: VehicleKind): boolean {
  const read = factsOfRule(rule);
  return rule.enabled !== false && factsOfKind[kind].some((fact) => read.has(fact));
}
