import * as z from "zod";
import { nameSchema } from "#contracts/names.ts";
import { normalisePlate } from "#engine/model/plate.ts";
import { Prisma } from "#prisma/client/client.ts";
import type { VisibleLot } from "../identity/access.ts";
import type { LotsContext } from "../identity/check-access.ts";
import { type PassageColumns, passageColumns, passageJoins, shownPassage } from "./passage-columns.ts";

/** Time in milliseconds and passage id of the last row shown. */
const cursorSchema = z.string().regex(/^-?\d{1,16}_[a-z0-9-]{8,64}$/);

const filterInput = z.object({
  plate: z.string().trim().max(64).optional(),
  decision: z.enum(["release", "hold", "refuse", "requestPayment", "requestConfirm"]).optional(),
  laneId: z
    .string()
    .refine((id) => nameSchema.safeParse(id).success)
    .optional(),
  from: z.date().optional(),
  to: z.date().optional(),
});
export const passagesInput = filterInput.extend({
  cursor: cursorSchema.nullish(),
  limit: z.int().min(1).max(200).default(50),
});
export const passageCountInput = filterInput;
type Filter = z.output<typeof filterInput>;
type Input = z.output<typeof passagesInput>;

/** More is not counted: a reader wants to know whether it is forty or thousands. */
const countMax = 10_000;

/** Passages of the visible lots, newest first. Part of a plate is enough to find it. */
export async function readPassages({ db, lots }: LotsContext<"passage.read">, input: Input) {
  const found = input.plate
    ? await db.$queryRaw<PassageColumns[]>(ofPlate(lots, input, input.plate))
    : await db.$queryRaw<PassageColumns[]>(newest(lots, input));
  const rows = found.slice(0, input.limit);
  const last = rows.at(-1);
  return {
    rows: rows.map(shownPassage),
    nextCursor: found.length > input.limit && last ? `${last.atMs}_${last.passageId}` : null,
  };
}

type Fees = { readonly currency: string; readonly feeMinor: number };

/** How many passages a list would hold, up to a bound, and what their fees come to; of more than the bound no sum is told. */
export async function countPassages(
  { db, lots }: LotsContext<"passage.read">,
  filter: Filter,
): Promise<{ count: number; isMore: boolean; fees: Fees[] }> {
  const plate = filter.plate
    ? Prisma.sql`f.plate_text LIKE ANY (${platePatterns(lots, filter.plate)}::text[])`
    : Prisma.sql`true`;
  const groups = await db.$queryRaw<{ count: number; currency: string | null; feeMinor: number | null }[]>`
    SELECT count(*)::int AS count, currency::text, sum(fee_minor)::float8 AS "feeMinor"
    FROM (
      SELECT f.currency, f.fee_minor FROM passage f JOIN ${lotKeys(lots)} ON f.operator_id = k.operator_id AND f.lot_id = k.lot_id
      WHERE ${plate} AND ${filters(filter)}
      LIMIT ${countMax + 1}::int
    ) counted
    GROUP BY currency
    ORDER BY currency`;
  const count = groups.reduce((sum, group) => sum + group.count, 0);
  const isMore = count > countMax;
  const fees = groups.flatMap(({ currency, feeMinor }) => (currency && feeMinor ? [{ currency, feeMinor }] : []));
  return { count: Math.min(count, countMax), isMore, fees: isMore ? [] : fees };
}

/** Each lot's newest rows straight from its index, then the newest of those. */
function newest(lots: readonly VisibleLot[], input: Input): Prisma.Sql {
  return Prisma.sql`
    SELECT ${passageColumns}
    FROM ${lotKeys(lots)}
    CROSS JOIN LATERAL (
      SELECT * FROM passage f
      WHERE f.operator_id = k.operator_id AND f.lot_id = k.lot_id AND ${filters(input)}
      ORDER BY f.at DESC, f.passage_id DESC
      LIMIT ${input.limit + 1}::int
    ) p
    ${passageJoins}
    ORDER BY p.at DESC, p.passage_id DESC
    LIMIT ${input.limit + 1}::int`;
}

/** A plate is rare, so all its rows come from the trigram index and are sorted then. */
function ofPlate(lots: readonly VisibleLot[], input: Input, plate: string): Prisma.Sql {
  return Prisma.sql`
    SELECT ${passageColumns}
    FROM (
      SELECT f.* FROM passage f JOIN ${lotKeys(lots)} ON f.operator_id = k.operator_id AND f.lot_id = k.lot_id
      WHERE f.plate_text LIKE ANY (${platePatterns(lots, plate)}::text[]) AND ${filters(input)}
      ORDER BY f.at DESC, f.passage_id DESC
      LIMIT ${input.limit + 1}::int
    ) p
    ${passageJoins}
    ORDER BY p.at DESC, p.passage_id DESC`;
}

/** The part of a plate as each of the lots' countries would hold it. */
function platePatterns(lots: readonly VisibleLot[], plate: string): string[] {
  const countries = new Set(lots.map((lot) => lot.country));
  const keys = new Set([...countries].map((country) => normalisePlate(plate, country)).filter((key) => key !== ""));
  return [...keys].map((key) => `%${key.replace(/[\\%_]/g, "\\$&")}%`);
}

function lotKeys(lots: readonly VisibleLot[]): Prisma.Sql {
  const operatorIds = lots.map((lot) => lot.operatorId);
  const lotIds = lots.map((lot) => lot.lotId);
  return Prisma.sql`unnest(${operatorIds}::text[], ${lotIds}::text[]) AS k(operator_id, lot_id)`;
}

function filters({ decision, laneId, from, to, cursor }: Filter & Pick<Partial<Input>, "cursor">): Prisma.Sql {
  const conditions = [Prisma.sql`true`];
  if (decision) conditions.push(Prisma.sql`f.decision = ${decision}`);
  if (laneId) conditions.push(Prisma.sql`f.lane_id = ${laneId}`);
  if (from) conditions.push(Prisma.sql`f.at >= ${from}`);
  if (to) conditions.push(Prisma.sql`f.at < ${to}`);
  if (cursor) {
    const [atMs, passageId] = cursor.split("_");
    const at = Prisma.sql`to_timestamp(${Number(atMs)}::float8 / 1000)::timestamptz(3)`;
    conditions.push(Prisma.sql`(f.at, f.passage_id) < (${at}, ${passageId})`);
  }
  return Prisma.join(conditions, " AND ");
}
