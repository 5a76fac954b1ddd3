"use client";

import { Plus, X } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button } from "../../../../../../ui/primitives/button.tsx";
import { withKey, withoutKey, withValue } from "../form-model/edit-object.ts";
import type { Entry, ObjectSpec, Owner, Place } from "../form-model/field.ts";
import { contextOf } from "../form-model/field-context.ts";
import { type Price, withPrice } from "../form-model/price-text.ts";
import { FieldControl } from "./field-control.tsx";
import { useFormTariff, useModelWords } from "./form-scope.ts";
import { PriceInput } from "./price-input.tsx";

type Props = {
  spec: ObjectSpec;
  place: Place;
  /** Keys that stand elsewhere on the page. */
  omit?: readonly string[];
  /** The one field shown stands under a heading of its own. */
  bare?: boolean;
  onChange: (owner: Owner) => void;
};

/** The keys of one object: those that it has as fields, those that it may have as buttons that add them. */
export function ObjectFields({ spec, place, omit = [], bare = false, onChange }: Props) {
  const t = useTranslations("tariffForm");
  const words = useModelWords();
  const tariff = useFormTariff();
  const { owner } = place;
  const shown = Object.entries(spec.fields).filter(([key, { field }]) => !omit.includes(key) && field.kind !== "fixed");
  const missing = shown.filter(([key, entry]) => owner[key] === undefined && entry.field.kind !== "yes");
  const label = (key: string) => words(`${spec.words}.${key}`);
  return (
    <div className="flex min-w-0 flex-col gap-2">
      {shown
        .filter(([key, entry]) => owner[key] !== undefined || entry.field.kind === "yes")
        .map(([key, entry]) => (
          <FieldRow
            key={key}
            label={label(key)}
            bare={bare}
            entry={entry}
            value={owner[key]}
            place={place}
            onChange={(value) =>
              onChange(value === undefined ? withoutKey(spec, owner, key) : withValue(owner, key, value))
            }
            onPrice={(price) => onChange(withPrice(owner as Price & Owner, price))}
            onRemove={
              entry.optional && entry.field.kind !== "yes" && (entry.mayGo?.(place) ?? true)
                ? () => onChange(withoutKey(spec, owner, key))
                : null
            }
          />
        ))}
      {missing.length > 0 ? (
        <div className="flex flex-wrap gap-x-1">
          {missing.map(([key]) => (
            <Button
              key={key}
              kind="link"
              size="small"
              aria-label={t("add", { what: label(key) })}
              onClick={() => onChange(withKey(spec, place, key, contextOf(tariff)))}
            >
              <Plus aria-hidden />
              {label(key)}
            </Button>
          ))}
        </div>
      ) : null}
    </div>
  );
}

const nested = new Set(["object", "union", "list"]);

function FieldRow(props: {
  label: string;
  bare: boolean;
  entry: Entry;
  value: unknown;
  place: Place;
  onChange: (value: unknown) => void;
  onPrice: (price: Price) => void;
  onRemove: (() => void) | null;
}) {
  const t = useTranslations("tariffForm");
  const tariff = useFormTariff();
  const { label, entry, onRemove } = props;
  const remove = onRemove ? (
    <Button
      kind="quiet"
      size="smallIcon"
      className="my-1"
      aria-label={t("remove", { what: label })}
      title={t("remove", { what: label })}
      onClick={onRemove}
    >
      <X aria-hidden />
    </Button>
  ) : null;
  const control =
    entry.field.kind === "price" ? (
      <PriceInput
        label={label}
        hideLabel
        price={props.place.owner as Price}
        currency={tariff.currency}
        onChange={props.onPrice}
      />
    ) : (
      <FieldControl label={label} entry={entry} value={props.value} place={props.place} onChange={props.onChange} />
    );
  if (props.bare) return control;
  if (nested.has(entry.field.kind)) {
    return (
      <fieldset className="min-w-0">
        <legend className="sr-only">{label}</legend>
        <div className="flex items-center gap-1">
          <span aria-hidden className="text-muted">
            {label}
          </span>
          {remove}
        </div>
        <div className="border-l-2 border-border pl-3">{control}</div>
      </fieldset>
    );
  }
  if (entry.field.kind === "yes") return control;
  return (
    <div className="grid grid-cols-[1fr_auto] items-start gap-x-2 sm:grid-cols-[11rem_1fr_auto]">
      <span aria-hidden className="text-muted max-sm:col-span-2 sm:pt-1.5">
        {label}
      </span>
      <div className="min-w-0">{control}</div>
      {remove ?? <span />}
    </div>
  );
}
