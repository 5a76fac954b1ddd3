"use client";

import { Tooltip } from "../primitives/tooltip.tsx";
import { useLotZone } from "../shell/lot-zone.tsx";
import type { Instant } from "./lot-time.ts";
import { useFormat } from "./use-format.ts";
import { useNow } from "./use-now.ts";

/** "14 min ago", with the exact time on hover and focus. */
export function Age({ at }: { at: Instant }) {
  const now = useNow();
  const format = useFormat(useLotZone());
  if (now === 0) return <span>{format.exactTime(at)}</span>;
  return (
    <Tooltip words={format.exactDateTime(at, now)}>
      <time dateTime={new Date(at).toISOString()}>{format.age(now - Number(at))}</time>
    </Tooltip>
  );
}
