"use client";

import { useLocale, useTranslations } from "use-intl";
import { currencySign } from "../../../../../../ui/format/money.ts";
import { Choice } from "../../../../../../ui/primitives/choice.tsx";
import { DateInput } from "../../../../../../ui/primitives/date-input.tsx";
import { Field as Labelled } from "../../../../../../ui/primitives/field.tsx";
import { ParsedInput } from "../../../../../../ui/primitives/parsed-input.tsx";
import { TickBox } from "../../../../../../ui/primitives/tick-box.tsx";
import { DateTimeBlank } from "../date-time-blank.tsx";
import { boundsOf, type Entry, type Field, isWithin, type Owner, type Place } from "../form-model/field.ts";
import { leafText, readLeaf } from "../form-model/leaf-text.ts";
import { DateRangeControl } from "./date-range-control.tsx";
import { useFormTariff, useModelWords } from "./form-scope.ts";
import { ListControl } from "./list-control.tsx";
import { ObjectFields } from "./object-fields.tsx";
import { TickList, WeekdayList } from "./tick-list.tsx";
import { UnionControl } from "./union-control.tsx";
import { WordsControl } from "./words-control.tsx";

type Props = { label: string; entry: Entry; value: unknown; place: Place; onChange: (value: unknown) => void };

/** The one control of a kind of field. */
export function FieldControl({ label, entry, value, place, onChange }: Props) {
  const t = useTranslations("tariffForm");
  const words = useModelWords();
  const tariff = useFormTariff();
  const { field } = entry;
  switch (field.kind) {
    case "object":
      return <ObjectFields spec={field.spec} place={{ ...place, owner: value as Owner }} onChange={onChange} />;
    case "union":
      return <UnionControl spec={field.spec} place={{ ...place, owner: value as Owner }} onChange={onChange} />;
    case "list":
      return <ListControl label={label} field={field} items={value as readonly unknown[]} onChange={onChange} />;
    case "yes":
      return (
        <TickBox checked={value === true} onChange={(checked) => onChange(checked ? true : undefined)}>
          {label}
        </TickBox>
      );
    case "choice":
      return (
        <Choice
          label={label}
          hideLabel
          value={String(value)}
          options={field.values.map((each) => ({ value: each, label: words(`values.${field.of}.${each}`) }))}
          onChange={onChange}
        />
      );
    case "weekdays":
      return <WeekdayList label={label} days={value as readonly number[]} onChange={onChange} />;
    case "specialDays":
      return (
        <TickList
          label={label}
          chosen={value as readonly string[]}
          options={field.values.map((each) => ({ value: each, label: words(`values.specialDayType.${each}`) }))}
          onChange={onChange}
        />
      );
    case "words":
      return <WordsControl label={label} of={field.of} chosen={value as readonly string[]} onChange={onChange} />;
    case "table": {
      const options = tableOptions(tariff.rateTables);
      return <Choice label={label} hideLabel value={String(value)} options={options} onChange={onChange} />;
    }
    case "date":
      return (
        <Labelled label={label} hideLabel>
          <DateInput
            value={String(value)}
            onChange={(date) => {
              if (isWithin(date, boundsOf(entry, place))) onChange(date);
            }}
          />
        </Labelled>
      );
    case "dateTime":
      return (
        <DateTimeBlank
          label={label}
          timeLabel={t("timeOf", { what: label })}
          value={String(value)}
          onChange={(next) => {
            if (readLeaf(field, next, {}, tariff.currency) !== null) onChange(next);
          }}
        />
      );
    case "dateRange":
      return <DateRangeControl label={label} range={value as { start: string; end: string }} onChange={onChange} />;
    case "fixed":
    case "currency":
    case "price":
      return null;
    default:
      return <LeafInput label={label} entry={entry} value={value} place={place} onChange={onChange} problem={t} />;
  }
}

function LeafInput(props: Props & { problem: ReturnType<typeof useTranslations<"tariffForm">> }) {
  const { entry, place, problem: t } = props;
  const common = useTranslations("common");
  const { currency } = useFormTariff();
  const locale = useLocale();
  const { field } = entry;
  const bounds = boundsOf(entry, place);
  const units: Partial<Record<Field["kind"], string>> = {
    money: currencySign(currency, locale),
    minutes: common("minutesUnit"),
    percent: "%",
  };
  const unit = units[field.kind];
  const isText = field.kind === "name" || field.kind === "identifier";
  return (
    <ParsedInput
      label={props.label}
      hideLabel
      value={props.value}
      write={(value) => leafText(field, value, currency)}
      read={(text) => readLeaf(field, text, bounds, currency)}
      problem={
        isText
          ? t(field.kind === "name" ? "nameProblem" : "identifierProblem")
          : bounds.min !== undefined && bounds.max !== undefined
            ? t("rangeProblem", {
                min: leafText(field, bounds.min, currency),
                max: leafText(field, bounds.max, currency),
              })
            : t("valueProblem")
      }
      onChange={props.onChange}
      {...(unit ? { unit } : {})}
      inputMode={isText ? "text" : field.kind === "money" || field.kind === "percent" ? "decimal" : "numeric"}
    />
  );
}

/** The tables by name; versions of one table are one choice. */
function tableOptions(tables: readonly { id: string; rateTableName?: string | undefined }[]) {
  const names = new Map(tables.map(({ id, rateTableName }) => [id, rateTableName ?? id]));
  return [...names].map(([value, label]) => ({ value, label }));
}
