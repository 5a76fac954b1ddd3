import * as z from "zod/mini";

const amount = z.number();
const text = z.string().check(z.maxLength(512));
const seconds = z.number().check(z.minimum(0), z.maximum(1_000_000_000));
const timeOfDay = z.string().check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$/));
const date = z.string().check(z.regex(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/));
/** Some write a bare number where the standard has an amount without and one with tax. */
const price = z.union([
  z.pipe(
    amount,
    z.transform((excl_vat) => ({ excl_vat, incl_vat: undefined })),
  ),
  z.object({ excl_vat: amount, incl_vat: z.optional(amount) }),
]);

const restrictionsSchema = z.object({
  start_time: z.optional(timeOfDay),
  end_time: z.optional(timeOfDay),
  start_date: z.optional(date),
  end_date: z.optional(date),
  min_duration: z.optional(seconds),
  max_duration: z.optional(seconds),
  day_of_week: z.optional(
    z
      .array(z.enum(["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"]))
      .check(z.maxLength(7)),
  ),
  min_kwh: z.optional(z.number()),
  max_kwh: z.optional(z.number()),
  min_current: z.optional(z.number()),
  max_current: z.optional(z.number()),
  min_power: z.optional(z.number()),
  max_power: z.optional(z.number()),
  reservation: z.optional(text),
});

const priceComponentSchema = z.object({
  type: z.enum(["ENERGY", "FLAT", "PARKING_TIME", "TIME"]),
  price: amount,
  vat: z.optional(z.number().check(z.minimum(0), z.maximum(100))),
  step_size: z.optional(seconds),
});
export type OcpiPriceComponent = z.infer<typeof priceComponentSchema>;

const elementSchema = z.object({
  price_components: z.array(priceComponentSchema).check(z.minLength(1), z.maxLength(20)),
  restrictions: z.optional(restrictionsSchema),
});
export type OcpiElement = z.infer<typeof elementSchema>;

/** What OCPI 2.2 and 2.2.1 call a Tariff (mod_tariffs). Money is a number of whole currency units without tax. */
export const ocpiTariffSchema = z.object({
  country_code: z.optional(text),
  party_id: z.optional(text),
  id: z.string().check(z.minLength(1), z.maxLength(64)),
  currency: z.string().check(z.regex(/^[A-Z]{3}$/)),
  type: z.optional(text),
  tariff_alt_text: z.optional(z.array(z.object({ language: text, text })).check(z.maxLength(50))),
  tariff_alt_url: z.optional(text),
  min_price: z.optional(price),
  max_price: z.optional(price),
  elements: z.array(elementSchema).check(z.minLength(1), z.maxLength(50)),
  start_date_time: z.optional(text),
  end_date_time: z.optional(text),
  energy_mix: z.optional(z.unknown()),
  last_updated: z.optional(text),
});
export type OcpiTariff = z.infer<typeof ocpiTariffSchema>;
