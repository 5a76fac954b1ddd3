"use client";

import { CalendarDays, X } from "lucide-react";
import { useTranslations } from "use-intl";
import type { RateLine, RateLineCollection, RateTable } from "#engine/model/rate-table.ts";
import { Button } from "../../../../../ui/primitives/button.tsx";
import { removeWindow } from "./edit-windows.ts";
import { PriceBlank } from "./price-blank.tsx";
import { SentenceRow } from "./sentence-row.tsx";
import { wasPrice } from "./was-price.ts";
import { DaysBlank, daysOf, WindowBlanks, withDays } from "./window-blanks.tsx";

type Props = {
  table: RateTable;
  live: RateTable | null;
  currency: string;
  onChange: (table: RateTable, movedName?: string) => void;
};

/** One sentence a price: when it holds, what it costs, per what. */
export function PriceLines({ table, live, currency, onChange }: Props) {
  const t = useTranslations("tariff");
  const setCollection = (index: number, collection: RateLineCollection) =>
    onChange({
      ...table,
      rateLineCollections: table.rateLineCollections.map((other, place) => (place === index ? collection : other)),
    });
  const setLine = (index: number, place: number, line: RateLine) => {
    const collection = table.rateLineCollections[index];
    if (!collection) return;
    const rateLines = collection.rateLines.map((other, at) => (at === place ? line : other));
    setCollection(index, { ...collection, rateLines });
  };
  return table.rateLineCollections.map((collection, index) => {
    const before = live?.rateLineCollections.find((each) => each.id === collection.id) ?? null;
    const topic = collection.name ?? t("price");
    return collection.rateLines.map((line, place) => (
      <SentenceRow
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines of a collection have no name; their place is their identity.
        key={`${collection.id} ${place}`}
        topic={place === 0 ? topic : ""}
        was={live === null ? null : wasPrice(before?.rateLines[place] ?? null, line, currency, t)}
        actions={
          place === 0 && collection.periods ? (
            <>
              {daysOf(collection) ? null : (
                <Button
                  kind="quiet"
                  size="smallIcon"
                  aria-label={t("chooseDays", { name: topic })}
                  title={t("chooseDays", { name: topic })}
                  onClick={() => setCollection(index, withDays(collection, [1, 2, 3, 4, 5]))}
                >
                  <CalendarDays aria-hidden />
                </Button>
              )}
              <Button
                kind="quiet"
                size="smallIcon"
                aria-label={t("removePrice", { name: topic })}
                onClick={() => onChange(removeWindow(table, index))}
              >
                <X aria-hidden />
              </Button>
            </>
          ) : null
        }
      >
        {place === 0 ? (
          <>
            <WindowBlanks table={table} index={index} live={before} onChange={onChange} />
            {daysOf(collection) ? (
              <DaysBlank collection={collection} onChange={(next) => setCollection(index, next)} />
            ) : null}
          </>
        ) : null}
        <PriceBlank
          topic={topic}
          line={line}
          live={before?.rateLines[place] ?? null}
          isNew={live !== null && before === null}
          currency={currency}
          onChange={(next) => setLine(index, place, next)}
        />
      </SentenceRow>
    ));
  });
}
