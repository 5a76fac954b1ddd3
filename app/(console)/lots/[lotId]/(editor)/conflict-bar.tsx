"use client";

import { useTranslations } from "use-intl";
import { useFormat } from "../../../../ui/format/use-format.ts";
import { Banner } from "../../../../ui/primitives/banner.tsx";
import { Button } from "../../../../ui/primitives/button.tsx";
import { useLotZone } from "../../../../ui/shell/lot-zone.tsx";
import { useDraft } from "./draft-provider.tsx";

/** Two people on one draft: nobody's work is replaced without a choice that names it. */
export function ConflictBar() {
  const t = useTranslations("draft");
  const format = useFormat(useLotZone());
  const { save, takeTheirs, keepMine, saveNow } = useDraft();
  if (save.kind === "failed") {
    return (
      <div role="alert">
        <Banner
          wide
          tone="negative"
          title={t("saveFailed")}
          action={
            <Button size="small" onClick={saveNow}>
              {t("saveAgain")}
            </Button>
          }
        >
          {t("saveFailedText")}
        </Banner>
      </div>
    );
  }
  if (save.kind !== "conflict") return null;
  const { theirs } = save;
  return (
    <div role="alert">
      <Banner
        wide
        tone="negative"
        title={t("conflict", { name: theirs.updatedName, time: format.time(theirs.updatedAt) })}
        action={
          <span className="flex flex-wrap gap-2">
            <Button size="small" onClick={() => takeTheirs(theirs)}>
              {t("takeTheirs", { name: theirs.updatedName })}
            </Button>
            <Button size="small" kind="danger" onClick={() => keepMine(theirs)}>
              {t("keepMine", { name: theirs.updatedName })}
            </Button>
          </span>
        }
      >
        {t("conflictText")}
      </Banner>
    </div>
  );
}
