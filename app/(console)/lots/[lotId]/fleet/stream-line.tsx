"use client";

import { CircleCheck, TriangleAlert } from "lucide-react";
import { useTranslations } from "use-intl";
import type { Stream } from "#contracts/names.ts";
import { useFormat } from "../../../../ui/format/use-format.ts";
import { useLotZone } from "../../../../ui/shell/lot-zone.tsx";
import type { FleetEdge } from "./edge-card.tsx";

const rangesShown = 3;

/** Whether every record of a stream is here: "complete, 1 to 37", or which are missing. */
export function StreamLine({ stream }: { stream: FleetEdge["streams"][number] }) {
  const t = useTranslations("fleet");
  const format = useFormat(useLotZone());
  const name = t(`streams.${stream.stream as Stream}`);
  if (stream.complete) {
    return (
      <li className="flex items-start gap-2">
        <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-positive" />
        <span>
          {stream.mark === 0 ? t("streamEmpty", { name }) : t("complete", { name, mark: format.count(stream.mark) })}
        </span>
      </li>
    );
  }
  const missing = stream.missing
    .slice(0, rangesShown)
    .map(([from, to]) =>
      from === to ? format.count(from) : t("range", { from: format.count(from), to: format.count(to) }),
    )
    .join(t("separator"));
  return (
    <li className="flex items-start gap-2">
      <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-caution" />
      <span>
        {missing
          ? t("missing", {
              name,
              mark: format.count(stream.mark),
              missing,
              more: Math.max(0, stream.missing.length - rangesShown),
            })
          : t("behind", { name, mark: format.count(stream.mark), last: format.count(stream.lastSaid ?? stream.mark) })}
      </span>
    </li>
  );
}
