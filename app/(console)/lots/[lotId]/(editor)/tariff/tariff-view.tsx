"use client";

import { Plus } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { Tariff } from "#engine/model/rate-table.ts";
import type { Finding } from "#engine/verify/finding.ts";
import { Banner } from "../../../../../ui/primitives/banner.tsx";
import { Button } from "../../../../../ui/primitives/button.tsx";
import { Card } from "../../../../../ui/primitives/card.tsx";
import { Fold } from "../../../../../ui/primitives/fold.tsx";
import { PageBody } from "../../../../../ui/shell/page-body.tsx";
import { useDraftContent } from "../draft-provider.tsx";
import { EditorHead } from "../editor-head.tsx";
import { EditorTabs } from "../editor-tabs.tsx";
import { addTable, replaceTable } from "./edit-tables.ts";
import { FileMenu } from "./exchange/file-menu.tsx";
import { ExitLine } from "./exit-line.tsx";
import { TariffFindings } from "./field-findings.tsx";
import { RateTableForm } from "./rate-table-form.tsx";
import { StartFromTemplate } from "./templates/start-from-template.tsx";

/** Loaded after the form; its place is kept free. */
const SharingLine = dynamic(() => import("./shared/sharing-line.tsx").then((file) => file.SharingLine), {
  loading: () => <div className="h-8" />,
});
/** Loaded after the form, at whose end it stands folded. */
const TariffMore = dynamic(() => import("./tariff-more.tsx").then((file) => file.TariffMore));
/** Loaded after the form: it brings the compiler. */
const TariffChecks = dynamic(() => import("./tariff-checks.tsx").then((file) => file.TariffChecks));
/** Loaded after the form: they bring the chart and the pricing engine. */
const FeeCurve = dynamic(() => import("./fee-curve.tsx").then((file) => file.FeeCurve));
const TryStay = dynamic(() => import("./try-stay.tsx").then((file) => file.TryStay));
/** Loaded when its fold is opened: a week of prices. */
const HeatStrip = dynamic(() => import("./heat/heat-strip.tsx").then((file) => file.HeatStrip));

/** The prices of a lot: the sentence form at the left, what it means at the right. */
export function TariffView() {
  const t = useTranslations("tariff");
  const draft = useDraftContent();
  const { tariff } = draft.content;
  const [entryMinute, setEntryMinute] = useState(540);
  const [vehicleClass, setVehicleClass] = useState<string | null>(null);
  const [found, setFound] = useState<readonly Finding[] | null>(null);
  const change = (next: Tariff) => draft.edit("tariff", next);
  return (
    <TariffFindings value={found ?? []}>
      <PageBody>
        <EditorHead
          title={t("title")}
          part="tariff"
          actions={
            <>
              {draft.editable && draft.live ? <StartFromTemplate /> : null}
              <FileMenu />
            </>
          }
        />
        <EditorTabs part="tariff" />
        {draft.editable && !draft.live ? <NewLot /> : null}
        <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,36rem)_minmax(0,1fr)]">
          <fieldset disabled={!draft.editable} className="flex min-w-0 flex-col gap-4">
            <legend className="sr-only">{t("form")}</legend>
            {tariff.rateTables.map((table, index) => (
              <RateTableForm
                key={`${table.id}@${table.version}`}
                tariff={tariff}
                index={index}
                sharing={<SharingLine table={table} onChange={(next) => change(replaceTable(tariff, index, next))} />}
                onChange={change}
              />
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
            <TariffMore tariff={tariff} onChange={change} />
          </fieldset>
          <div className="flex min-w-0 flex-col gap-4 lg:sticky lg:top-16">
            <FeeCurve
              entryMinute={entryMinute}
              onEntryMinute={setEntryMinute}
              vehicleClass={vehicleClass}
              onVehicleClass={setVehicleClass}
            />
            <TryStay vehicleClass={vehicleClass} />
            <Card bodyClassName="px-3 py-2">
              <Fold title={t("week")} note={t("weekNote")}>
                {() => <HeatStrip vehicleClass={vehicleClass} />}
              </Fold>
            </Card>
            <TariffChecks found={found} onFound={setFound} />
          </div>
        </div>
      </PageBody>
    </TariffFindings>
  );
}

/** The first step of a lot that has nothing live. */
function NewLot() {
  const t = useTranslations("templates");
  return (
    <div className="pb-4">
      <Banner tone="information" title={t("newTitle")} action={<StartFromTemplate kind="primary" />}>
        {t("newText")}
      </Banner>
    </div>
  );
}
