import { moneyDigits, parseMoney } from "../../../../../../ui/format/money.ts";
import { parseTimeOfDay, timeOfDayText } from "../../../../../../ui/format/time-of-day.ts";
import { type Bounds, type Field, isWithin } from "./field.ts";

const identifier = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/;
const localDateTime = /^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d$/;
const localDate = /^\d{4}-\d{2}-\d{2}$/;

/** A value as its text field shows it. */
export function leafText(field: Field, value: unknown, currency: string): string {
  switch (field.kind) {
    case "money":
      return moneyDigits(Number(value), currency);
    case "time":
      return timeOfDayText(Number(value));
    case "percent":
      return `${Number(value) / 100}`;
    case "words":
      return (value as readonly string[]).join(", ");
    default:
      return String(value);
  }
}

/** What was typed as a value of the field within its bounds, or null. */
export function readLeaf(field: Field, text: string, bounds: Bounds, currency: string): unknown {
  const value = readAny(field, text, currency);
  return value !== null && (typeof value === "object" || isWithin(value, bounds)) ? value : null;
}

function readAny(field: Field, text: string, currency: string): number | string | string[] | null {
  const trimmed = text.trim();
  switch (field.kind) {
    case "money":
      return parseMoney(text, currency);
    case "time":
      return parseTimeOfDay(text);
    case "minutes":
    case "count":
      return /^[-−]?\d{1,9}$/.test(trimmed) ? Number(trimmed.replace("−", "-")) : null;
    case "percent": {
      const match = /^(\d{1,3})(?:[.,](\d{1,2}))?\s*%?$/.exec(trimmed);
      return match ? Number(match[1]) * 100 + Number((match[2] ?? "").padEnd(2, "0")) : null;
    }
    case "words": {
      const words = trimmed.split(/[\s,，、;]+/).filter((word) => word !== "");
      return words.length > 0 && words.length <= 50 && words.every((word) => identifier.test(word)) ? words : null;
    }
    case "identifier":
      return identifier.test(trimmed) ? trimmed : null;
    case "name":
      return trimmed.length > 0 && trimmed.length <= 120 ? text : null;
    case "date":
      return localDate.test(trimmed) && !Number.isNaN(Date.parse(`${trimmed}T00:00:00Z`)) ? trimmed : null;
    case "dateTime":
      return localDateTime.test(trimmed) ? trimmed : null;
    default:
      return text;
  }
}
