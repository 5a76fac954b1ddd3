"use client";

import { useTranslations } from "use-intl";
import type { SpecialDay } from "#engine/model/calendar.ts";
import type { SpecialDayType } from "#engine/model/special-day-type.ts";
import { ConfirmDialog } from "../../../../../../ui/primitives/confirm-dialog.tsx";
import { useModelWords } from "../form/form-scope.ts";
import { UseList } from "./day-uses.tsx";
import type { DayUse } from "./special-day-uses.ts";

/** Days that prices ask for are about to go: says which, before they do. */
export function RemoveDaysDialog(props: {
  days: readonly SpecialDay[];
  uses: ReadonlyMap<SpecialDayType, readonly DayUse[]>;
  onConfirm: () => void;
  onClose: () => void;
}) {
  const t = useTranslations("specialDays");
  const words = useModelWords();
  const types = [...new Set(props.days.map(({ type }) => type))].filter((type) => props.uses.has(type));
  return (
    <ConfirmDialog
      open
      danger
      title={t("removeTitle", { count: props.days.length })}
      confirmLabel={t("removeConfirm", { count: props.days.length })}
      cancelLabel={t("removeKeep")}
      busy={false}
      onClose={props.onClose}
      onConfirm={props.onConfirm}
    >
      <p>{t("removeText")}</p>
      {types.map((type) => (
        <div key={type} className="pt-2">
          <p className="font-medium text-text">{words(`values.specialDayType.${type}`)}</p>
          <UseList uses={props.uses.get(type) ?? []} />
        </div>
      ))}
    </ConfirmDialog>
  );
}
