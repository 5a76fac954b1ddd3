import type { LotSetting } from "../compile/compile-bundle.ts";
import type { ClockTable } from "../model/clock-table.ts";
import type { Draft } from "../model/draft.ts";
import { diffRules } from "./diff-rules.ts";
import type { RuleDifferences } from "./rule-difference.ts";
import { diffTariffs } from "./tariff/diff-tariffs.ts";
import type { TariffDiff } from "./tariff/tariff-difference.ts";

export type DiffInput = { readonly lot: Pick<LotSetting, "lanes">; readonly clock: ClockTable };

/** What two sound drafts do differently at a lot: situations that are decided otherwise and stays that cost otherwise. */
export function diffDrafts(
  before: Draft,
  after: Draft,
  { lot, clock }: DiffInput,
): { rules: RuleDifferences; tariff: TariffDiff } {
  return {
    rules: diffRules(before.rules, after.rules, lot),
    tariff: diffTariffs(before.tariff, after.tariff, { clock }),
  };
}
