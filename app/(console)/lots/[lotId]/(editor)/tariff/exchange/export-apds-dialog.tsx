"use client";

import { useTranslations } from "use-intl";
import { exportApds } from "#engine/exchange/export-apds.ts";
import { checkTariff } from "#engine/price/check-tariff.ts";
import { Banner } from "../../../../../../ui/primitives/banner.tsx";
import { Button } from "../../../../../../ui/primitives/button.tsx";
import { Dialog } from "../../../../../../ui/primitives/dialog.tsx";
import { saveFile } from "../../../../../../ui/save-file.ts";
import { useDraft } from "../../draft-provider.tsx";
import { FindingList } from "../../finding-list.tsx";

/** The tariff as APDS, with what the standard has no word for said before it is saved. */
export function ExportApdsDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations("exchange");
  const { content, clock, lot } = useDraft();
  const isUsable = checkTariff(content.tariff).every(({ severity }) => severity !== "error");
  const made = isUsable ? exportApds(content.tariff, { clock, place: lot.id, issuer: lot.id }) : null;
  return (
    <Dialog title={t("exportApds")} note={t("exportApdsNote")} onClose={onClose}>
      <div className="flex flex-col gap-4">
        {made ? null : <Banner tone="negative">{t("exportErrors")}</Banner>}
        {made && made.diagnostics.length > 0 ? <FindingList diagnostics={made.diagnostics} /> : null}
        {made && made.diagnostics.length === 0 ? <p>{t("exportWhole")}</p> : null}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>{t("cancelExport")}</Button>
          <Button
            kind="primary"
            disabled={!made}
            onClick={() => {
              if (made) saveFile(`${lot.id}-apds.json`, JSON.stringify(made.document, null, 2));
              onClose();
            }}
          >
            {t("save")}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
