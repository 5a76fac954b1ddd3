"use client";

import { useContext } from "react";
import { useTranslations } from "use-intl";
import { useFormat } from "../../../../../../ui/format/use-format.ts";
import { useLotZone } from "../../../../../../ui/shell/lot-zone.tsx";
import { LotWordsContext } from "../../../../../../ui/words/lot-words.ts";
import type { GuardKind } from "../guard-kinds.ts";
import type { Plan } from "./plan-view.tsx";

type Limits = NonNullable<Plan["guards"][number]["limits"]>;

/** How a guard's figures are written: milliseconds, holds, money of the lot. */
export function useGuardWords() {
  const t = useTranslations("plan");
  const format = useFormat(useLotZone());
  const { currency } = useContext(LotWordsContext);
  const figure = (kind: GuardKind, value: number): string => {
    if (kind === "revenuePerPassage") {
      return currency ? format.money(Math.round(value), currency) : format.count(Math.round(value));
    }
    return t(`figures.${kind}`, { value: format.count(Math.round(value * 10) / 10) });
  };
  const limit = (kind: GuardKind, { min, max }: Limits): string => {
    return min === null ? figure(kind, max) : t("between", { min: figure(kind, min), max: figure(kind, max) });
  };
  return { figure, limit };
}
