import { setTimeout as sleep } from "node:timers/promises";
import { type TrackedEnvelope, tracked } from "@trpc/server";
import * as z from "zod";
import type { VisibleLot } from "../identity/access.ts";
import type { LiveChannel, LiveEvents } from "./live-events.ts";

/** The browser names the last event that it got when it connects again. */
export const watchInput = z.object({ lastEventId: z.string().max(64).nullish() });

/** One tick of a live stream. Null: something may have been missed, read everything again. */
export type Tick = { readonly lotId: string; readonly id: string } | null;

type Options = {
  liveEvents: LiveEvents;
  channel: LiveChannel;
  lots: readonly VisibleLot[];
  /** Reads again what the person may see; throws when it is nothing any more. */
  lotsNow: () => Promise<readonly VisibleLot[]>;
  signal: AbortSignal | undefined;
  /** Least time between two bursts, for channels that tick all the time. */
  quietMs?: number;
};

/** For so long a check counts. A role that was taken away ends or narrows the stream after that. */
const checkedForMs = 2_000;
let lastEvent = 0;

/** Ticks for the lots that a person sees, checked again while the stream lives. */
export async function* watch(options: Options): AsyncGenerator<TrackedEnvelope<{ tick: Tick }>> {
  const { liveEvents, channel, lotsNow, signal, quietMs } = options;
  let visible = idsOf(options.lots);
  let checkedAt = performance.now();
  for await (const news of liveEvents.subscribe(channel, signal)) {
    if (performance.now() - checkedAt > checkedForMs) {
      visible = idsOf(await lotsNow());
      checkedAt = performance.now();
    }
    if (news !== "missed" && !visible.has(news.lotId)) continue;
    lastEvent += 1;
    const tick = news === "missed" ? null : { lotId: news.lotId, id: news.id };
    yield tracked(`${Date.now()}-${lastEvent}`, { tick });
    if (quietMs !== undefined) await sleep(quietMs, undefined, { signal }).catch(() => undefined);
  }
}

function idsOf(lots: readonly VisibleLot[]): ReadonlySet<string> {
  return new Set(lots.map((lot) => lot.lotId));
}
