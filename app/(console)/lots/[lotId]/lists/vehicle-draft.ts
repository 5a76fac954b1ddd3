import type { ClockTable } from "#engine/model/clock-table.ts";
import { isoLocalText } from "../../../../ui/format/lot-time.ts";
import { moneyDigits, parseMoney } from "../../../../ui/format/money.ts";
import { dateTimeValue, instantOf } from "../(editor)/tariff/local-date-time.ts";
import { kindWithAmount, namedKind, type Vehicle, type VehicleKind } from "./vehicle-kinds.ts";

/** An entry as it is typed. Times are those of the lot's clock. */
export type VehicleDraft = {
  kind: VehicleKind;
  plate: string;
  reason: string;
  note: string;
  from: string;
  until: string;
  tariffName: string;
  rightKind: NonNullable<Vehicle["rightKind"]>;
  amount: string;
  stays: string;
};

export type LotFrame = { readonly clock: ClockTable; readonly currency: string };

const dayMs = 86_400_000;

export function draftOf(vehicle: Vehicle | null, timeZone: string, currency: string): VehicleDraft {
  const local = (at: Date | null) => (at === null ? "" : isoLocalText(at, timeZone).slice(0, 16));
  const amountMinor = vehicle?.amountMinor ?? null;
  return {
    kind: vehicle?.kind ?? "permit",
    plate: vehicle?.plateRaw ?? "",
    reason: vehicle?.reason ?? "",
    note: vehicle?.note ?? "",
    from: local(vehicle?.from ?? null),
    until: local(vehicle?.until ?? null),
    tariffName: vehicle?.tariffName ?? "",
    rightKind: vehicle?.rightKind ?? "permitParking",
    amount: amountMinor === null ? "" : moneyDigits(amountMinor, currency),
    stays: String(vehicle?.stayCount ?? 1),
  };
}

/** What is given here and now begins now: a validation for a day, a debt as it stands. */
export function withKind(draft: VehicleDraft, kind: VehicleKind, { clock }: LotFrame, now: number): VehicleDraft {
  if (draft.from !== "" || (kind !== "validation" && kind !== "debt")) return { ...draft, kind };
  const until = kind === "validation" ? dateTimeValue(clock, now + dayMs) : draft.until;
  return { ...draft, kind, from: dateTimeValue(clock, now), until };
}

type DraftProblem =
  | "plateWrong"
  | "timesNeeded"
  | "orderWrong"
  | "nameWrong"
  | "nameNeeded"
  | "amountWrong"
  | "amountNeeded";

/** What is saved of a draft, or the word for what is wrong with it. */
export function contentOf(draft: VehicleDraft, { clock, currency }: LotFrame) {
  const { kind, plate, reason, note } = draft;
  const wrong = (problem: DraftProblem) => ({ problem });
  const from = readTime(draft.from, clock);
  const until = readTime(draft.until, clock);
  if (plate.trim() === "") return wrong("plateWrong");
  const needsTimes = kind === "paid" || kind === "validation" || kind === "reservation";
  if (needsTimes && (from === null || until === null)) return wrong("timesNeeded");
  if (from !== null && until !== null && until <= from) return wrong("orderWrong");
  const tariffName = namedKind(kind) === null ? null : draft.tariffName.trim() || null;
  if (tariffName === null && kind === "validation") return wrong("nameNeeded");
  if (tariffName !== null && !/^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/.test(tariffName)) return wrong("nameWrong");
  const hasAmount = kindWithAmount(kind) !== null && draft.amount.trim() !== "";
  const amountMinor = hasAmount ? parseMoney(draft.amount, currency) : null;
  if (hasAmount && amountMinor === null) return wrong("amountWrong");
  if (kind === "debt" && amountMinor === null) return wrong("amountNeeded");
  const stayCount = kind === "debt" ? Math.max(0, Math.trunc(Number(draft.stays)) || 0) : null;
  const said = { reason: reason.trim() || null, note: note.trim() || null };
  const rightKind = kind === "permit" ? draft.rightKind : null;
  return {
    content: { kind, plate: plate.trim(), ...said, from, until, tariffName, rightKind, amountMinor, stayCount },
  };
}

/** A day without a time begins at midnight. */
function readTime(text: string, clock: ClockTable): Date | null {
  const at = instantOf(clock, text.endsWith("T") ? `${text}00:00` : text);
  return at === null ? null : new Date(at);
}
