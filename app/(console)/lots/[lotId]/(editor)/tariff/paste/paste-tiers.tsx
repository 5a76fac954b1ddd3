"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import type { RateLine } from "#engine/model/rate-table.ts";
import { useFormat } from "../../../../../../ui/format/use-format.ts";
import { Button } from "../../../../../../ui/primitives/button.tsx";
import { Dialog } from "../../../../../../ui/primitives/dialog.tsx";
import { Field } from "../../../../../../ui/primitives/field.tsx";
import { Cell, HeadCell, Table } from "../../../../../../ui/primitives/table.tsx";
import { TextArea } from "../../../../../../ui/primitives/text-area.tsx";
import { useLotZone } from "../../../../../../ui/shell/lot-zone.tsx";
import { priceText } from "../form-model/price-text.ts";
import { readTiers } from "./read-tiers.ts";

/** Steps of a ladder pasted from a spreadsheet, shown as they were read before they are used. */
export function PasteTiers(props: {
  name: string;
  currency: string;
  onUse: (lines: RateLine[]) => void;
  onClose: () => void;
}) {
  const t = useTranslations("pasteTiers");
  const format = useFormat(useLotZone());
  const [text, setText] = useState("");
  const { tiers, problems } = readTiers(text, props.currency);
  const read = text.trim() !== "";
  return (
    <Dialog title={t("title", { name: props.name })} note={t("note")} onClose={props.onClose}>
      <div className="flex flex-col gap-4">
        <Field label={t("label")} className="flex flex-col gap-1">
          <TextArea rows={6} value={text} onChange={setText} placeholder={t("example")} />
        </Field>
        {read && problems.length > 0 ? (
          <ul role="alert" className="flex flex-col gap-1 text-negative">
            {problems.map(({ row, code, text: said }) => (
              <li key={`${row} ${code}`}>{t(`problems.${code}`, { row, text: said })}</li>
            ))}
          </ul>
        ) : null}
        {tiers.length > 0 ? (
          <Table label={t("preview")}>
            <thead>
              <tr>
                <HeadCell>{t("upTo")}</HeadCell>
                <HeadCell numeric>{t("total")}</HeadCell>
              </tr>
            </thead>
            <tbody>
              {tiers.map((tier) => (
                <tr key={tier.durationEnd ?? "open"}>
                  <Cell>{tier.durationEnd === undefined ? t("anyLonger") : format.duration(tier.durationEnd)}</Cell>
                  <Cell numeric>{priceText(tier, props.currency)}</Cell>
                </tr>
              ))}
            </tbody>
          </Table>
        ) : null}
        <div className="flex flex-wrap items-center justify-end gap-2">
          {tiers.length === 0 ? <span className="text-muted">{t("nothing")}</span> : null}
          <Button onClick={props.onClose}>{t("cancel")}</Button>
          <Button
            kind="primary"
            disabled={tiers.length === 0}
            onClick={() => {
              props.onUse(tiers);
              props.onClose();
            }}
          >
            {t("use", { count: tiers.length })}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
