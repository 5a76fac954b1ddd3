"use client";

import { useTranslations } from "use-intl";
import type { SpecialDay } from "#engine/model/calendar.ts";
import { type SpecialDayType, specialDayTypes } from "#engine/model/special-day-type.ts";
import { useModelWords } from "../form/form-scope.ts";
import type { DayUse } from "./special-day-uses.ts";

type Uses = ReadonlyMap<SpecialDayType, readonly DayUse[]>;

/** Of each kind of day in the calendar: how many days, and which tables and prices ask for it. */
export function DayUses({ days, uses }: { days: readonly SpecialDay[]; uses: Uses }) {
  const t = useTranslations("specialDays");
  const words = useModelWords();
  const kinds = specialDayTypes.filter((type) => days.some((day) => day.type === type));
  if (kinds.length === 0) return null;
  return (
    <dl className="grid gap-x-4 gap-y-1 text-small sm:grid-cols-[auto_minmax(0,1fr)]">
      {kinds.map((type) => {
        const count = days.filter((day) => day.type === type).length;
        return (
          <div key={type} className="contents">
            <dt className="font-medium">{t("kindCount", { kind: words(`values.specialDayType.${type}`), count })}</dt>
            <dd className="min-w-0 text-muted">
              <UseList uses={uses.get(type) ?? []} />
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

/** The places that ask for a kind of day, or that none does. */
export function UseList({ uses }: { uses: readonly DayUse[] }) {
  const t = useTranslations("specialDays");
  if (uses.length === 0) return t("notUsed");
  return (
    <ul>
      {uses.map(({ table, price, how }) => (
        <li key={`${table} ${price} ${how}`}>
          {price === null ? t(`usedBy.table.${how}`, { table }) : t(`usedBy.price.${how}`, { table, price })}
        </li>
      ))}
    </ul>
  );
}
