import { parse } from "csv-parse/browser/esm/sync";
import type { RateLine } from "#engine/model/rate-table.ts";
import { readPrice, withPrice } from "../form-model/price-text.ts";

const rowsMax = 50;
const textMax = 20_000;
const longestMinutes = 527_040;

/** What is wrong with one row, counted from 1 as a spreadsheet does. */
type TierProblem = {
  row: number;
  code: "length" | "price" | "order" | "tooMany" | "tooLong" | "unreadable";
  text: string;
};

type Tier = Extract<RateLine, { rateLineType: "flatRateTier" }>;

/**
 * A ladder copied from a spreadsheet: one step a row, the longest stay in the first cell and the total in the last,
 * between tabs, semicolons or commas. Lengths are `90`, `90 min`, `1:30`, `1 h 30`, `2h`, `0-60`; `more` or an empty
 * cell is any longer stay. A first row that holds no price is a heading.
 *
 * @example readTiers("1 h\t2.00\n2 h\t3.50", "EUR").tiers.length === 2
 */
export function readTiers(text: string, currency: string): { tiers: Tier[]; problems: TierProblem[] } {
  if (text.length > textMax) return { tiers: [], problems: [{ row: 1, code: "tooLong", text: "" }] };
  let rows: string[][];
  try {
    rows = parse(text.trim(), {
      delimiter: ["\t", ";"].find((mark) => text.includes(mark)) ?? ",",
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    });
  } catch (error) {
    return { tiers: [], problems: [{ row: 1, code: "unreadable", text: error instanceof Error ? error.message : "" }] };
  }
  const tiers: Tier[] = [];
  const problems: TierProblem[] = [];
  for (const [index, row] of rows.entries()) {
    const cells = row.filter((cell, at) => cell !== "" || at === 0);
    const length = minutesOf(cells[0] ?? "");
    const price = readPrice(cells.at(-1) ?? "", currency);
    const isHeading = index === 0 && price === null;
    if (isHeading) continue;
    const problem = (code: TierProblem["code"]) =>
      problems.push({ row: index + 1, code, text: row.join(" ").slice(0, 80) });
    const last = tiers.at(-1);
    if (tiers.length === rowsMax) problem("tooMany");
    else if (length === null || cells.length < 2) problem("length");
    else if (price === null) problem("price");
    else if (last && endOf(last.durationEnd ?? "open") >= endOf(length)) problem("order");
    else {
      const tier: Tier = { rateLineType: "flatRateTier", value: 0, ...(length !== "open" && { durationEnd: length }) };
      tiers.push(withPrice(tier, price));
    }
    if (problems.length === rowsMax) break;
  }
  return { tiers, problems };
}

function endOf(length: number | "open"): number {
  return length === "open" ? longestMinutes + 1 : length;
}

/** The longest stay that a cell names, in minutes; `open` for any longer one, null where it names none. */
function minutesOf(cell: string): number | "open" | null {
  const text = cell
    .toLowerCase()
    .replace(/^.*[–—~至]|^\s*[\d.]+\s*-/, "")
    .trim();
  if (text === "" || /^(more|longer|over|>|∞|以上|更长|max)/.test(text)) return "open";
  const clock = /^(\d{1,4}):([0-5]\d)$/.exec(text);
  const words =
    /^(?:(\d{1,4})\s*(?:d|days?|天))?\s*(?:(\d{1,4}(?:[.,]\d+)?)\s*(?:h|hrs?|hours?|小时))?\s*(?:(\d{1,6})\s*(?:m|min|minutes?|分钟?)?)?$/.exec(
      text,
    );
  const minutes = clock
    ? Number(clock[1]) * 60 + Number(clock[2])
    : words
      ? Number(words[1] ?? 0) * 1_440 + Number((words[2] ?? "0").replace(",", ".")) * 60 + Number(words[3] ?? 0)
      : Number.NaN;
  return Number.isInteger(minutes) && minutes >= 1 && minutes <= longestMinutes ? minutes : null;
}
