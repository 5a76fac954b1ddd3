"use client";

import { Search } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { Choice } from "../../../../ui/primitives/choice.tsx";
import { Field } from "../../../../ui/primitives/field.tsx";
import { TextInput } from "../../../../ui/primitives/text-input.tsx";
import { TickBox } from "../../../../ui/primitives/tick-box.tsx";
import { type VehicleKind, vehicleKinds } from "./vehicle-kinds.ts";

const typingMs = 250;

export type Filters = { plate: string; kind: VehicleKind | null; past: boolean };

/** Search by plate, one kind, and what is over. */
export function ListFilters({ filters, onChange }: { filters: Filters; onChange: (change: Partial<Filters>) => void }) {
  const t = useTranslations("lists");
  const [text, setText] = useState(filters.plate);
  useEffect(() => setText(filters.plate), [filters.plate]);
  useEffect(() => {
    if (text === filters.plate) return;
    const timer = setTimeout(() => onChange({ plate: text }), typingMs);
    return () => clearTimeout(timer);
  }, [text, filters.plate, onChange]);
  return (
    <search className="flex flex-wrap items-end gap-3 pb-3">
      <Field label={t("search")} hideLabel>
        <TextInput
          value={text}
          maxLength={64}
          placeholder={t("search")}
          icon={<Search aria-hidden className="size-4" />}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      </Field>
      <Choice
        label={t("kind")}
        hideLabel
        prefix={t("kind")}
        value={filters.kind ?? "any"}
        active={filters.kind !== null}
        options={[
          { value: "any" as const, label: t("any") },
          ...vehicleKinds.map((value) => ({ value, label: t(`kinds.${value}`) })),
        ]}
        onChange={(value) => onChange({ kind: value === "any" ? null : value })}
      />
      <TickBox checked={filters.past} onChange={(past) => onChange({ past })}>
        {t("past")}
      </TickBox>
    </search>
  );
}
