"use client";

import { Choice } from "../../../../../../ui/primitives/choice.tsx";
import { asVariant, withValue } from "../form-model/edit-object.ts";
import type { Owner, Place, UnionSpec } from "../form-model/field.ts";
import { contextOf } from "../form-model/field-context.ts";
import { useFormTariff, useModelWords } from "./form-scope.ts";
import { ObjectFields } from "./object-fields.tsx";

/** An object of one of several forms: which form, then its fields. */
export function UnionControl(props: { spec: UnionSpec; place: Place; onChange: (owner: Owner) => void }) {
  const { spec, place, onChange } = props;
  const words = useModelWords();
  const tariff = useFormTariff();
  const chosen = String(place.owner[spec.by]);
  const variant = spec.variants[chosen];
  const offered = Object.keys(spec.variants).filter((each) => each === chosen || (spec.fits?.(each, place) ?? true));
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <Choice
        label={words(`${spec.words}.label`)}
        hideLabel
        value={chosen}
        options={offered.map((each) => ({ value: each, label: words(`${spec.words}.${each}`) }))}
        onChange={(next) => onChange(asVariant(spec, place, next, contextOf(tariff)))}
      />
      {variant ? (
        <ObjectFields spec={variant} place={place} onChange={(owner) => onChange(withValue(owner, spec.by, chosen))} />
      ) : null}
    </div>
  );
}
