import { caughtAs } from "../../caught-as.ts";
import type { Tariff } from "../../model/rate-table.ts";
import { checkTariff } from "../../price/check-tariff.ts";
import { QuoteError } from "../../price/quote-error.ts";
import type { Finding, Undecided } from "../finding.ts";
import { calendarCover } from "./calendar-cover.ts";
import { cutUnits } from "./cut-units.ts";
import { feeFalls } from "./fee-falls.ts";
import { freeTime } from "./free-time.ts";
import { legalLimits } from "./legal-limits.ts";
import { limitsThatNeverBind } from "./limits-that-never-bind.ts";
import { specialDayUse } from "./special-day-use.ts";
import { isTooLarge, type TariffLint, type TariffSetting, viewTariff } from "./tariff-view.ts";
import { unusedParts } from "./unused-parts.ts";

const LINTS: readonly TariffLint[] = [
  feeFalls,
  calendarCover,
  unusedParts,
  specialDayUse,
  cutUnits,
  freeTime,
  legalLimits,
  limitsThatNeverBind,
];

/** Most stays that are priced to verify one tariff, so that it can be done while somebody types. */
const QUOTES_MAX = 1_200;
const FINDINGS_MAX = 200;

/**
 * What is doubtful in a tariff that can be used: each finding with a stay or a time that shows it, priced by the engine,
 * and where one edit mends it, the edit. Paths begin at the draft (`["tariff", ...]`). `undecided` names what the bound
 * on work left open. A tariff with errors has nothing to verify: compiling says what is wrong.
 *
 * @example verifyTariff(tariff, { clock, country: "DE" }).findings[0].code === "calendar.gap"
 */
export function verifyTariff(tariff: Tariff, setting: TariffSetting): { findings: Finding[]; undecided: Undecided[] } {
  if (isTooLarge(tariff)) return { findings: [], undecided: [{ path: ["tariff"], question: "tariffSize" }] };
  if (checkTariff(tariff).some(({ severity }) => severity === "error")) return { findings: [], undecided: [] };
  try {
    const view = viewTariff(tariff, setting, QUOTES_MAX);
    for (const lint of LINTS) lint(view);
    return { findings: view.findings.slice(0, FINDINGS_MAX), undecided: view.undecided };
  } catch (error) {
    caughtAs(QuoteError, error);
    return { findings: [], undecided: [] };
  }
}
