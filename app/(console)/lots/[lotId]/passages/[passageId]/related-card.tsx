"use client";

import Link from "next/link";
import { useTranslations } from "use-intl";
import { useFormat } from "../../../../../ui/format/use-format.ts";
import { useNow } from "../../../../../ui/format/use-now.ts";
import { Card } from "../../../../../ui/primitives/card.tsx";
import { useLotZone } from "../../../../../ui/shell/lot-zone.tsx";
import { DecisionStatus } from "../../../../../ui/status/decision-status.tsx";
import { shownDecision } from "../shown-decision.ts";
import type { Passage } from "./passage-view.tsx";

/** The other passages of the same stay. */
export function RelatedCard({ lotId, passage }: { lotId: string; passage: Passage }) {
  const t = useTranslations("passage");
  const format = useFormat(useLotZone());
  const now = useNow();
  if (passage.related.length === 0) return null;
  return (
    <Card title={t("related")}>
      <ul className="flex flex-col gap-2">
        {passage.related.map((other) => (
          <li key={other.passageId} className="flex flex-wrap items-center justify-between gap-2">
            <Link href={`/lots/${encodeURIComponent(lotId)}/passages/${other.passageId}`}>
              {t("relatedOne", {
                direction: t(`direction.${other.direction}`),
                time: now === 0 ? format.time(other.at) : format.dateTime(other.at, now),
              })}
            </Link>
            <DecisionStatus decision={shownDecision(other)} bare />
          </li>
        ))}
      </ul>
    </Card>
  );
}
