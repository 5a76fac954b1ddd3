/** An object of the tariff as the form sees it. */
export type Owner = Readonly<Record<string, unknown>>;

/** Where an object stands: itself, and when it is an item of a list, the list and its place there. */
export type Place = { owner: Owner; siblings: readonly unknown[]; index: number };

/** What a field needs to know of the whole tariff. */
export type FieldContext = { tableIds: readonly string[]; validationTypes: readonly string[] };

/** The values that a field can take where it stands. Dates compare as text. */
export type Bounds = { min?: number | string; max?: number | string };

/** Closed lists of values; their words stand in the messages under `model.values`. */
type ChoiceName =
  | "areaMode"
  | "boughtDuringStay"
  | "charge"
  | "durationBasis"
  | "freeMode"
  | "freeSide"
  | "overstayFrom"
  | "periodSelection"
  | "rateChange"
  | "reEntryAction"
  | "reEntrySince"
  | "roundingMode"
  | "specialDayType"
  | "stacking"
  | "taxMode"
  | "totalRounding"
  | "unitAtBoundary"
  | "whenSpaceFrees";

/** What a list of short technical names may hold; some are known, others are the operator's own. */
export type WordsName = "vehicleTypes" | "propulsion" | "rights" | "validations" | "channels" | "own";

/** One kind of value in the form. Each has one control. */
export type Field =
  | { kind: "money"; min?: number }
  /** A price whose owner may hold `subMinorDigits` for it. */
  | { kind: "price" }
  | { kind: "minutes"; min: number; max: number }
  | { kind: "count"; min: number; max: number }
  | { kind: "percent" }
  | { kind: "time"; max: number }
  | { kind: "date" }
  | { kind: "dateTime" }
  | { kind: "name" }
  | { kind: "identifier" }
  | { kind: "currency" }
  /** Never typed: a name that the form gives, or a value that follows from another field. */
  | { kind: "fixed" }
  | { kind: "yes" }
  | { kind: "choice"; of: ChoiceName; values: readonly string[] }
  | { kind: "weekdays" }
  | { kind: "specialDays"; values: readonly string[] }
  | { kind: "words"; of: WordsName }
  | { kind: "table" }
  | { kind: "dateRange" }
  | { kind: "object"; spec: ObjectSpec }
  | { kind: "union"; spec: UnionSpec }
  | { kind: "list"; item: Field; min: number; max: number; ordered?: boolean };

/** One key of an object. */
export type Entry = {
  field: Field;
  optional: boolean;
  /** The value with which an optional key, or a key of a new object, begins. */
  start: (context: FieldContext, place: Place) => unknown;
  /** Keys that come and go with this one. */
  needs?: readonly string[];
  /** Keys that cannot stand beside this one. */
  excludes?: readonly string[];
  /** Tighter than the field's own bounds, by what stands beside it. */
  bounds?: (place: Place) => Bounds;
  /** Whether the key may be left out where it stands; only asked of optional keys. */
  mayGo?: (place: Place) => boolean;
};

/** The keys of one object of the model. `words` names their words under `model`. */
export type ObjectSpec = { words: string; fields: Readonly<Record<string, Entry>> };

/** An object of several forms, told apart by one key. */
export type UnionSpec = {
  by: string;
  words: string;
  variants: Readonly<Record<string, ObjectSpec>>;
  /** Whether a form can stand in a place; all can where it is not given. */
  fits?: (variant: string, place: Place) => boolean;
  /** The form that a new item begins with. */
  first: (context: FieldContext, place: Place) => string;
};

/** The key must be there. */
export function must(field: Field, start: unknown, more: Partial<Entry> = {}): Entry {
  return { field, optional: false, start: startOf(start), ...more };
}

/** The key may be left out. */
export function may(field: Field, start: unknown, more: Partial<Entry> = {}): Entry {
  return { field, optional: true, start: startOf(start), ...more };
}

function startOf(start: unknown): Entry["start"] {
  return typeof start === "function" ? (start as Entry["start"]) : () => start;
}

/** The smallest and largest value that an entry's field can take where it stands. */
export function boundsOf(entry: Entry, place: Place): Bounds {
  const { field } = entry;
  const own: Bounds =
    field.kind === "minutes" || field.kind === "count"
      ? { min: field.min, max: field.max }
      : field.kind === "time"
        ? { min: 0, max: field.max }
        : field.kind === "percent"
          ? { min: 0, max: 10_000 }
          : field.kind === "money" || field.kind === "price"
            ? { min: (field.kind === "money" && field.min) || 0, max: 1_000_000_000 }
            : {};
  return { ...own, ...entry.bounds?.(place) };
}

/** Whether a value lies in the bounds, both ends included. */
export function isWithin(value: number | string, { min, max }: Bounds): boolean {
  return (min === undefined || value >= min) && (max === undefined || value <= max);
}
