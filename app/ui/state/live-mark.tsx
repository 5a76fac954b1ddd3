"use client";

import { CircleDot, RefreshCw } from "lucide-react";
import { useTranslations } from "use-intl";
import { useFormat } from "../format/use-format.ts";
import { useLotZone } from "../shell/lot-zone.tsx";

export type LiveState = "live" | "reconnecting";

/** Whether a list follows what happens, or since when it does not. */
export function LiveMark({ state, at }: { state: LiveState; at: number }) {
  const t = useTranslations("state");
  const format = useFormat(useLotZone());
  if (state === "live") {
    return (
      <span className="inline-flex items-center gap-1.5 text-small font-medium text-positive">
        <CircleDot aria-hidden className="size-4" />
        {t("live")}
      </span>
    );
  }
  return (
    <span role="status" className="late inline-flex items-center gap-1.5 text-small text-muted">
      <RefreshCw aria-hidden className="size-4" />
      {at > 0 ? t("reconnectingSince", { time: format.exactTime(at) }) : t("reconnecting")}
    </span>
  );
}
