import { checkRules } from "../compile/check-rules.ts";
import type { LotSetting } from "../compile/compile-bundle.ts";
import type { ClockTable } from "../model/clock-table.ts";
import type { Draft } from "../model/draft.ts";
import { verifyTariff } from "./tariff/verify-tariff.ts";
import { type Verified, verifyRules } from "./verify-rules.ts";

export type VerifyInput = {
  readonly draft: Draft;
  readonly lot: Pick<LotSetting, "lanes" | "country">;
  readonly clock: ClockTable;
};

/**
 * What is wrong or doubtful in a well-formed draft, rules and tariff, each with an example. Rules or a tariff with
 * errors mean nothing that could be verified: what compiling says of them comes first.
 */
export function verifyDraft({ draft, lot, clock }: VerifyInput): Verified {
  const isSound = checkRules(draft.rules).length === 0;
  const rules = isSound ? verifyRules(draft.rules, lot, ["rules"]) : { findings: [], undecided: [] };
  const tariff = verifyTariff(draft.tariff, { clock, country: lot.country });
  return {
    findings: [...rules.findings, ...tariff.findings],
    undecided: [...rules.undecided, ...tariff.undecided],
  };
}
