"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import type { Tariff } from "#engine/model/rate-table.ts";
import { Banner } from "../../../../../../ui/primitives/banner.tsx";
import { Button } from "../../../../../../ui/primitives/button.tsx";
import { Dialog } from "../../../../../../ui/primitives/dialog.tsx";
import { FileField } from "../../../../../../ui/primitives/file-field.tsx";
import { useSay } from "../../../../../../ui/primitives/toast.tsx";
import { useWords } from "../../../../../../ui/words/use-words.ts";
import { useDraft } from "../../draft-provider.tsx";
import { FindingList } from "../../finding-list.tsx";
import { readTariffFile, type TariffFile, tariffFileBytesMax } from "./read-tariff-file.ts";

/** A tariff from a file: read back as sentences with what the file says that it cannot, before it replaces the draft's. */
export function ImportDialog(props: { onUse: (tariff: Tariff) => void; onClose: () => void }) {
  const t = useTranslations("exchange");
  const words = useWords();
  const say = useSay();
  const { clock } = useDraft();
  const [file, setFile] = useState<{ name: string; read: TariffFile | null } | null>(null);
  const [tooLarge, setTooLarge] = useState(false);
  const read = file?.read;
  const tariff = read?.tariff;
  return (
    <Dialog title={t("importTitle")} note={t("importNote")} onClose={props.onClose}>
      <div className="flex flex-col gap-4">
        <FileField
          label={t("file")}
          accept=".json,application/json"
          bytesMax={tariffFileBytesMax}
          onText={(text, name) => {
            setTooLarge(false);
            setFile({ name, read: readTariffFile(text, clock) });
          }}
          onTooLarge={() => setTooLarge(true)}
        />
        {tooLarge ? <Banner tone="negative">{t("tooLarge")}</Banner> : null}
        {file && !read ? <Banner tone="negative">{t("notJson", { name: file.name })}</Banner> : null}
        {read ? (
          <>
            <p className="font-medium">{t(`formats.${read.format}`)}</p>
            {read.diagnostics.length > 0 ? <FindingList diagnostics={read.diagnostics} /> : null}
            {tariff ? (
              <ul className="flex flex-col gap-2">
                {tariff.rateTables.map((table) => (
                  <li key={`${table.id}@${table.version}`} className="rounded-control bg-surface px-3 py-2">
                    <strong className="font-semibold">{table.rateTableName ?? table.id}</strong>{" "}
                    {words.rateTableSentence(table, tariff.currency)}
                  </li>
                ))}
              </ul>
            ) : (
              <Banner tone="negative">{t("nothing")}</Banner>
            )}
          </>
        ) : null}
        <div className="flex flex-wrap items-center justify-end gap-2">
          <Button onClick={props.onClose}>{t("cancel")}</Button>
          <Button
            kind="primary"
            disabled={!tariff}
            title={tariff ? undefined : t("chooseFirst")}
            onClick={() => {
              if (!tariff) return;
              props.onUse(tariff);
              say.done(t("done"));
              props.onClose();
            }}
          >
            {t("use")}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
