"use client";

import { useTranslations } from "use-intl";
import { Banner } from "../../../../ui/primitives/banner.tsx";
import { Button } from "../../../../ui/primitives/button.tsx";
import type { useTableEdits } from "./use-table-edits.ts";

/** Somebody wrote a version meanwhile: nobody's work is replaced without a choice that names it. */
export function StaleBar({ edits }: { edits: ReturnType<typeof useTableEdits> }) {
  const t = useTranslations("sharedTables");
  if (!edits.stale) return null;
  const { number, createdName: name } = edits.stale;
  return (
    <div role="alert" className="pb-3">
      <Banner
        tone="negative"
        title={t("staleTitle", { name, number })}
        action={
          <span className="flex flex-wrap gap-2">
            <Button size="small" onClick={edits.keepMine}>
              {t("keepMine", { number })}
            </Button>
            <Button size="small" kind="danger" onClick={edits.takeTheirs}>
              {t("takeTheirs", { number })}
            </Button>
          </span>
        }
      >
        {t("staleText")}
      </Banner>
    </div>
  );
}
