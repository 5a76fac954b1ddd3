"use client";

import { useTranslations } from "use-intl";
import { TickBox } from "../../../../../ui/primitives/tick-box.tsx";
import { WholeNumberInput } from "../../../../../ui/primitives/whole-number-input.tsx";
import { guardKinds } from "../../rollouts/plans/guard-kinds.ts";
import { type PlanChoice, plainChoice } from "./plan-choice.ts";

const worsePercentMax = 1_000;
const worsePercentFirst = 20;

/** What is watched between the waves, and how much worse each may be. */
export function GuardFields(props: { guards: PlanChoice["guards"]; onChange: (guards: PlanChoice["guards"]) => void }) {
  const t = useTranslations("planChoice");
  const plan = useTranslations("plan");
  const set = (kind: (typeof guardKinds)[number], worsePercent: number | null) =>
    props.onChange({ ...props.guards, [kind]: worsePercent });
  return (
    <fieldset className="flex min-w-0 flex-col gap-1">
      <legend className="text-small font-medium text-muted">{t("guards")}</legend>
      <p className="text-small text-muted">{t("guardsHelp")}</p>
      {guardKinds.map((kind) => {
        const worsePercent = props.guards[kind];
        return (
          <div key={kind} className="flex flex-wrap items-center justify-between gap-x-3">
            <TickBox
              checked={worsePercent !== null}
              onChange={(checked) => set(kind, checked ? (plainChoice.guards[kind] ?? worsePercentFirst) : null)}
            >
              {plan(`guardNames.${kind}`)}
            </TickBox>
            {worsePercent === null ? null : (
              <WholeNumberInput
                label={t(`guardLimit.${kind}`)}
                hideLabel
                value={worsePercent}
                min={1}
                max={worsePercentMax}
                unit={t(`guardUnit.${kind}`)}
                onChange={(next) => set(kind, next)}
              />
            )}
          </div>
        );
      })}
    </fieldset>
  );
}
