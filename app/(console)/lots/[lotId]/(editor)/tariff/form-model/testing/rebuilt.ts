import type { Entry, Field, ObjectSpec, Owner, Place } from "../field.ts";
import { boundsOf } from "../field.ts";
import { leafText, readLeaf } from "../leaf-text.ts";
import { type Price, priceText, readPrice } from "../price-text.ts";

/**
 * A value read through the form: every object by the keys of its spec, every leaf from the text that its field shows.
 * A key that no spec names, or a value that its field cannot show, throws.
 */
export function rebuilt(field: Field, value: unknown, currency: string): unknown {
  return rebuiltAt({ field, optional: false, start: () => null }, value, currency, {
    owner: {},
    siblings: [],
    index: 0,
  });
}

function rebuiltAt(entry: Entry, value: unknown, currency: string, place: Place): unknown {
  const { field } = entry;
  switch (field.kind) {
    case "object":
      return rebuiltObject(field.spec, value as Owner, currency, place, []);
    case "union": {
      const owner = value as Owner;
      const variant = field.spec.variants[String(owner[field.spec.by])];
      if (!variant) throw new Error(`no form ${String(owner[field.spec.by])} of ${field.spec.words}`);
      return {
        [field.spec.by]: owner[field.spec.by],
        ...rebuiltObject(variant, owner, currency, place, [field.spec.by]),
      };
    }
    case "list":
      return (value as unknown[]).map((item, index, siblings) =>
        rebuiltAt({ ...entry, field: field.item, bounds: () => ({}) }, item, currency, { owner: {}, siblings, index }),
      );
    case "choice":
    case "specialDays": {
      const known = new Set(field.values);
      for (const each of [value].flat()) if (!known.has(String(each))) throw new Error(`not a choice: ${each}`);
      return value;
    }
    case "yes":
    case "fixed":
    case "table":
    case "dateRange":
    case "weekdays":
    case "currency":
      return value;
    default: {
      const read = readLeaf(field, leafText(field, value, currency), boundsOf(entry, place), currency);
      if (read === null) throw new Error(`${field.kind} cannot show ${JSON.stringify(value)}`);
      return read;
    }
  }
}

function rebuiltObject(
  spec: ObjectSpec,
  owner: Owner,
  currency: string,
  { siblings, index }: Place,
  known: readonly string[],
): Owner {
  return Object.fromEntries(
    Object.entries(owner)
      .filter(([key]) => !known.includes(key))
      .map(([key, value]) => {
        const entry = spec.fields[key];
        if (!entry) throw new Error(`no field for ${spec.words}.${key}`);
        if (entry.field.kind === "price") return [key, rebuiltPrice(owner, currency)];
        return [key, rebuiltAt(entry, value, currency, { owner, siblings, index })];
      }),
  );
}

function rebuiltPrice(owner: Owner, currency: string): number {
  const read = readPrice(priceText(owner as Price, currency), currency);
  if (read?.subMinorDigits !== owner.subMinorDigits) throw new Error(`cannot show ${JSON.stringify(owner)}`);
  return read?.value ?? Number.NaN;
}
