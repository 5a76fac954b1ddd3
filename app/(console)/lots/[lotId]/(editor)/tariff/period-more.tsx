"use client";

import { ClipboardPaste, Plus } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { RateLineCollection, RateTable, Tariff } from "#engine/model/rate-table.ts";
import { Button } from "../../../../../ui/primitives/button.tsx";
import { isOnStrip } from "./day-strip.ts";
import { addLine } from "./edit-lines.ts";
import { More } from "./form/more.tsx";

/** Loaded when somebody pastes: it brings the table reader. */
const PasteTiers = dynamic(() => import("./paste/paste-tiers.tsx").then((file) => file.PasteTiers));

/** The rare fields of a price: of its line, and with the first line of its days, counting and caps. */
export function PeriodMore(props: {
  tariff: Tariff;
  table: RateTable;
  collection: RateLineCollection;
  place: number;
  onChange: (collection: RateLineCollection) => void;
}) {
  const t = useTranslations("tariff");
  const [pasting, setPasting] = useState(false);
  const { tariff, table, collection, place, onChange } = props;
  const line = collection.rateLines[place];
  // The times of a window on the strip move there, with their neighbours.
  const index = table.rateLineCollections.indexOf(collection);
  const window = isOnStrip(table, index) ? collection.periods?.[0] : undefined;
  return (
    <div className="flex flex-col gap-3">
      {line ? (
        <More
          of="line"
          tariff={tariff}
          value={line}
          siblings={collection.rateLines}
          index={place}
          omit={line.rateLineType === "incrementingRate" ? ["value", "incrementPeriod"] : ["value"]}
          onChange={(next) => onChange({ ...collection, rateLines: collection.rateLines.with(place, next) })}
        />
      ) : null}
      {place === 0 ? (
        <>
          {window ? (
            <More
              of="period"
              tariff={tariff}
              value={window}
              omit={["timeOfDayStart", "timeOfDayEnd"]}
              onChange={(period) => onChange({ ...collection, periods: [period] })}
            />
          ) : null}
          <More
            of="collection"
            tariff={tariff}
            value={collection}
            siblings={table.rateLineCollections}
            index={index}
            omit={window ? ["rateLines", "periods"] : ["rateLines"]}
            onChange={onChange}
          />
          <div className="flex flex-wrap gap-2">
            <Button size="small" onClick={() => onChange({ ...collection, rateLines: addLine(collection.rateLines) })}>
              <Plus aria-hidden />
              {t("addLine")}
            </Button>
            {window ? (
              <Button
                size="small"
                onClick={() => onChange({ ...collection, periods: [window, { specialDays: ["publicHoliday"] }] })}
              >
                <Plus aria-hidden />
                {t("addPeriod")}
              </Button>
            ) : null}
            <Button size="small" onClick={() => setPasting(true)}>
              <ClipboardPaste aria-hidden />
              {t("pasteTiers")}
            </Button>
          </div>
          {pasting ? (
            <PasteTiers
              name={collection.name ?? t("price")}
              currency={tariff.currency}
              onUse={(rateLines) => onChange({ ...collection, rateLines })}
              onClose={() => setPasting(false)}
            />
          ) : null}
        </>
      ) : null}
    </div>
  );
}
