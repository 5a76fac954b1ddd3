import { parse } from "csv-parse/sync";
import type { ClockTable } from "#engine/model/clock-table.ts";
import { toInstant } from "#engine/model/clock-table.ts";
import { parseInstant } from "#engine/model/iso-instant.ts";
import { localDateSchema, localDateTimeSchema, parseLocalDate, parseLocalDateTime } from "#engine/model/local-date.ts";
import { DAY_MINUTES } from "#engine/model/local-time.ts";
import {
  type VehicleContent,
  vehicleContentSchema,
  vehicleKey,
  vehicleKinds,
  vehicleProblem,
} from "./vehicle-content.ts";

const csvColumns = ["plate", "kind", "from", "until", "reason", "note", "name", "right", "amount", "stays"] as const;
type Column = (typeof csvColumns)[number];

/** One thing that is wrong: in which line of the file, in which column. `twice`: the same vehicle and kind stands above. */
export type CsvProblem = {
  readonly line: number;
  readonly column: Column | null;
  readonly code:
    | "notCsv"
    | "noColumn"
    | "tooMany"
    | "tooLong"
    | "plate"
    | "kind"
    | "time"
    | "times"
    | "order"
    | "name"
    | "right"
    | "amount"
    | "stays"
    | "twice";
  readonly value: string;
};

const csvRowsMax = 50_000;
const shownMax = 64;

/** What the words of a file mean: whose plates, by which clock, and how many digits its money has. */
type CsvFrame = { readonly country: string; readonly clock: ClockTable; readonly digits: number };

/**
 * Vehicles of a CSV file, and every line that cannot be one. Times are ISO 8601, or of the lot's own clock; amounts have
 * the digits of the lot's currency.
 */
export function readVehicleCsv(text: string, frame: CsvFrame): { vehicles: VehicleContent[]; problems: CsvProblem[] } {
  const problems: CsvProblem[] = [];
  const records = readRecords(text, problems);
  const vehicles: VehicleContent[] = [];
  const seen = new Set<string>();
  for (const { record, line } of records) {
    const read = readVehicle(record, line, frame);
    const problem = "problem" in read ? read.problem : whole(read.vehicle, line, frame.country, seen);
    if (problem !== null) problems.push(problem);
    else if ("vehicle" in read) vehicles.push(read.vehicle);
  }
  return { vehicles, problems };
}

type CsvRecord = { record: Partial<Record<Column, string>>; line: number };

function readRecords(text: string, problems: CsvProblem[]): CsvRecord[] {
  let parsed: { record: Partial<Record<Column, string>>; info: { lines: number } }[];
  try {
    parsed = parse(text, {
      bom: true,
      columns: (header: string[]) => header.map((name) => name.trim().toLowerCase()),
      delimiter: [",", ";", "\t"],
      info: true,
      relax_column_count_less: true,
      skip_empty_lines: true,
      trim: true,
      to: csvRowsMax + 1,
    }) as unknown as typeof parsed;
  } catch (error) {
    problems.push({ line: 1, column: null, code: "notCsv", value: (error as Error).message.slice(0, 200) });
    return [];
  }
  const first = parsed[0]?.record ?? {};
  for (const column of ["plate", "kind"] as const)
    if (!(column in first)) problems.push({ line: 1, column, code: "noColumn", value: "" });
  if (problems.length > 0) return [];
  if (parsed.length > csvRowsMax)
    problems.push({ line: csvRowsMax + 2, column: null, code: "tooMany", value: String(csvRowsMax) });
  return parsed.slice(0, csvRowsMax).map(({ record, info }) => ({ record, line: info.lines }));
}

type Read = { vehicle: VehicleContent } | { problem: CsvProblem };

function readVehicle(record: CsvRecord["record"], line: number, { clock, digits }: CsvFrame): Read {
  const of = (column: Column) => record[column] ?? "";
  const wrong = (column: Column, code: CsvProblem["code"]): Read => {
    return { problem: { line, column, code, value: of(column).slice(0, shownMax) } };
  };
  const kind = vehicleKinds.find((each) => each.toLowerCase() === of("kind").toLowerCase());
  if (kind === undefined) return wrong("kind", "kind");
  const from = readTime(of("from"), clock, false);
  const until = readTime(of("until"), clock, true);
  if (from === undefined) return wrong("from", "time");
  if (until === undefined) return wrong("until", "time");
  for (const [column, most] of [
    ["plate", 64],
    ["reason", 64],
    ["note", 500],
  ] as const)
    if (of(column).length > most) return wrong(column, "tooLong");
  const amountMinor = readAmount(of("amount"), digits);
  if (amountMinor === undefined) return wrong("amount", "amount");
  const stays = of("stays") === "" ? null : Number(of("stays"));
  const read = vehicleContentSchema.safeParse({
    kind,
    plate: of("plate"),
    reason: of("reason") || null,
    note: of("note") || null,
    from,
    until,
    tariffName: of("name") || null,
    rightKind: of("right") || null,
    amountMinor,
    stayCount: stays,
  });
  if (read.success) return { vehicle: read.data };
  const [field] = read.error.issues[0]!.path;
  const column = columnOf[String(field)] ?? "plate";
  return wrong(column, column);
}

/** What the schema may find wrong that nothing above has. */
const columnOf: Readonly<Record<string, "name" | "right" | "amount" | "stays">> = {
  tariffName: "name",
  rightKind: "right",
  amountMinor: "amount",
  stayCount: "stays",
};

/** Integer minor units of an amount such as 12.50; null: none. undefined: not one, or of too many digits. */
function readAmount(text: string, digits: number): number | null | undefined {
  if (text === "") return null;
  const found = /^(\d{1,10})(?:\.(\d{0,3}))?$/.exec(text);
  const fraction = found?.[2] ?? "";
  if (found === null || fraction.length > digits) return undefined;
  return Number(`${found[1]}${fraction.padEnd(digits, "0")}`);
}

function whole(vehicle: VehicleContent, line: number, country: string, seen: Set<string>): CsvProblem | null {
  const value = vehicle.plate.slice(0, shownMax);
  const problem = vehicleProblem(vehicle, country);
  if (problem === "plate") return { line, column: "plate", code: "plate", value };
  if (problem === "tariffName") return { line, column: "name", code: "name", value: "" };
  if (problem === "amount") return { line, column: "amount", code: "amount", value: "" };
  if (problem !== null) return { line, column: "until", code: problem, value: "" };
  const key = vehicleKey({ ...vehicle, plateText: vehicle.plate, validFrom: vehicle.from });
  if (seen.has(key)) return { line, column: "plate", code: "twice", value };
  seen.add(key);
  return null;
}

/** null: no time. undefined: not one. A date alone is its first moment, and as an end the day is still in. */
function readTime(text: string, clock: ClockTable, isEnd: boolean): Date | null | undefined {
  if (text === "") return null;
  const local = text.replace(" ", "T");
  try {
    if (localDateSchema.safeParse(text).success)
      return new Date(toInstant(clock, parseLocalDate(text) + (isEnd ? 1 : 0), 0));
    if (localDateTimeSchema.safeParse(local).success) {
      const minutes = parseLocalDateTime(local);
      return new Date(toInstant(clock, Math.floor(minutes / DAY_MINUTES), minutes % DAY_MINUTES));
    }
  } catch {
    return undefined; // a day that the lot's clock does not reach
  }
  const instant = parseInstant(local);
  return instant === undefined ? undefined : new Date(instant);
}
