import { sortRules } from "#engine/compile/sort-rules.ts";
import type { Draft } from "#engine/model/draft.ts";
import type { RateTable, Tariff } from "#engine/model/rate-table.ts";
import type { ReleaseRule } from "#engine/model/rule.ts";
import { same } from "./same-value.ts";

/** One difference between the live version and the draft, fit for one sentence. */
export type DraftChange =
  | { kind: "table"; id: string; before: RateTable | null; after: RateTable | null }
  | { kind: "rule"; id: string; before: ReleaseRule | null; after: ReleaseRule | null }
  | { kind: "exitGrace"; id: string; before: number; after: number }
  | { kind: "whoPays" | "otherTariff" | "ruleOrder"; id: string };

/** What differs between live and draft. Without a live version everything is new. */
export function draftChanges(live: Draft | null, draft: Draft): DraftChange[] {
  const liveRules = live ? sortRules(live.rules) : [];
  const rules = sortRules(draft.rules);
  return [
    ...pairs(live?.tariff.rateTables ?? [], draft.tariff.rateTables, tableKey).map(([id, before, after]) => ({
      kind: "table" as const,
      id: `table ${id}`,
      before,
      after,
    })),
    ...(live ? tariffChanges(live.tariff, draft.tariff) : []),
    ...pairs(liveRules, rules, (rule) => rule.id).map(([id, before, after]) => ({
      kind: "rule" as const,
      id: `rule ${id}`,
      before,
      after,
    })),
    ...(sameOrder(liveRules, rules) ? [] : [{ kind: "ruleOrder" as const, id: "ruleOrder" }]),
  ];
}

function tariffChanges(live: Tariff, draft: Tariff): DraftChange[] {
  const rest = ({ rateTables: _tables, rateEligibility: _who, exitGraceMinutes: _grace, ...other }: Tariff) => other;
  const before = live.exitGraceMinutes ?? 0;
  const after = draft.exitGraceMinutes ?? 0;
  return [
    ...(before === after ? [] : [{ kind: "exitGrace" as const, id: "exitGrace", before, after }]),
    ...(same(live.rateEligibility, draft.rateEligibility) ? [] : [{ kind: "whoPays" as const, id: "whoPays" }]),
    ...(same(rest(live), rest(draft)) ? [] : [{ kind: "otherTariff" as const, id: "otherTariff" }]),
  ];
}

/** Changed, added and removed items by key, in the draft's order, removed ones last. */
function pairs<Item>(
  before: readonly Item[],
  after: readonly Item[],
  key: (item: Item) => string,
): [string, Item | null, Item | null][] {
  const old = new Map(before.map((item) => [key(item), item]));
  const now = new Set(after.map(key));
  const changed = after
    .map((item): [string, Item | null, Item | null] => [key(item), old.get(key(item)) ?? null, item])
    .filter(([, was, is]) => !same(was, is));
  const removed = before
    .filter((item) => !now.has(key(item)))
    .map((item): [string, Item | null, Item | null] => [key(item), item, null]);
  return [...changed, ...removed];
}

function tableKey(table: RateTable): string {
  return `${table.id}@${table.version}`;
}

/** Whether the rules that both have stand in the same order. */
function sameOrder(before: readonly ReleaseRule[], after: readonly ReleaseRule[]): boolean {
  const inBoth = (rules: readonly ReleaseRule[], others: readonly ReleaseRule[]) => {
    const ids = new Set(others.map((rule) => rule.id));
    return rules.filter((rule) => ids.has(rule.id)).map((rule) => rule.id);
  };
  return same(inBoth(before, after), inBoth(after, before));
}
