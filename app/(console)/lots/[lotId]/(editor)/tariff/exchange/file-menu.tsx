"use client";

import { Files } from "lucide-react";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "../../../../../../ui/primitives/button.tsx";
import { Menu, MenuItem } from "../../../../../../ui/primitives/menu.tsx";
import { saveFile } from "../../../../../../ui/save-file.ts";
import { useDraft } from "../../draft-provider.tsx";

/** Loaded when they are asked for: they bring the readers and writers of other standards. */
const ImportDialog = dynamic(() => import("./import-dialog.tsx").then((file) => file.ImportDialog));
const ExportApdsDialog = dynamic(() => import("./export-apds-dialog.tsx").then((file) => file.ExportApdsDialog));

/** Tariffs as files, in and out, and on paper. */
export function FileMenu() {
  const t = useTranslations("exchange");
  const router = useRouter();
  const draft = useDraft();
  const [open, setOpen] = useState<"import" | "apds" | null>(null);
  const { tariff } = draft.content;
  const close = () => setOpen(null);
  return (
    <>
      <Menu
        trigger={
          <Button>
            <Files aria-hidden />
            {t("menu")}
          </Button>
        }
      >
        {draft.editable ? <MenuItem onClick={() => setOpen("import")}>{t("import")}</MenuItem> : null}
        <MenuItem
          onClick={() =>
            saveFile(`${draft.lotId}-tariff.json`, JSON.stringify({ timeZone: draft.lot.timeZone, tariff }, null, 2))
          }
        >
          {t("exportJson")}
        </MenuItem>
        <MenuItem onClick={() => setOpen("apds")}>{t("exportApds")}</MenuItem>
        <MenuItem onClick={() => router.push(`/lots/${encodeURIComponent(draft.lotId)}/price-board`)}>
          {t("priceBoard")}
        </MenuItem>
      </Menu>
      {open === "import" ? <ImportDialog onUse={(next) => draft.edit("tariff", next)} onClose={close} /> : null}
      {open === "apds" ? <ExportApdsDialog onClose={close} /> : null}
    </>
  );
}
