"use client";

import { X } from "lucide-react";
import { useTranslations } from "use-intl";
import type { RateLine, RateLineCollection, RateTable, Tariff } from "#engine/model/rate-table.ts";
import { Button } from "../../../../../ui/primitives/button.tsx";
import { removeWindow } from "./edit-windows.ts";
import { FieldFindings } from "./field-findings.tsx";
import { PeriodMore } from "./period-more.tsx";
import { PriceBlank } from "./price-blank.tsx";
import { SentenceRow } from "./sentence-row.tsx";
import { wasPrice } from "./was-price.ts";
import { WindowBlanks } from "./window-blanks.tsx";

type Props = {
  tariff: Tariff;
  table: RateTable;
  live: RateTable | null;
  editable: boolean;
  onChange: (table: RateTable, movedName?: string) => void;
};

/** One sentence a price: when it holds, what it costs, per what. */
export function PriceLines(props: Props) {
  return props.table.rateLineCollections.map((collection, index) => (
    <CollectionLines key={collection.id} {...props} collection={collection} index={index} />
  ));
}

function CollectionLines(props: Props & { collection: RateLineCollection; index: number }) {
  const t = useTranslations("tariff");
  const { tariff, table, live, collection, index, onChange } = props;
  const { currency } = tariff;
  const before = live?.rateLineCollections.find((each) => each.id === collection.id) ?? null;
  const topic = collection.name ?? t("price");
  const path = ["rateTables", tariff.rateTables.indexOf(table), "rateLineCollections", index];
  const setCollection = (next: RateLineCollection) =>
    onChange({ ...table, rateLineCollections: table.rateLineCollections.with(index, next) });
  const setLine = (place: number, line: RateLine) =>
    setCollection({ ...collection, rateLines: collection.rateLines.with(place, line) });
  const more = (place: number) => ({
    label: place === 0 ? t("morePrice", { name: topic }) : `${t("morePrice", { name: topic })} ${place + 1}`,
    content: () => (
      <PeriodMore tariff={tariff} table={table} collection={collection} place={place} onChange={setCollection} />
    ),
  });
  const ofFirst =
    props.editable && table.rateLineCollections.length > 1 ? (
      <SmallButton label={t("removePrice", { name: topic })} onClick={() => onChange(removeWindow(table, index))}>
        <X aria-hidden />
      </SmallButton>
    ) : null;
  const window = <WindowBlanks table={table} index={index} live={before} onChange={onChange} />;
  if (collection.rateLines.length === 0) {
    return (
      <SentenceRow topic={topic} more={more(0)} actions={ofFirst} findings={<FieldFindings path={path} />}>
        {window}
        <span>{t("costsNothing")}</span>
      </SentenceRow>
    );
  }
  return collection.rateLines.map((line, place) => (
    <SentenceRow
      // biome-ignore lint/suspicious/noArrayIndexKey: the lines of a collection have no name; their place is their identity.
      key={`${collection.id} ${place}`}
      topic={place === 0 ? topic : ""}
      was={live === null ? null : wasPrice(before?.rateLines[place] ?? null, line, currency, t)}
      more={more(place)}
      findings={
        <>
          {place === 0 ? <FieldFindings path={path} except={["rateLines"]} /> : null}
          <FieldFindings path={[...path, "rateLines", place]} />
        </>
      }
      actions={
        <>
          {place === 0 ? ofFirst : null}
          {place > 0 && props.editable ? (
            <SmallButton
              label={`${t("removeLine", { name: topic })} ${place + 1}`}
              onClick={() => setCollection({ ...collection, rateLines: collection.rateLines.toSpliced(place, 1) })}
            >
              <X aria-hidden />
            </SmallButton>
          ) : null}
        </>
      }
    >
      {place === 0 ? window : null}
      <PriceBlank
        topic={place === 0 ? topic : `${topic} ${place + 1}`}
        line={line}
        siblings={collection.rateLines}
        index={place}
        live={before?.rateLines[place] ?? null}
        isNew={live !== null && before === null}
        currency={currency}
        onChange={(next) => setLine(place, next)}
      />
    </SentenceRow>
  ));
}

function SmallButton(props: { label: string; onClick: () => void; children: React.ReactNode }) {
  return (
    <Button kind="quiet" size="smallIcon" aria-label={props.label} title={props.label} onClick={props.onClick}>
      {props.children}
    </Button>
  );
}
