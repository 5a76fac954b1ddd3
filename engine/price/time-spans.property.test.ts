import * as fc from "fast-check";
import { expect, test } from "vitest";
import { lengthMsOf, type TimeSpan, unionOf, within, without, withoutFront, withoutTail } from "./time-spans.ts";

const runs = Number(process.env.LIFTGATE_PROPERTY_RUNS) || 200;
const spans = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 30 })), { maxLength: 6 })
  .map((pairs) => pairs.map(([fromAt, toAt]): TimeSpan => ({ fromAt, toAt })));

const moments = (of: readonly TimeSpan[]) =>
  Array.from({ length: 31 }, (_, at) => at).filter((at) => of.some(({ fromAt, toAt }) => at >= fromAt && at < toAt));

test("spans behave as the sets of moments that they are", () => {
  fc.assert(
    fc.property(spans, spans, fc.integer({ min: 0, max: 40 }), (first, second, ms) => {
      const a = unionOf(first);
      const b = unionOf(second);
      expect(moments(a)).toEqual(moments(first));
      expect(moments(without(a, b))).toEqual(moments(a).filter((at) => !moments(b).includes(at)));
      expect(moments(within(a, b))).toEqual(moments(a).filter((at) => moments(b).includes(at)));
      expect(moments(withoutFront(a, ms))).toEqual(moments(a).slice(ms));
      expect(moments(withoutTail(a, ms))).toEqual(moments(a).slice(0, Math.max(0, moments(a).length - ms)));
      expect(lengthMsOf(a)).toBe(moments(a).length);
      for (const result of [a, without(a, b), within(a, b), withoutFront(a, ms), withoutTail(a, ms)]) {
        expect(unionOf(result)).toEqual(result);
      }
    }),
    { numRuns: runs },
  );
});
