import * as z from "zod/mini";
import type { ClockTable } from "./clock-table.ts";

const instantSchema = z.int().check(z.minimum(-8.64e15), z.maximum(8.64e15));

/** The shape of a {@link ClockTable} from outside. Apart from its reader, so that a page can read one without it. */
export const clockTableSchema = z
  .strictObject({
    timeZone: z.string().check(z.minLength(1), z.maxLength(64)),
    database: z.string().check(z.minLength(1), z.maxLength(64)),
    from: instantSchema,
    to: instantSchema,
    changes: z
      .array(z.tuple([instantSchema, z.int().check(z.minimum(-1_080), z.maximum(1_080))]))
      .check(z.minLength(1), z.maxLength(2_000)),
  })
  .check(
    z.refine((clock) => clock.from < clock.to && clock.changes[0]?.[0] === clock.from && isRising(clock.changes), {
      error: "clock changes must start at `from` and rise",
    }),
  );

function isRising(changes: ClockTable["changes"]): boolean {
  return changes.every((change, index) => index === 0 || change[0] > changes[index - 1]![0]);
}
