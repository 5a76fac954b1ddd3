"use client";

import { Search, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "../../../../ui/primitives/button.tsx";
import { Choice } from "../../../../ui/primitives/choice.tsx";
import { Field } from "../../../../ui/primitives/field.tsx";
import { TextInput } from "../../../../ui/primitives/text-input.tsx";
import { decisionChoices, type PassageFilters, periodChoices } from "./use-passage-filters.ts";

const typingMs = 250;

/** Search by plate, and the facets. */
export function PassageFilterBar(props: {
  filters: PassageFilters;
  lanes: readonly { id: string; name: string }[];
  onChange: (change: Partial<PassageFilters>) => void;
}) {
  const { filters, onChange } = props;
  const t = useTranslations("passages");
  const decision = useTranslations("status.decision");
  return (
    <search className="flex flex-wrap items-end gap-2 pb-3">
      <PlateSearch
        plate={filters.plate}
        onType={() => filters.open && onChange({ open: null })}
        onChange={(plate) => onChange({ plate })}
      />
      <Choice
        label={t("when")}
        hideLabel
        prefix={t("when")}
        value={filters.when}
        active={filters.when !== "week"}
        options={periodChoices.map((value) => ({ value, label: t(`periods.${value}`) }))}
        onChange={(when) => onChange({ when, open: null })}
      />
      <Choice
        label={t("decision")}
        hideLabel
        prefix={t("decision")}
        value={filters.decision ?? "any"}
        active={filters.decision !== null}
        options={[
          { value: "any", label: t("any") },
          ...decisionChoices.map((value) => ({ value, label: decision(value) })),
        ]}
        onChange={(value) => onChange({ decision: value === "any" ? null : value, open: null })}
      />
      <Choice
        label={t("lane")}
        hideLabel
        prefix={t("lane")}
        value={filters.lane ?? "any"}
        active={filters.lane !== null}
        options={[
          { value: "any", label: t("any") },
          ...props.lanes.map((lane) => ({ value: lane.id, label: lane.name })),
        ]}
        onChange={(value) => onChange({ lane: value === "any" ? null : value, open: null })}
      />
    </search>
  );
}

type PlateSearchProps = { plate: string; onType: () => void; onChange: (plate: string) => void };

/** Typing closes the open passage at once; the search follows when the typing rests, and leaves alone what was opened meanwhile. */
function PlateSearch({ plate, onType, onChange }: PlateSearchProps) {
  const t = useTranslations("passages");
  const [text, setText] = useState(plate);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => setText(plate), [plate]);
  useEffect(() => {
    const focus = (event: globalThis.KeyboardEvent) => {
      const typing =
        event.target instanceof HTMLElement && event.target.closest("input, textarea, select, [role=listbox]");
      if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      input.current?.focus();
    };
    document.addEventListener("keydown", focus);
    return () => document.removeEventListener("keydown", focus);
  }, []);
  const change = useRef(onChange);
  change.current = onChange;
  useEffect(() => {
    if (text === plate) return;
    const timer = setTimeout(() => change.current(text), typingMs);
    return () => clearTimeout(timer);
  }, [text, plate]);
  const type = (typed: string) => {
    setText(typed);
    onType();
  };
  return (
    <div className="flex items-end gap-1">
      <Field label={t("plateSearch")} hideLabel>
        <TextInput
          ref={input}
          type="search"
          aria-keyshortcuts="/"
          value={text}
          placeholder={t("platePlaceholder")}
          autoComplete="off"
          icon={<Search aria-hidden className="size-4" />}
          unit={
            text ? undefined : (
              <kbd className="rounded-tag border border-border bg-surface px-1 font-mono text-small max-md:hidden">
                /
              </kbd>
            )
          }
          wrapClassName="w-56"
          onChange={(event) => type(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter") onChange(text);
          }}
        />
      </Field>
      {text ? (
        <Button kind="quiet" size="icon" aria-label={t("clearPlate")} onClick={() => type("")}>
          <X aria-hidden />
        </Button>
      ) : null}
    </div>
  );
}
