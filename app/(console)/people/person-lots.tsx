"use client";

import { useTranslations } from "use-intl";
import { TickBox } from "../../ui/primitives/tick-box.tsx";
import type { Me } from "../../ui/shell/console-context.tsx";

export type LotsSeen = { allLots: boolean; lotIds: readonly string[] };

/** Which lots a person sees: all, also later ones, or those ticked. */
export function PersonLots(props: {
  lots: Me["lots"];
  value: LotsSeen;
  disabled?: boolean;
  /** Keeps the legend for the ear only, where a column says it. */
  hideLegend?: boolean;
  onChange: (value: LotsSeen) => void;
}) {
  const t = useTranslations("people");
  const { allLots, lotIds } = props.value;
  const set = (lotId: string, on: boolean) =>
    props.onChange({ allLots: false, lotIds: on ? [...lotIds, lotId] : lotIds.filter((id) => id !== lotId) });
  return (
    <fieldset className="flex flex-wrap gap-x-4">
      <legend className={props.hideLegend ? "sr-only" : "text-small font-medium text-muted"}>
        {t("columns.lots")}
      </legend>
      <TickBox
        checked={allLots}
        disabled={props.disabled ?? false}
        onChange={(on) => props.onChange({ allLots: on, lotIds: on ? [] : props.lots.map((lot) => lot.id) })}
      >
        {t("allLots")}
      </TickBox>
      {allLots
        ? null
        : props.lots.map((lot) => (
            <TickBox
              key={lot.id}
              checked={lotIds.includes(lot.id)}
              disabled={props.disabled ?? false}
              onChange={(on) => set(lot.id, on)}
            >
              {lot.name}
            </TickBox>
          ))}
    </fieldset>
  );
}
