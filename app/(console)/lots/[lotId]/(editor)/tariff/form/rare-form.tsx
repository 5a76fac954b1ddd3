"use client";

import type { Tariff } from "#engine/model/rate-table.ts";
import { collectionSpec, periodSpec, rateTableSpec } from "../form-model/calendar-fields.ts";
import type { ObjectSpec, Owner, UnionSpec } from "../form-model/field.ts";
import { freePeriodSpec, periodCapSpec, rateLineSpec, tableCapSpec } from "../form-model/price-fields.ts";
import { rateEligibilitySpec, tariffSpec } from "../form-model/tariff-fields.ts";
import { FormScope } from "./form-scope.ts";
import { ObjectFields } from "./object-fields.tsx";

const specs = {
  tariff: tariffSpec,
  table: rateTableSpec,
  collection: collectionSpec,
  period: periodSpec,
  freePeriod: freePeriodSpec,
  choiceRow: rateEligibilitySpec,
} satisfies Record<string, ObjectSpec>;
const unions = { line: rateLineSpec, tableCap: tableCapSpec, periodCap: periodCapSpec } satisfies Record<
  string,
  UnionSpec
>;

export type RareFormProps<Value extends object> = {
  of: keyof typeof specs | keyof typeof unions;
  tariff: Tariff;
  value: Value;
  /** The list in which the value stands, where it stands in one. */
  siblings?: readonly unknown[];
  index?: number;
  /** Keys that a sentence holds already. */
  omit?: readonly string[];
  /** The keys to show, where not all are. */
  only?: readonly string[];
  onChange: (value: Value) => void;
};

/** The fields of one object that the sentences do not have, made from the model's own keys. */
export function RareForm<Value extends object>(props: RareFormProps<Value>) {
  const { of, value } = props;
  const owner = value as Owner;
  const place = { owner, siblings: props.siblings ?? [], index: props.index ?? 0 };
  const spec = of in unions ? variantOf(unions[of as keyof typeof unions], owner) : specs[of as keyof typeof specs];
  return (
    <FormScope value={props.tariff}>
      <ObjectFields
        spec={spec}
        place={place}
        omit={props.only ? Object.keys(spec.fields).filter((key) => !props.only?.includes(key)) : (props.omit ?? [])}
        bare={props.only?.length === 1}
        onChange={(next) => props.onChange(next as Value)}
      />
    </FormScope>
  );
}

function variantOf(union: UnionSpec, owner: Owner): ObjectSpec {
  return union.variants[String(owner[union.by])] ?? { words: union.words, fields: {} };
}
