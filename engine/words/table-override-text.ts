import type { RateLineCollection, RateTable } from "../model/rate-table.ts";
import { ORDER } from "../share/table-overrides.ts";
import { capList, itemOf, type List, lineList } from "../share/table-shape.ts";
import type { Locale, Words } from "./locale.ts";
import { dateText, periodText } from "./rate-table-period.ts";
import { countSentences, rateTableSentence } from "./rate-table-sentence.ts";
import { listText } from "./rate-table-units.ts";

/** One difference of two tables: what it is about, and what either table says of it; null where it says nothing. */
export type OverrideText = { readonly topic: string; readonly before: string | null; readonly after: string | null };

/**
 * What two versions of a table say at one place, as `tableOverrides` names it.
 *
 * @example tableOverrideText(["freePeriod"], { before, after }, { currency: "EUR", locale: "en" }).topic // "Free minutes"
 */
export function tableOverrideText(
  path: readonly string[],
  { before, after }: { before: RateTable; after: RateTable },
  options: Options,
): OverrideText {
  return {
    topic: topicOf(path, [after, before], options.locale),
    before: partText(path, before, options) || null,
    after: partText(path, after, options) || null,
  };
}

type Options = { readonly currency: string; readonly locale: Locale };

const topics: Readonly<Record<Exclude<keyof RateTable, "id" | "version"> | "whole", Words>> = {
  whole: { en: "The whole table", "zh-CN": "整张价目表" },
  rateTableName: { en: "Name", "zh-CN": "名称" },
  validityStart: { en: "Holds from", "zh-CN": "生效日期" },
  validityEnd: { en: "No longer holds from", "zh-CN": "失效日期" },
  timesOfDay: { en: "For which stays", "zh-CN": "适用的停车" },
  freePeriod: { en: "Free minutes", "zh-CN": "免费时长" },
  freeAllowance: { en: "Free minutes of a plate", "zh-CN": "每车免费额度" },
  periodSelection: { en: "Which period sets the price", "zh-CN": "按哪个时段定价" },
  unitAtBoundary: { en: "Units at the end of a period", "zh-CN": "跨时段的计费单位" },
  minimumCharge: { en: "Least that is owed", "zh-CN": "最低收费" },
  rateLineCollections: { en: "Price", "zh-CN": "价格" },
  caps: { en: "Cap", "zh-CN": "封顶" },
};

const PERIOD_NAME: Words = { en: "Name of a period", "zh-CN": "时段名称" };
const ALWAYS: Words = { en: "at any time", "zh-CN": "任何时间" };

/** What people call a period is what a difference in it is about. */
function topicOf([key = "whole", id, part]: readonly string[], tables: readonly RateTable[], locale: Locale): string {
  if (part === "name") return PERIOD_NAME[locale];
  const named = key === "rateLineCollections" ? tables.map((table) => collectionOf(table, id)?.name) : [];
  const words: Readonly<Record<string, Words>> = topics;
  return named.find((name) => name !== undefined) ?? words[key]![locale];
}

function collectionOf({ rateLineCollections }: RateTable, id: string | undefined): RateLineCollection | undefined {
  return rateLineCollections.find((collection) => collection.id === id);
}

function partText(path: readonly string[], table: RateTable, options: Options): string {
  const [key = "whole", item, ...inside] = path;
  const { locale } = options;
  switch (key) {
    case "rateTableName":
      return table.rateTableName ?? "";
    case "validityStart":
      return table.validityStart ? dateText(table.validityStart, locale) : "";
    case "validityEnd":
      return table.validityEnd ? dateText(table.validityEnd, locale) : "";
    case "rateLineCollections": {
      if (item === ORDER) return orderText(table, locale);
      const collection = collectionOf(table, item);
      return collection ? collectionText(collection, inside, options) : "";
    }
    default:
      return said(tableParts(table, item)[key] ?? table, options);
  }
}

/** Tables that say one thing alone. */
function tableParts(table: RateTable, capKey: string | undefined): Readonly<Record<string, Partial<RateTable>>> {
  const { timesOfDay, freePeriod, freeAllowance, periodSelection, unitAtBoundary, minimumCharge } = table;
  return {
    timesOfDay: { timesOfDay },
    freePeriod: { freePeriod },
    freeAllowance: { freeAllowance },
    periodSelection: { periodSelection },
    unitAtBoundary: { unitAtBoundary },
    minimumCharge: { minimumCharge },
    caps: { caps: chosen(table.caps, capList, capKey) },
  };
}

function collectionText(collection: RateLineCollection, [part, key]: readonly string[], options: Options): string {
  const { locale } = options;
  const { id, name = "", durationBasis, resetTime, minValueCollection, periods = [] } = collection;
  const counted = (only: Partial<RateLineCollection>) =>
    countSentences({ id, rateLines: [], ...only }, options).join("");
  switch (part) {
    case "name":
      return name;
    case "periods":
      return listText(
        (periods.length === 0 ? [{}] : periods).map((period) => periodText(period, locale) || ALWAYS[locale]),
        locale,
      );
    case "durationBasis":
      return counted({ durationBasis });
    case "resetTime":
      return counted({ resetTime });
    case "minValueCollection":
      return counted({ minValueCollection });
    case "rateLines": {
      const rateLines = chosen(collection.rateLines, lineList, key);
      return rateLines.length === 0 ? "" : said({ rateLineCollections: [{ id, rateLines }] }, options);
    }
    case "caps":
      return said({ caps: chosen(collection.caps, capList, key) }, options);
    default:
      return said({ rateLineCollections: [collection] }, options);
  }
}

/** The one item that is meant; all of them where it is their order, or where they cannot be told apart. */
function chosen<Item>(items: readonly Item[] = [], list: List, key: string | undefined): Item[] {
  if (key === undefined || key === ORDER) return [...items];
  const item = itemOf(items, list, key);
  return item === undefined ? [] : [item];
}

function orderText({ rateLineCollections }: RateTable, locale: Locale): string {
  return rateLineCollections.map(({ id, name = id }) => name).join(locale === "zh-CN" ? "、" : ", ");
}

/** Nothing but this, in sentences. */
function said(only: Partial<RateTable>, { currency, locale }: Options): string {
  return rateTableSentence({ id: "only", version: 1, rateLineCollections: [], ...only }, currency, locale);
}
