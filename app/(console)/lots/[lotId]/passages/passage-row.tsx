"use client";

import clsx from "clsx";
import { TriangleAlert } from "lucide-react";
import type { KeyboardEvent } from "react";
import { useTranslations } from "use-intl";
import { useFormat } from "../../../../ui/format/use-format.ts";
import { useNow } from "../../../../ui/format/use-now.ts";
import { useLotZone } from "../../../../ui/shell/lot-zone.tsx";
import { DecisionStatus } from "../../../../ui/status/decision-status.tsx";
import type { Outputs } from "../../../../ui/trpc/outputs.ts";
import { useReasonWord } from "../../../../ui/words/use-reason-word.ts";
import { shownDecision } from "./shown-decision.ts";

export type PassageListRow = Outputs["passages"]["list"]["rows"][number];

/** Widths of the columns, shared by head and rows. On a phone a row is a card in the same order. */
export const passageColumns =
  "grid grid-cols-[8rem_minmax(8rem,1fr)_minmax(5rem,0.7fr)_minmax(11rem,1.4fr)_5rem_3.5rem] gap-x-3 px-2 @max-[48rem]:grid-cols-[7.5rem_minmax(6.5rem,1fr)_minmax(4rem,0.5fr)_minmax(10rem,1.4fr)_4rem]";

const dayMs = 86_400_000;

/** Whether the camera read something else than what was looked up; case, spaces and dots do not count. */
function differs(raw: string, text: string | null): boolean {
  const bare = (plate: string) => plate.toUpperCase().replace(/[\s.·•-]/g, "");
  return bare(raw) !== bare(text ?? "");
}

export function PassageRow(props: {
  id: string;
  row: PassageListRow;
  rowIndex: number;
  selected: boolean;
  focusable: boolean;
  top: number;
  height: number;
  onClick: () => void;
  onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
}) {
  const { row } = props;
  const t = useTranslations("passages");
  const common = useTranslations("common");
  const reason = useReasonWord();
  const format = useFormat(useLotZone());
  const now = useNow();
  const recent = now === 0 || now - row.at.getTime() < dayMs;
  return (
    <tr
      id={props.id}
      aria-rowindex={props.rowIndex}
      aria-selected={props.selected}
      tabIndex={props.focusable ? 0 : -1}
      onClick={props.onClick}
      onKeyDown={props.onKeyDown}
      style={{ height: props.height, transform: `translateY(${props.top}px)` }}
      className={clsx(
        "absolute inset-x-0 top-0 cursor-default items-center border-b border-border outline-offset-[-2px]",
        passageColumns,
        "max-sm:grid-cols-[1fr_auto] max-sm:content-center max-sm:gap-y-1 @max-[48rem]:max-sm:grid-cols-[1fr_auto]",
        props.selected ? "bg-accent-tint shadow-[inset_2px_0_var(--accent)]" : "hover:bg-surface",
      )}
    >
      <td className="max-sm:text-right">{recent ? format.exactTime(row.at) : format.exactDateTime(row.at, now)}</td>
      <td className="flex min-w-0 items-baseline gap-2 max-sm:order-first">
        {row.plateText ? (
          <span className="plate">{row.plateText}</span>
        ) : (
          <span className="text-muted">{t("plateUnread")}</span>
        )}
        {row.plateRaw && differs(row.plateRaw, row.plateText) ? (
          <span className="truncate text-small text-muted">{t("rawReading", { raw: row.plateRaw })}</span>
        ) : null}
      </td>
      <td className="min-w-0 truncate max-sm:order-2 max-sm:text-right max-sm:text-muted">{row.laneName}</td>
      <td className="min-w-0 max-sm:order-1">
        <span className="flex min-w-0 items-center gap-2">
          <DecisionStatus decision={shownDecision(row)} />
          {row.flags.length > 0 || row.verdict === "differ" ? (
            <span className="inline-flex items-center gap-1 text-small text-caution">
              <TriangleAlert aria-hidden className="size-4" />
              <span className="max-lg:sr-only">{t("noted")}</span>
            </span>
          ) : null}
          <span className="truncate text-small text-muted">{reason(row.reason)}</span>
        </span>
      </td>
      <td className="text-right max-sm:order-3 max-sm:col-start-2">
        {row.feeMinor === null || !row.currency
          ? null
          : row.feeMinor === 0
            ? common("free")
            : format.money(row.feeMinor, row.currency)}
      </td>
      <td className="text-right text-muted @max-[48rem]:hidden">
        {row.bundleNumber === null ? null : common("version", { number: row.bundleNumber })}
      </td>
    </tr>
  );
}
