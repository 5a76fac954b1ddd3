"use client";

import { useTranslations } from "use-intl";
import { localDateSchema, monthDaySchema } from "#engine/model/local-date.ts";
import { Choice } from "../../../../../../ui/primitives/choice.tsx";
import { ParsedInput } from "../../../../../../ui/primitives/parsed-input.tsx";

type Range = { start: string; end: string };

/** Dates from one to the other, of one year or of every year. */
export function DateRangeControl(props: { label: string; range: Range; onChange: (range: Range) => void }) {
  const t = useTranslations("tariffForm");
  const { range } = props;
  const yearly = range.start.length === "MM-DD".length;
  const schema = yearly ? monthDaySchema : localDateSchema;
  const year = new Date().getFullYear();
  const blank = (end: keyof Range) => (
    <ParsedInput
      key={`${end} ${yearly}`}
      label={t(end === "start" ? "rangeFrom" : "rangeTo", { what: props.label })}
      hideLabel
      value={range[end]}
      write={(date) => date}
      read={(text) => (schema.safeParse(text.trim()).success ? text.trim() : null)}
      problem={t(yearly ? "monthDayProblem" : "dateProblem")}
      onChange={(date) => props.onChange({ ...range, [end]: date })}
      inputMode="numeric"
    />
  );
  return (
    <div className="flex flex-wrap items-start gap-2">
      <Choice
        label={t("rangeKind", { what: props.label })}
        hideLabel
        value={yearly ? "yearly" : "once"}
        options={[
          { value: "yearly", label: t("everyYear") },
          { value: "once", label: t("theseDates") },
        ]}
        onChange={(kind) => {
          if ((kind === "yearly") === yearly) return;
          const as = (date: string) => (yearly ? `${year}-${date === "02-29" ? "02-28" : date}` : date.slice(5));
          props.onChange({ start: as(range.start), end: as(range.end) });
        }}
      />
      {blank("start")}
      <span aria-hidden className="leading-8">
        –
      </span>
      {blank("end")}
    </div>
  );
}
