import * as z from "zod/mini";

/** Most that one price, cap or discount of a tariff may be, in minor units. */
const AMOUNT_MINOR_MAX = 1_000_000_000;

/** An amount that a person typed into a tariff: whole minor units (cents, fils, yen), never negative. */
export const amountMinorSchema = z.int().check(z.minimum(0), z.maximum(AMOUNT_MINOR_MAX));

/** ISO 4217 alphabetic code. */
export const currencySchema = z.string().check(z.regex(/^[A-Z]{3}$/));

/** Decimal digits of the minor unit. */
export const minorUnitDigitsSchema = z.union([z.literal(0), z.literal(2), z.literal(3)]);

/** A share in hundredths of a percent: 10000 is the whole. */
export const basisPointsSchema = z.int().check(z.minimum(0), z.maximum(10_000));
