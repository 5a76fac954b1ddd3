"use client";

import { Clock } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import type { Instant } from "../format/lot-time.ts";
import { useFormat } from "../format/use-format.ts";
import { useNow } from "../format/use-now.ts";
import { useLotZone } from "../shell/lot-zone.tsx";

/** Draws a value grey with its age once it is older than its limit, so that it never passes for fresh. */
export function Stale(props: { at: Instant; limitMs: number; children: ReactNode }) {
  const now = useNow();
  const t = useTranslations("state");
  const format = useFormat(useLotZone());
  const ageMs = now - Number(props.at);
  if (now === 0 || ageMs <= props.limitMs) return props.children;
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2 text-muted">
      {props.children}
      <span className="inline-flex items-center gap-1 text-small">
        <Clock aria-hidden className="size-4" />
        {t("asOf", { age: format.age(ageMs) })}
      </span>
    </span>
  );
}
