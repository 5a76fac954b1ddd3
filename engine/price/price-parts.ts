import { chooseTables, tableById } from "./choose-tables.ts";
import type { ClockCursor } from "./clock-cursor.ts";
import { discountLines } from "./discounts.ts";
import type { PreparedTariff } from "./prepare-tariff.ts";
import { NO_FREE_TIME, priceTable } from "./price-table.ts";
import type { ScaledLine } from "./quote.ts";
import type { StayPart } from "./split-stay.ts";
import type { Stay } from "./stay.ts";

type PartsPrice = { total: number; lines: ScaledLine[] };

const NO_PARTS: PartsPrice = { total: 0, lines: [] };

/** What the parts of a stay cost that its own rate table does not price; each is priced as a stay of its own. */
export function priceParts(
  tariff: PreparedTariff,
  stay: Stay,
  { cursor, noFree, parts }: { cursor: ClockCursor; noFree: boolean; parts: readonly StayPart[] },
): PartsPrice {
  if (parts.length === 0) return NO_PARTS;
  const price: PartsPrice = { total: 0, lines: [] };
  for (const part of parts) {
    if (part.by === undefined) {
      price.lines.push(
        ...part.spans.map((span): ScaledLine => ({ kind: "free", ...span, amount: 0, params: why(part) })),
      );
      continue;
    }
    const here = { ...stay, entryAt: part.spans[0]!.fromAt, exitAt: part.spans.at(-1)!.toAt };
    const inside = "zone" in part.by ? { ...here, zone: part.by.zone } : here;
    const { tables, discount } =
      "zone" in part.by
        ? chooseTables(tariff, inside, cursor)
        : { tables: [tableById(tariff, part.by.rateTable, { stay: here, cursor })], discount: undefined };
    const { table, total, lines } = tables
      .map((one) => priceTable(one, inside, { cursor, free: { ...NO_FREE_TIME, noFree }, spans: part.spans }))
      .reduce((best, next) => (next.total < best.total ? next : best));
    const off = discountLines(total, discount, tariff.scale);
    price.lines.push(...[...lines, ...off].map((line) => named(line, part, table.source.id)));
    price.total += off.reduce((sum, line) => sum + line.amount, total);
  }
  return price;
}

/** The line with the table that made it, and which part of the stay it is for. */
function named(line: ScaledLine, part: StayPart, rateTableId: string): ScaledLine {
  const { reason, name } = part;
  const which = line.kind === "free" ? why(part) : { part: reason, ...(name !== undefined && { partName: name }) };
  return { ...line, rateTableId, params: { ...line.params, ...which } };
}

function why({ reason, name }: StayPart): Record<string, string> {
  return { reason, ...(name !== undefined && { [reason]: name }) };
}
