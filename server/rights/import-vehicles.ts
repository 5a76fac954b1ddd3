import { randomUUID } from "node:crypto";
import * as z from "zod";
import type { Draft } from "#engine/model/draft.ts";
import { minorUnitDigitsOf } from "#engine/model/money.ts";
import type { Tx } from "#prisma/db.ts";
import { audited } from "../identity/audited.ts";
import type { LotContext } from "../identity/check-access.ts";
import { readClockTable } from "../publish/read-clock-table.ts";
import { type CsvProblem, readVehicleCsv } from "./read-vehicle-csv.ts";
import { type ProjectGrants, type VehicleContent, vehicleColumns, vehicleKey } from "./vehicle-content.ts";

const csvCharactersMax = 4_000_000;

/** `onlyGood`: take the lines that can be taken, and leave the others. */
export const importVehiclesInput = z.object({
  csv: z.string().max(csvCharactersMax),
  onlyGood: z.boolean().default(false),
  isForced: z.boolean().default(false),
});

export type Imported = {
  /** False: nothing has been changed, for there are problems. */
  isDone: boolean;
  added: number;
  changed: number;
  /** Lines that stand in the list as they are. */
  same: number;
  /** The first of what is wrong, and how many lines that is in all. */
  problems: CsvProblem[];
  wrong: number;
};

const problemsShown = 200;
/** The largest file takes a few seconds, on a busy machine more. */
const timeoutMs = 60_000;
const chunkRows = 10_000;

/**
 * Takes vehicles of a CSV file: a vehicle that is on the list already, in the same kind, gets what the file says. Nothing
 * happens while a line is wrong, unless only the good ones are wanted.
 */
export async function importVehicles(
  ctx: LotContext<"list.write">,
  { csv, onlyGood }: z.output<typeof importVehiclesInput>,
  project: ProjectGrants,
): Promise<Imported> {
  const { operatorId, lotId } = ctx.lot;
  const { vehicles, problems } = readVehicleCsv(csv, await readFrame(ctx));
  const said = { problems: problems.slice(0, problemsShown), wrong: problems.length };
  return audited<Imported>(
    ctx,
    async (tx) => {
      if (vehicles.length === 0 || (problems.length > 0 && !onlyGood))
        return { result: { isDone: false, added: 0, changed: 0, same: 0, ...said }, note: "unchanged" };
      const { added, changed } = await differences(tx, ctx, vehicles);
      const counts = {
        added: added.length,
        changed: changed.length,
        same: vehicles.length - added.length - changed.length,
      };
      await write(tx, ctx, added, changed);
      const plates = [...added, ...changed].map(({ plateText }) => plateText);
      if (plates.length === 0) return { result: { isDone: true, ...counts, ...said }, note: "unchanged" };
      await project(tx, plates);
      const after = { ...counts, wrong: problems.length };
      return {
        result: { isDone: true, ...counts, ...said },
        note: { operatorId, lotId, verb: "importVehicles", object: "lists", after },
      };
    },
    timeoutMs,
  );
}

/** What the words of a file mean in this lot: its plates, its clock and its money. */
async function readFrame({ db, lot }: LotContext<"list.write">) {
  const { operatorId, lotId, country, timeZone } = lot;
  const where = { operatorId_lotId: { operatorId, lotId } };
  const draft = await db.draft.findUnique({ where, select: { content: true } });
  const currency = (draft?.content as Draft | undefined)?.tariff.currency;
  const digits = currency === undefined ? 2 : minorUnitDigitsOf(currency);
  return { country, clock: readClockTable(timeZone, Date.now()), digits };
}

type Row = ReturnType<typeof vehicleColumns> & { readonly id: string };

/** What the file says otherwise than the list, entry by entry. */
async function differences(tx: Tx, { lot }: LotContext<"list.write">, vehicles: readonly VehicleContent[]) {
  const { operatorId, lotId, country } = lot;
  const before = await tx.vehicleEntry.findMany({
    where: { operatorId, lotId, isPast: false },
    select: {
      id: true,
      kind: true,
      plateText: true,
      plateRaw: true,
      reason: true,
      note: true,
      validFrom: true,
      validUntil: true,
      tariffName: true,
      rightKind: true,
      amountMinor: true,
      stayCount: true,
    },
  });
  const known = new Map(before.map((row) => [vehicleKey(row), row]));
  const added: Row[] = [];
  const changed: Row[] = [];
  for (const vehicle of vehicles) {
    const columns = vehicleColumns(vehicle, country);
    const row = known.get(vehicleKey(columns));
    if (row === undefined) added.push({ ...columns, id: randomUUID() });
    else if (!isSame(row, columns)) changed.push({ ...columns, id: row.id });
  }
  return { added, changed };
}

type StoredRow = Omit<Row, "id" | "rightKind" | "amountMinor"> & {
  readonly rightKind: string | null;
  readonly amountMinor: bigint | null;
};

function isSame(a: StoredRow, b: Omit<Row, "id">): boolean {
  const sameTimes =
    a.validFrom?.getTime() === b.validFrom?.getTime() && a.validUntil?.getTime() === b.validUntil?.getTime();
  const sameMoney = (a.amountMinor === null ? null : Number(a.amountMinor)) === b.amountMinor;
  const sameNames = a.tariffName === b.tariffName && a.rightKind === b.rightKind && a.stayCount === b.stayCount;
  return sameTimes && sameMoney && sameNames && a.reason === b.reason && a.note === b.note;
}

async function write(tx: Tx, { actor, lot }: LotContext<"list.write">, added: readonly Row[], changed: readonly Row[]) {
  const { operatorId, lotId } = lot;
  for (let at = 0; at < added.length; at += chunkRows) {
    const list = JSON.stringify(added.slice(at, at + chunkRows));
    await tx.$executeRaw`
      INSERT INTO vehicle_entry (operator_id, lot_id, id, kind, plate_text, plate_raw, reason, note, valid_from,
        valid_until, tariff_name, right_kind, amount_minor, stay_count, updated_name)
      SELECT ${operatorId}, ${lotId}, w.id, w.kind::vehicle_entry_kind, w."plateText", w."plateRaw", w.reason, w.note,
        w."validFrom", w."validUntil", w."tariffName", w."rightKind", w."amountMinor", w."stayCount", ${actor.name}
      FROM jsonb_to_recordset(${list}::jsonb) AS w(id uuid, kind text, "plateText" text, "plateRaw" text, reason text,
        note text, "validFrom" timestamptz, "validUntil" timestamptz, "tariffName" text, "rightKind" text,
        "amountMinor" bigint, "stayCount" integer)`;
  }
  for (let at = 0; at < changed.length; at += chunkRows) {
    const list = JSON.stringify(changed.slice(at, at + chunkRows));
    await tx.$executeRaw`
      UPDATE vehicle_entry v SET plate_raw = w."plateRaw", reason = w.reason, note = w.note, valid_from = w."validFrom",
        valid_until = w."validUntil", tariff_name = w."tariffName", right_kind = w."rightKind",
        amount_minor = w."amountMinor", stay_count = w."stayCount", revision = v.revision + 1, updated_name = ${actor.name}, updated_at = now()
      FROM jsonb_to_recordset(${list}::jsonb) AS w(id uuid, "plateRaw" text, reason text, note text,
        "validFrom" timestamptz, "validUntil" timestamptz, "tariffName" text, "rightKind" text, "amountMinor" bigint,
        "stayCount" integer)
      WHERE v.operator_id = ${operatorId} AND v.lot_id = ${lotId} AND v.id = w.id`;
  }
}
