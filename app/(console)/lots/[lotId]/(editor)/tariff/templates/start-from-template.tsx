"use client";

import { LayoutTemplate } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "../../../../../../ui/primitives/button.tsx";
import { useDraft } from "../../draft-provider.tsx";

/** Loaded when it is asked for: it brings the templates and the engine. */
const TemplateDialog = dynamic(() => import("./template-dialog.tsx").then((file) => file.TemplateDialog));

/** Opens the tariffs to start from. */
export function StartFromTemplate({ kind = "plain" }: { kind?: "plain" | "primary" }) {
  const t = useTranslations("templates");
  const draft = useDraft();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button kind={kind} onClick={() => setOpen(true)}>
        <LayoutTemplate aria-hidden />
        {t("open")}
      </Button>
      {open ? (
        <TemplateDialog
          currency={draft.content.tariff.currency}
          clock={draft.clock}
          onChoose={(tariff) => draft.edit("tariff", { ...tariff, ...keptDays(draft.content.tariff.specialDays) })}
          onClose={() => setOpen(false)}
        />
      ) : null}
    </>
  );
}

/** The calendar is the lot's, not the template's. */
function keptDays<Days>(specialDays: Days | undefined): { specialDays?: Days } {
  return specialDays === undefined ? {} : { specialDays };
}
