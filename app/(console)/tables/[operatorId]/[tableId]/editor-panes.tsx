"use client";

import { type ReactNode, useMemo, useState } from "react";
import { useTranslations } from "use-intl";
import { minorUnitDigitsOf } from "#engine/model/money.ts";
import type { RateTable, Tariff } from "#engine/model/rate-table.ts";
import type { Finding } from "#engine/verify/finding.ts";
import type { Outputs } from "../../../../ui/trpc/outputs.ts";
import { PricedScope } from "../../../lots/[lotId]/(editor)/priced-scope.ts";
import { FeeCurve } from "../../../lots/[lotId]/(editor)/tariff/fee-curve.tsx";
import { TariffFindings } from "../../../lots/[lotId]/(editor)/tariff/field-findings.tsx";
import { RateTableForm } from "../../../lots/[lotId]/(editor)/tariff/rate-table-form.tsx";
import { TariffChecks } from "../../../lots/[lotId]/(editor)/tariff/tariff-checks.tsx";
import { TryStay } from "../../../lots/[lotId]/(editor)/tariff/try-stay.tsx";
import { UndoButtons } from "../../../lots/[lotId]/(editor)/undo-buttons.tsx";
import { SaveVersion } from "./save-version.tsx";
import { StaleBar } from "./stale-bar.tsx";
import type { SharedTable } from "./table-view.tsx";
import type { useTableEdits } from "./use-table-edits.ts";

type Props = {
  shared: SharedTable;
  edits: ReturnType<typeof useTableEdits>;
  editable: boolean;
  /** The lot in whose calendar, tax and clock the prices are shown. */
  draft: Outputs["draft"]["get"];
  asIn: ReactNode;
};

/** The form at the left; what it means at the right, and the button that makes it the next version. */
export function EditorPanes({ shared, edits, editable, draft, asIn }: Props) {
  const t = useTranslations("sharedTables");
  const [entryMinute, setEntryMinute] = useState(540);
  const [found, setFound] = useState<readonly Finding[] | null>(null);
  const { table, base, edit } = edits;
  const priced = useMemo(() => {
    const contentOf = (each: RateTable) => ({
      ...draft.content,
      tariff: tariffWith(draft.content.tariff, shared, each),
    });
    return {
      content: contentOf(table),
      live: { number: base.number, draft: contentOf(base.content) },
      against: "shared" as const,
      ...{ lot: draft.lot, clock: draft.clock },
    };
  }, [draft, shared, table, base]);
  const change = ({ rateTables: [next] }: Tariff) => next && edit(next);
  return (
    <PricedScope value={{ ...priced, editable, edit: (_part, tariff) => change(tariff) }}>
      <TariffFindings value={found ?? []}>
        <StaleBar edits={edits} />
        <div className="flex flex-wrap items-center gap-2 pb-4">
          {asIn}
          {editable ? (
            <span className="ml-auto flex gap-2">
              <UndoButtons canUndo={edits.canUndo} canRedo={edits.canRedo} onUndo={edits.undo} onRedo={edits.redo} />
            </span>
          ) : null}
        </div>
        <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,36rem)_minmax(0,1fr)]">
          <div className="flex min-w-0 flex-col gap-4">
            <fieldset disabled={!editable} className="min-w-0">
              <legend className="sr-only">{t("prices")}</legend>
              <RateTableForm tariff={priced.content.tariff} index={0} onChange={change} />
            </fieldset>
            {editable ? <SaveVersion shared={shared} edits={edits} /> : null}
          </div>
          <div className="flex min-w-0 flex-col gap-4 lg:sticky lg:top-16">
            <FeeCurve
              entryMinute={entryMinute}
              onEntryMinute={setEntryMinute}
              vehicleClass={null}
              onVehicleClass={() => undefined}
            />
            <TryStay vehicleClass={null} />
            <TariffChecks found={found} onFound={setFound} />
          </div>
        </div>
      </TariffFindings>
    </PricedScope>
  );
}

/** A tariff of this table alone, with what a lot adds to any price. */
function tariffWith(lot: Tariff, { currency }: SharedTable, table: RateTable): Tariff {
  const { specialDays, events, tax, roundTotal, cashRounding } = lot;
  const rateEligibility = [{ rateTable: table.id }];
  return {
    ...{ currency, minorUnitDigits: minorUnitDigitsOf(currency), rateTables: [table], rateEligibility },
    ...{ specialDays, events, tax, roundTotal, cashRounding },
  };
}
