"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { enums } from "#engine/model/enums.ts";
import type { Tariff } from "#engine/model/rate-table.ts";
import { Choice } from "../../../../../ui/primitives/choice.tsx";
import { TickBox } from "../../../../../ui/primitives/tick-box.tsx";
import { useWords } from "../../../../../ui/words/use-words.ts";
import { vehicleTypesOf, withVehicleTypes } from "./edit-tables.ts";
import { FieldFindings } from "./field-findings.tsx";
import { More } from "./form/more.tsx";
import { SentenceRow } from "./sentence-row.tsx";

/** Which vehicles a table is for. */
export function WhoLine(props: { tariff: Tariff; tableId: string; onChange: (tariff: Tariff) => void }) {
  const t = useTranslations("tariff");
  const words = useWords();
  const rows = props.tariff.rateEligibility.filter(({ rateTable }) => rateTable === props.tableId);
  const [row] = rows;
  const place = row ? props.tariff.rateEligibility.indexOf(row) : -1;
  const types = vehicleTypesOf(props.tariff, props.tableId);
  const [choosing, setChoosing] = useState(types !== null);
  const set = (next: readonly string[] | null) => props.onChange(withVehicleTypes(props.tariff, props.tableId, next));
  const others = Object.keys(row?.eligibility ?? {}).filter((key) => key !== "vehicleTypes");
  if (!row || rows.length > 1 || others.length > 0 || row.bestOf || row.rateDiscount) {
    return <SentenceRow topic={t("who")}>{t("whoElse")}</SentenceRow>;
  }
  return (
    <SentenceRow
      topic={t("who")}
      findings={<FieldFindings path={["rateEligibility", place]} />}
      more={{
        label: t("moreWho"),
        content: () => (
          <More
            of="choiceRow"
            tariff={props.tariff}
            value={row}
            omit={["rateTable"]}
            onChange={(next) =>
              props.onChange({
                ...props.tariff,
                rateEligibility: props.tariff.rateEligibility.with(place, next),
              })
            }
          />
        ),
      }}
    >
      {t.rich("whoSentence", {
        who: () => (
          <Choice
            label={t("whoLabel")}
            hideLabel
            value={choosing ? "some" : "all"}
            options={[
              { value: "all", label: props.tariff.rateTables.length > 1 ? t("otherVehicles") : t("allVehicles") },
              { value: "some", label: t("someVehicles") },
            ]}
            onChange={(value) => {
              setChoosing(value === "some");
              set(value === "all" ? null : (types ?? ["smallCar"]));
            }}
          />
        ),
      })}
      {choosing ? (
        <fieldset className="flex w-full flex-wrap gap-x-4">
          <legend className="sr-only">{t("vehicleClasses")}</legend>
          {enums.vehicleClass.map((type) => (
            <TickBox
              key={type}
              checked={types?.includes(type) ?? false}
              onChange={(checked) => {
                const next = checked ? [...(types ?? []), type] : (types ?? []).filter((each) => each !== type);
                if (next.length > 0) set(next);
              }}
            >
              {words.enumValue("vehicleClass", type)}
            </TickBox>
          ))}
        </fieldset>
      ) : null}
    </SentenceRow>
  );
}
