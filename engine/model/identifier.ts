import * as z from "zod/mini";

/** A short technical name: `car`, `shortTerm`, `day-2`. */
export const identifierSchema = z.string().check(z.regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/));

/** A name that people read. */
export const nameSchema = z.string().check(z.minLength(1), z.maxLength(120));

/** A duration in whole elapsed minutes, at most 366 days. */
export const minutesSchema = z.int().check(z.minimum(0), z.maximum(527_040));
