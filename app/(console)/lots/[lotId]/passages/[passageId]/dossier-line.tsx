"use client";

import { useTranslations } from "use-intl";
import { useFormat } from "../../../../../ui/format/use-format.ts";
import { useNow } from "../../../../../ui/format/use-now.ts";
import { useMe } from "../../../../../ui/shell/console-context.tsx";
import { useLotZone } from "../../../../../ui/shell/lot-zone.tsx";
import type { Passage } from "./passage-view.tsx";

/** On paper alone: which passage this is about, and who printed it when. */
export function DossierLine({ passage }: { passage: Passage }) {
  const t = useTranslations("passage");
  const format = useFormat(useLotZone());
  const now = useNow();
  const { user } = useMe();
  if (now === 0) return null;
  return (
    <p className="paper-only pb-3 text-small">
      {t("dossier", {
        lot: passage.lotName,
        id: passage.passageId,
        passed: format.exactDateTime(passage.at, now),
        printed: format.exactDateTime(now, now),
        zone: format.zone(now),
        name: user.name,
      })}
    </p>
  );
}
