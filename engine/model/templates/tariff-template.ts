import { minorUnitDigitsOf } from "../money.ts";
import type { RateTable, Tariff } from "../rate-table.ts";

/** A name in every language of the product. */
type TemplateName = Readonly<Record<"en" | "zh-CN", string>>;

/**
 * A working tariff to start from, as data. `rateTableName`, `name` of a collection, of a surcharge and of a validation
 * hold keys of `names`. Amounts are counts of minor units of whatever currency the lot has: 200 is 2.00 EUR, 200 JPY
 * or 0.200 KWD, which is near what such an hour costs in each.
 */
export type TariffTemplate = {
  id: string;
  names: Readonly<Record<string, TemplateName>>;
  tariff: Omit<Tariff, "currency" | "minorUnitDigits">;
};

/**
 * The draft of a template in a lot's currency, with its names in the language of the person who starts from it.
 *
 * @example templateTariff(cityStreet, { currency: "EUR", locale: "en" }).rateTables[0].rateTableName === "Street parking"
 */
export function templateTariff(
  template: TariffTemplate,
  { currency, locale }: { currency: string; locale: keyof TemplateName },
): Tariff {
  const nameOf = (key: string) => template.names[key]![locale];
  const { rateTables, surcharges, validations, ...rest } = template.tariff;
  return {
    currency,
    minorUnitDigits: minorUnitDigitsOf(currency),
    ...rest,
    rateTables: rateTables.map((table) => namedTable(table, nameOf)),
    ...(validations && { validations: validations.map((each) => named(each, nameOf)) }),
    ...(surcharges && { surcharges: surcharges.map((each) => named(each, nameOf)) }),
  };
}

function namedTable(table: RateTable, nameOf: (key: string) => string): RateTable {
  return {
    ...table,
    ...(table.rateTableName !== undefined && { rateTableName: nameOf(table.rateTableName) }),
    rateLineCollections: table.rateLineCollections.map((collection) => named(collection, nameOf)),
  };
}

function named<Item extends { name?: string | undefined }>(item: Item, nameOf: (key: string) => string): Item {
  return item.name === undefined ? item : { ...item, name: nameOf(item.name) };
}
