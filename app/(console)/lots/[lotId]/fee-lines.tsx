"use client";

import { useTranslations } from "use-intl";
import type { FeeLine } from "#contracts/quote.ts";
import { useFormat } from "../../../ui/format/use-format.ts";
import { useLotZone } from "../../../ui/shell/lot-zone.tsx";
import { useWords } from "../../../ui/words/use-words.ts";

/** The lines of a fee and their sum, one currency, numbers right. */
export function FeeLines(props: { lines: readonly FeeLine[]; currency: string; totalMinor: number }) {
  const t = useTranslations("fee");
  const common = useTranslations("common");
  const words = useWords();
  const format = useFormat(useLotZone());
  return (
    <table className="w-full border-collapse" aria-label={t("lines")}>
      <tbody>
        {props.lines.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two lines of a fee may be alike in everything but their place.
          <tr key={index} className="border-t border-border">
            <td className="py-1.5 pr-2">
              <div>{words.feeLine(line, props.currency)}</div>
              {line.fromAt !== undefined && line.toAt !== undefined ? (
                <div className="text-small text-muted">
                  {t("span", { from: format.time(line.fromAt), to: format.time(line.toAt) })}
                </div>
              ) : null}
            </td>
            <td className="py-1.5 text-right align-top whitespace-nowrap">
              {line.amountMinor === 0 ? "" : format.digits(line.amountMinor, props.currency)}
            </td>
          </tr>
        ))}
        <tr className="border-t-2 border-text font-semibold">
          <th scope="row" className="py-1.5 text-left">
            {t("total")}
          </th>
          <td className="py-1.5 text-right whitespace-nowrap">
            {props.totalMinor === 0 ? common("free") : format.digits(props.totalMinor, props.currency)}
          </td>
        </tr>
      </tbody>
    </table>
  );
}
