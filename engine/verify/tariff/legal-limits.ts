import type { RateLine } from "../../model/rate-table.ts";
import type { Fix } from "../finding.ts";
import type { TariffLint, TariffView } from "./tariff-view.ts";

/** What the law of the lot's country fixes. Warnings: whether the law is for this lot is for people to say. */
export const legalLimits: TariffLint = (view) => {
  switch (view.setting.country) {
    case "ES":
      return checkLines(view, spain);
    case "CL":
      checkLines(view, chile);
      return checkLostTicket(view);
    case "FR":
      return checkLines(view, france);
    case "CN":
      return checkChina(view);
  }
};

type Path = (string | number)[];
type Law = (line: RateLine, path: Path) => { code: LawCode; params: Record<string, number>; fix?: Fix } | undefined;
type LawCode = "law.spainPerMinute" | "law.chileExpired" | "law.franceQuarterHour";

/** One finding for each collection: the first line at odds with the law. */
function checkLines(view: TariffView, law: Law): void {
  for (const { source, path } of view.tables) {
    for (const [place, { rateLines }] of source.rateLineCollections.entries()) {
      for (const [index, line] of rateLines.entries()) {
        const at = [...path, "rateLineCollections", place, "rateLines", index];
        const found = line.value === 0 ? undefined : law(line, at);
        if (found === undefined) continue;
        view.findings.push({ severity: "warning", path: at, ...found });
        break;
      }
    }
  }
}

/** Ley 44/2006: by the minute, without rounding up to time that was not used. */
function spain(line: RateLine, path: Path): ReturnType<Law> {
  if (line.rateLineType !== "incrementingRate") return undefined;
  const { incrementPeriod, roundingMode = "up" } = line;
  if (incrementPeriod === 1 || roundingMode === "exact") return undefined;
  const fix: Fix = { kind: "setValue", path: [...path, "roundingMode"], value: "exact" };
  return { code: "law.spainPerMinute", params: { unitMinutes: incrementPeriod }, fix };
}

/** Ley 20.967: by the minute, or by blocks that have run out. */
function chile(line: RateLine, path: Path): ReturnType<Law> {
  if (line.rateLineType !== "incrementingRate") return undefined;
  const { incrementPeriod, roundingMode = "up" } = line;
  if (incrementPeriod === 1 || roundingMode === "exact" || roundingMode === "down") return undefined;
  const fix: Fix = { kind: "setValue", path: [...path, "roundingMode"], value: "down" };
  return { code: "law.chileExpired", params: { unitMinutes: incrementPeriod }, fix };
}

const FRENCH_UNIT_MAX = 15;
/** The rule is for stays of less than twelve hours. */
const FRENCH_SHORT_STAY = 720;

/** Loi 2014-344, article 6: units of at most a quarter of an hour, since 1 July 2015. */
function france(line: RateLine, path: Path): ReturnType<Law> {
  if (line.rateLineType !== "incrementingRate" || line.durationStart >= FRENCH_SHORT_STAY) return undefined;
  const { incrementPeriod, roundingMode = "up", value } = line;
  if (incrementPeriod <= FRENCH_UNIT_MAX || roundingMode === "exact") return undefined;
  const price = (value * FRENCH_UNIT_MAX) / incrementPeriod;
  const fixed: RateLine = { ...line, incrementPeriod: FRENCH_UNIT_MAX, value: price };
  const fix: Fix | undefined = Number.isInteger(price) ? { kind: "setValue", path, value: fixed } : undefined;
  return { code: "law.franceQuarterHour", params: { unitMinutes: incrementPeriod }, ...(fix && { fix }) };
}

function checkLostTicket(view: TariffView): void {
  const path = ["tariff", "lostCredential"];
  if (!view.tariff.lostCredential?.amount) return;
  view.findings.push({
    code: "law.chileLostTicket",
    severity: "warning",
    path,
    params: { amountMinor: view.tariff.lostCredential.amount, currency: view.tariff.currency },
    fix: { kind: "removeValue", path },
  });
}

/** Local price offices often fix free minutes and a limit for 24 hours: said only where there is none at all. */
function checkChina(view: TariffView): void {
  const { tables, tariff, findings } = view;
  const isFree = tables.some(
    ({ source }) => source.freePeriod !== undefined || source.freeAllowance !== undefined || hasFreeStart(source),
  );
  if (!isFree)
    findings.push({ code: "law.chinaFreeTime", severity: "warning", path: ["tariff", "rateTables"], params: {} });
  const isCapped = tariff.rateTables.some(({ caps = [], rateLineCollections }) =>
    [...caps, ...rateLineCollections.flatMap((collection) => collection.caps ?? [])].some(
      ({ scope }) => scope !== "period",
    ),
  );
  if (!isCapped)
    findings.push({ code: "law.chinaDayCap", severity: "warning", path: ["tariff", "rateTables"], params: {} });
}

/** Prices that begin later are free time too. */
function hasFreeStart({ rateLineCollections }: { rateLineCollections: readonly { rateLines: readonly RateLine[] }[] }) {
  return rateLineCollections.some(
    ({ rateLines }) =>
      rateLines.length > 0 &&
      rateLines.every((line) => (line.rateLineType === "flatRateTier" ? false : line.durationStart > 0)),
  );
}
