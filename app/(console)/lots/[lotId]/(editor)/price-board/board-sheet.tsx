"use client";

import { useMemo } from "react";
import { type ClockTable, toInstant, toLocal } from "#engine/model/clock-table.ts";
import { formatLocalDate } from "#engine/model/local-date.ts";
import { formatMoney } from "#engine/model/money.ts";
import type { Tariff } from "#engine/model/rate-table.ts";
import { checkTariff } from "#engine/price/check-tariff.ts";
import { prepareTariff } from "#engine/price/prepare-tariff.ts";
import { priceStay } from "#engine/price/price-stay.ts";
import { QuoteError } from "#engine/price/quote-error.ts";
import type { Locale } from "#engine/words/locale.ts";
import { durationText } from "#engine/words/rate-table-units.ts";
import { boardNotes, boardTables } from "./board-sentences.ts";
import { boardWords } from "./board-words.ts";

const sampleStays = [30, 60, 120, 240, 480, 1_440] as const;
const arrivalMinute = 600;
const minuteMs = 60_000;
const dayMs = 86_400_000;

type Props = { tariff: Tariff; lotName: string; clock: ClockTable; now: number; version: number | null };

/** The sheet itself: always ink on paper, in light and dark. */
export function BoardSheet({ tariff, lotName, clock, now, version }: Props) {
  const today = Math.floor(now / dayMs) * dayMs;
  const date = formatLocalDate(toLocal(clock, today).epochDay);
  const tables = useMemo(() => boardTables(tariff, date), [tariff, date]);
  const notes = boardNotes(tariff);
  return (
    <>
      {/* The browser reads the paper's size from a rule of its own. */}
      <style>{"@page { size: A4; margin: 14mm; }"}</style>
      <article
        data-theme="light"
        className="mx-auto w-full max-w-[210mm] rounded-card border border-border bg-background p-6 text-text sm:p-[14mm] print:max-w-none print:border-0 print:p-0"
      >
        <header className="flex items-center gap-4 border-b-4 border-accent pb-4">
          <span
            aria-hidden
            className="flex size-16 shrink-0 items-center justify-center rounded-card bg-accent text-display font-semibold text-on-accent"
          >
            P
          </span>
          <div className="min-w-0">
            <h2 className="text-figure">{lotName}</h2>
            <p className="text-large">
              {boardWords.title.en} · <span lang="zh-CN">{boardWords.title["zh-CN"]}</span>
            </p>
          </div>
        </header>
        {version === null ? (
          <p className="mt-4 rounded-control border-2 border-caution px-3 py-1 text-large font-semibold text-caution">
            {boardWords.draft.en} · <span lang="zh-CN">{boardWords.draft["zh-CN"]}</span>
          </p>
        ) : null}
        {tables.map((table) => (
          <section key={table.key} className="mt-5 break-inside-avoid">
            {table.name && tables.length > 1 ? <h3 className="mb-2 text-large">{table.name}</h3> : null}
            <ul className="flex flex-col gap-2">
              {table.parts.map((part) => (
                <BothLanguages key={part.en} words={part} />
              ))}
            </ul>
          </section>
        ))}
        <Examples tariff={tariff} clock={clock} today={today} />
        {notes.length > 0 ? (
          <ul className="mt-5 flex flex-col gap-2 border-t border-border pt-3">
            {notes.map((note) => (
              <BothLanguages key={note.en} words={note} />
            ))}
          </ul>
        ) : null}
        <footer className="mt-6 flex justify-between text-small text-muted">
          <span>{date}</span>
          <span>{version === null ? "" : `v${version}`}</span>
        </footer>
      </article>
    </>
  );
}

function BothLanguages({ words }: { words: Record<Locale, string> }) {
  return (
    <li className="break-inside-avoid border-l-2 border-border pl-3">
      <p lang="en" className="text-large">
        {words.en}
      </p>
      <p lang="zh-CN" className="text-large text-muted">
        {words["zh-CN"]}
      </p>
    </li>
  );
}

/** What some stays cost, priced by the engine; nothing while the tariff cannot be used. */
function Examples({ tariff, clock, today }: { tariff: Tariff; clock: ClockTable; today: number }) {
  const fees = useMemo(() => {
    if (checkTariff(tariff).some(({ severity }) => severity === "error")) return null;
    const prepared = prepareTariff(tariff, clock);
    const { epochDay, dayOfWeek } = toLocal(clock, today);
    const entryAt = toInstant(clock, epochDay + ((10 - dayOfWeek) % 7), arrivalMinute);
    return sampleStays.map((minutes) => {
      try {
        return priceStay(prepared, { entryAt, exitAt: entryAt + minutes * minuteMs }).feeMinor;
      } catch (error) {
        if (error instanceof QuoteError) return null;
        throw error;
      }
    });
  }, [tariff, clock, today]);
  if (!fees) return null;
  const money = (minor: number | null | undefined, locale: Locale) =>
    minor === null || minor === undefined
      ? boardWords.none[locale]
      : minor === 0
        ? boardWords.free[locale]
        : formatMoney(minor, tariff.currency);
  const both = (words: Record<Locale, string>) => (
    <>
      {words.en} <span lang="zh-CN">{words["zh-CN"]}</span>
    </>
  );
  return (
    <section className="mt-6 break-inside-avoid">
      <h3 className="text-large">{both(boardWords.examples)}</h3>
      <p className="text-small text-muted">
        {boardWords.examplesNote.en.replace("{value}", "10:00")}{" "}
        <span lang="zh-CN">{boardWords.examplesNote["zh-CN"].replace("{value}", "10:00")}</span>
      </p>
      <table className="mt-2 w-full border-collapse text-large">
        <thead>
          <tr className="border-b-2 border-text text-left">
            <th scope="col" className="py-1 font-medium">
              {both(boardWords.stay)}
            </th>
            <th scope="col" className="py-1 text-right font-medium">
              {both(boardWords.fee)}
            </th>
          </tr>
        </thead>
        <tbody>
          {sampleStays.map((minutes, place) => {
            const fee = fees[place];
            return (
              <tr key={minutes} className="border-b border-border">
                <td className="py-1">
                  {durationText(minutes, "en")} <span lang="zh-CN">{durationText(minutes, "zh-CN")}</span>
                </td>
                <td className="py-1 text-right font-semibold">
                  {money(fee, "en")}
                  {fee ? null : <span lang="zh-CN"> {money(fee, "zh-CN")}</span>}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
