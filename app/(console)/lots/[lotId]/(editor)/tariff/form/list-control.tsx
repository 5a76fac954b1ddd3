"use client";

import { ArrowDown, ArrowUp, Plus, X } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button } from "../../../../../../ui/primitives/button.tsx";
import { newItem } from "../form-model/edit-object.ts";
import type { Entry, Field } from "../form-model/field.ts";
import { contextOf } from "../form-model/field-context.ts";
import { FieldControl } from "./field-control.tsx";
import { useFormTariff } from "./form-scope.ts";

/** Items one under the other; where their order counts they move by buttons. */
export function ListControl(props: {
  label: string;
  field: Extract<Field, { kind: "list" }>;
  items: readonly unknown[];
  onChange: (items: readonly unknown[] | undefined) => void;
}) {
  const t = useTranslations("tariffForm");
  const tariff = useFormTariff();
  const { field, items, onChange } = props;
  const entry: Entry = { field: field.item, optional: false, start: () => null };
  const name = (index: number) => t("item", { what: props.label, number: index + 1 });
  const swap = (index: number, other: number) =>
    onChange(items.map((item, at) => (at === index ? items[other] : at === other ? items[index] : item)));
  return (
    <div className="flex min-w-0 flex-col gap-2">
      {items.map((item, index) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: the items have no name; their place is their identity.
          key={index}
          className="flex items-start gap-2 not-first:border-t not-first:border-border not-first:pt-2"
        >
          <div className="min-w-0 flex-1">
            <FieldControl
              label={name(index)}
              entry={entry}
              value={item}
              place={{ owner: {}, siblings: items, index }}
              onChange={(next) => onChange(items.map((other, at) => (at === index ? next : other)))}
            />
          </div>
          <div className="flex gap-1 pt-1">
            {field.ordered && items.length > 1 ? (
              <>
                <Button
                  kind="quiet"
                  size="smallIcon"
                  disabled={index === 0}
                  aria-label={t("moveUp", { what: name(index) })}
                  onClick={() => swap(index, index - 1)}
                >
                  <ArrowUp aria-hidden />
                </Button>
                <Button
                  kind="quiet"
                  size="smallIcon"
                  disabled={index === items.length - 1}
                  aria-label={t("moveDown", { what: name(index) })}
                  onClick={() => swap(index, index + 1)}
                >
                  <ArrowDown aria-hidden />
                </Button>
              </>
            ) : null}
            {items.length > field.min ? (
              <Button
                kind="quiet"
                size="smallIcon"
                aria-label={t("remove", { what: name(index) })}
                onClick={() => onChange(items.filter((_, at) => at !== index))}
              >
                <X aria-hidden />
              </Button>
            ) : null}
          </div>
        </div>
      ))}
      {items.length < field.max ? (
        <div>
          <Button
            kind="link"
            size="small"
            aria-label={t("addOne", { what: props.label })}
            onClick={() => onChange([...items, newItem(field.item, contextOf(tariff), items)])}
          >
            <Plus aria-hidden />
            {t("addItem")}
          </Button>
        </div>
      ) : null}
    </div>
  );
}
