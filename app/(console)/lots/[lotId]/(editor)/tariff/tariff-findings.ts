import type { Finding } from "#engine/verify/finding.ts";
import { verifyTariff } from "#engine/verify/tariff/verify-tariff.ts";
import { compiledFindings, type DraftSetting } from "../compiled-findings.ts";

/** What compiler and verifier find in the prices; paths begin inside the tariff. */
export function tariffFindings(setting: DraftSetting): Finding[] {
  const { content, lot, clock } = setting;
  const { findings } = verifyTariff(content.tariff, { clock, country: lot.country, around: Date.now() });
  const proved = findings.map((finding) => ({ ...finding, path: finding.path.slice(1) }));
  return [...compiledFindings("tariff", setting), ...proved];
}
