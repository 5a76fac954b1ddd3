"use client";

import { Plus } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { Tariff } from "#engine/model/rate-table.ts";
import { Button } from "../../../../../ui/primitives/button.tsx";
import { PageBody } from "../../../../../ui/shell/page-body.tsx";
import { useDraft } from "../draft-provider.tsx";
import { EditorHead } from "../editor-head.tsx";
import { addTable } from "./edit-tables.ts";
import { ExitLine } from "./exit-line.tsx";
import { RateTableForm } from "./rate-table-form.tsx";

/** Loaded after the form: it brings the compiler. */
const Findings = dynamic(() => import("../findings.tsx").then((file) => file.Findings));
/** Loaded after the form: they bring the chart and the pricing engine. */
const FeeCurve = dynamic(() => import("./fee-curve.tsx").then((file) => file.FeeCurve));
const TryStay = dynamic(() => import("./try-stay.tsx").then((file) => file.TryStay));

/** The prices of a lot: the sentence form at the left, what it means at the right. */
export function TariffView() {
  const t = useTranslations("tariff");
  const draft = useDraft();
  const { tariff } = draft.content;
  const [entryMinute, setEntryMinute] = useState(540);
  const [vehicleClass, setVehicleClass] = useState<string | null>(null);
  const change = (next: Tariff) => draft.edit("tariff", next);
  return (
    <PageBody>
      <EditorHead title={t("title")} part="tariff" />
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,34rem)_minmax(0,1fr)]">
        <fieldset disabled={!draft.editable} className="flex min-w-0 flex-col gap-4">
          <legend className="sr-only">{t("form")}</legend>
          {tariff.rateTables.map((table, index) => (
            <RateTableForm key={`${table.id}@${table.version}`} tariff={tariff} index={index} onChange={change} />
          ))}
          <ExitLine tariff={tariff} onChange={change} />
          {draft.editable ? (
            <div>
              <Button kind="link" onClick={() => change(addTable(tariff, t("newTable")))}>
                <Plus aria-hidden />
                {t("addTable")}
              </Button>
            </div>
          ) : null}
        </fieldset>
        <div className="flex min-w-0 flex-col gap-4 lg:sticky lg:top-16">
          <FeeCurve
            entryMinute={entryMinute}
            onEntryMinute={setEntryMinute}
            vehicleClass={vehicleClass}
            onVehicleClass={setVehicleClass}
          />
          <TryStay vehicleClass={vehicleClass} />
          <Findings part="tariff" />
        </div>
      </div>
    </PageBody>
  );
}
