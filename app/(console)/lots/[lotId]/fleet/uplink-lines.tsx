"use client";

import { useTranslations } from "use-intl";
import { useFormat } from "../../../../ui/format/use-format.ts";
import { useNow } from "../../../../ui/format/use-now.ts";
import { useLotZone } from "../../../../ui/shell/lot-zone.tsx";
import type { FleetEdge } from "./edge-card.tsx";

type Use = FleetEdge["uplinks"][number];

/** By which uplink an edge with several is linked, since when and why; then how that came about, the newest first. */
export function UplinkLines({ uplinks }: { uplinks: readonly Use[] }) {
  const t = useTranslations("fleet.uplink");
  const [newest, ...older] = uplinks;
  if (newest === undefined) return null;
  return (
    <div className="border-t border-border px-4 py-3">
      <p className={newest.isMetered ? "text-caution" : ""}>
        <UplinkSentence use={newest} />
      </p>
      {older.length > 0 ? (
        <details>
          <summary className="text-small text-muted">{t("earlier", { count: older.length })}</summary>
          <ol className="flex flex-col gap-1 pt-1 text-small">
            {older.map((use) => (
              <li key={use.since.getTime()}>
                <UplinkSentence use={use} />
              </li>
            ))}
          </ol>
        </details>
      ) : null}
    </div>
  );
}

function UplinkSentence({ use }: { use: Use }) {
  const t = useTranslations("fleet.uplink");
  const format = useFormat(useLotZone());
  const now = useNow();
  const { uplink, before, reason, since } = use;
  const time = format.dateTime(since, now || since.getTime());
  return <>{t("sentence", { uplink, time, why: t(`why.${reason}`, { before: before ?? "", uplink }) })}</>;
}
