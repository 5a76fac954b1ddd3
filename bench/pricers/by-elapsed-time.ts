import type { Stay } from "#engine/price/stay.ts";
import { DAY, HOUR, MINUTE } from "./wall-clock.ts";

type Pricer = (stay: Stay) => number;

/** Tariffs whose price depends on nothing but how long it was. */
export const byElapsedTime: Readonly<Record<string, Pricer>> = {
  "cn-guangzhou-baiyun-airport": ({ entryAt, exitAt }) => {
    const ms = exitAt - entryAt;
    if (ms <= 15 * MINUTE) return 0;
    const days = Math.floor(ms / DAY);
    const hours = Math.ceil((ms - days * DAY) / HOUR);
    return days * 6_000 + (hours <= 2 ? hours * 1_000 : 2_000 + (Math.min(hours, 10) - 2) * 500);
  },

  "cn-public-lot-nev": ({ entryAt, exitAt, propulsion, vehicleClass }) => {
    const ms = exitAt - entryAt;
    if (propulsion === "electric")
      return ms <= 180 * MINUTE ? 0 : cappedDays(ms, { flat: 250, from: 4, hour: 100, cap: 1_000 });
    if (ms <= 90 * MINUTE) return 0;
    const isBus = vehicleClass === "bus" || vehicleClass === "medium" || vehicleClass === "large";
    if (isBus) return cappedDays(ms, { flat: 600, from: 2, hour: 200, cap: 3_000 });
    return cappedDays(ms, { flat: 500, from: 2, hour: 100, cap: 2_000 });
  },

  "jp-sendai-airport-p1": ({ entryAt, exitAt, vehicleClass, season }) => {
    const ms = exitAt - entryAt;
    if (ms <= HOUR) return 0;
    if (vehicleClass === "motorcycle") return cappedDays(ms, { flat: 200, from: 2, hour: 100, cap: 500 });
    const isBusy = season === "busy";
    const cap = isBusy ? 1_200 : 1_000;
    if (ms <= 5 * DAY) return cappedDays(ms, { flat: 400, from: 2, hour: 200, cap });
    return 5 * cap + cappedDays(ms - 5 * DAY, { flat: 0, from: 0, hour: 200, cap: isBusy ? 1_000 : 800 });
  },

  "sg-changi-t1-jewel": ({ entryAt, exitAt, zone }) => {
    const ms = exitAt - entryAt;
    if (ms <= 10 * MINUTE) return 0;
    if (zone !== "shortTerm" || ms <= 90 * MINUTE) return Math.ceil(ms / (15 * MINUTE)) * 65;
    return 390 + Math.ceil((ms - 90 * MINUTE) / (30 * MINUTE)) * 500;
  },

  "kw-airport-t4": ({ entryAt, exitAt, zone, lostCredential }) => {
    const ms = exitAt - entryAt;
    const lost = lostCredential ? 10_000 : 0;
    if (zone === "longTerm") return lost + Math.ceil(ms / DAY) * 2_000;
    const hours = Math.ceil(ms / HOUR);
    return lost + (hours <= 2 ? hours * 500 : 1_000 + (hours - 2) * 1_000);
  },

  "gb-gatwick-short-stay": ({ entryAt, exitAt }) => {
    const ms = exitAt - entryAt;
    if (ms <= 0) return 0;
    if (ms <= 30 * MINUTE) return 500;
    if (ms <= HOUR) return 800;
    if (ms <= 2 * HOUR) return 1_300;
    if (ms <= 3 * HOUR) return 1_500;
    if (ms <= 4 * HOUR) return 1_900;
    if (ms <= 5 * HOUR) return 2_200;
    if (ms <= 6 * HOUR) return 2_600;
    if (ms <= 12 * HOUR) return 4_000;
    return Math.ceil(ms / DAY) * 4_500;
  },

  "it-verona-stop-and-go": ({ entryAt, exitAt }) => {
    const ms = exitAt - entryAt;
    if (ms <= 10 * MINUTE) return 0;
    if (ms <= DAY) return Math.min(3_600, Math.ceil(ms / HOUR) * 300);
    return 3_600 + Math.ceil((ms - DAY) / DAY) * 3_000;
  },

  "no-harstad-p4": ({ entryAt, exitAt }) => {
    const ms = exitAt - entryAt;
    if (ms <= 10 * MINUTE) return 0;
    if (ms > 8 * DAY) return 99_000 + Math.ceil((ms - 8 * DAY) / (7 * DAY)) * 79_000;
    const days = Math.floor(ms / DAY);
    const rest = Math.min(21_000, Math.ceil((ms - days * DAY) / (30 * MINUTE)) * 3_500);
    return Math.min(99_000, days * 21_000 + rest);
  },
};

type Prices = { readonly flat: number; readonly from: number; readonly hour: number; readonly cap: number };

/** A price at once, more for each started hour after the first few, at most `cap` for each 24 hours. */
function cappedDays(ms: number, { flat, from, hour, cap }: Prices): number {
  if (ms <= DAY) return Math.min(cap, flat + Math.max(0, Math.ceil(ms / HOUR) - from) * hour);
  const days = Math.floor(ms / DAY);
  const firstDay = Math.min(cap, flat + (24 - from) * hour);
  return firstDay + (days - 1) * Math.min(cap, 24 * hour) + Math.min(cap, Math.ceil((ms - days * DAY) / HOUR) * hour);
}
