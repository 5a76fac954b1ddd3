"use client";

import { useTranslations } from "use-intl";
import { decisionTypes } from "#engine/model/actions.ts";
import type { Scenario } from "#engine/scenario/scenario.ts";
import { Choice } from "../../../../../ui/primitives/choice.tsx";
import { Field } from "../../../../../ui/primitives/field.tsx";
import { MoneyInput } from "../../../../../ui/primitives/money-input.tsx";
import { TextInput } from "../../../../../ui/primitives/text-input.tsx";
import { TickBox } from "../../../../../ui/primitives/tick-box.tsx";
import { useDraft } from "../draft-provider.tsx";
import { TryFacts } from "../rules/try-facts.tsx";
import { factsOfRules } from "../rules/try-facts-start.ts";
import { DateTimeBlank } from "../tariff/date-time-blank.tsx";
import { dateTimeValue, instantOf } from "../tariff/local-date-time.ts";
import { followsFromStay } from "./new-scenario.ts";

type Props = { scenario: Scenario; onChange: (scenario: Scenario) => void };
const anything = "anything";

/** A scenario as blanks: where, when, how long, what is known of the car, and what should come of it. */
export function ScenarioForm({ scenario, onChange }: Props) {
  const t = useTranslations("scenarios");
  return (
    <div className="flex flex-col gap-4">
      <Field label={t("name")}>
        <TextInput
          value={scenario.name}
          maxLength={120}
          wrapClassName="w-96 max-w-full"
          onChange={(event) => onChange({ ...scenario, name: event.currentTarget.value })}
        />
      </Field>
      <Given scenario={scenario} onChange={onChange} />
      <Expected scenario={scenario} onChange={onChange} />
    </div>
  );
}

function Given({ scenario, onChange }: Props) {
  const t = useTranslations("scenarios");
  const { lot, content, clock } = useDraft();
  const { given } = scenario;
  const lane = lot.lanes.find(({ id }) => id === given.laneId);
  const change = (more: Partial<Scenario["given"]>) => onChange({ ...scenario, given: { ...given, ...more } });
  const at = (value: string, use: (instant: number) => void) => {
    const instant = instantOf(clock, value);
    if (instant !== null) use(instant);
  };
  const ids = factsOfRules(content.rules).filter((id) => !followsFromStay(id) || id in given.facts);
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="pb-1 font-medium">{t("given")}</legend>
      <div className="flex flex-wrap items-end gap-3">
        <Choice
          label={t("lane")}
          value={lane?.id ?? ""}
          options={[
            ...(lane ? [] : [{ value: "", label: t("laneGone", { id: given.laneId }) }]),
            ...lot.lanes.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          onChange={(laneId) => change({ laneId })}
        />
        <DateTimeBlank
          label={t("at")}
          timeLabel={t("atTime")}
          value={dateTimeValue(clock, given.at)}
          onChange={(value) =>
            at(value, (instant) => {
              const stay = given.stay && {
                ...given.stay,
                entryAt: given.stay.entryAt + instant - given.at,
                exitAt: instant,
              };
              change({ at: instant, ...(stay && { stay }) });
            })
          }
        />
        {given.stay ? (
          <DateTimeBlank
            label={t("entered")}
            timeLabel={t("enteredTime")}
            value={dateTimeValue(clock, given.stay.entryAt)}
            error={given.stay.entryAt > given.at ? t("enteredLater") : undefined}
            onChange={(value) => at(value, (entryAt) => change({ stay: { ...given.stay!, entryAt } }))}
          />
        ) : null}
        <TickBox
          checked={given.stay !== undefined}
          onChange={(on) => {
            const { stay: _stay, ...rest } = given;
            const stay = { entryAt: given.at - 3_600_000, exitAt: given.at };
            onChange({ ...scenario, given: on ? { ...rest, stay } : rest });
          }}
        >
          {t("endsStay")}
        </TickBox>
      </div>
      <details>
        <summary className="cursor-pointer py-1 font-medium">{t("facts", { count: ids.length })}</summary>
        <TryFacts
          ids={ids}
          facts={given.facts}
          onChange={(id, value) => change({ facts: { ...given.facts, [id]: value } })}
        />
      </details>
    </fieldset>
  );
}

function Expected({ scenario, onChange }: Props) {
  const t = useTranslations("scenarios");
  const intent = useTranslations("status.intent");
  const { content } = useDraft();
  const { expected, given } = scenario;
  const change = (more: Partial<Scenario["expected"]>) => {
    const next = Object.entries({ ...expected, ...more }).filter(([, value]) => value !== undefined);
    onChange({ ...scenario, expected: Object.fromEntries(next) });
  };
  return (
    <fieldset className="flex flex-wrap items-end gap-3">
      <legend className="pb-1 font-medium">{t("expected")}</legend>
      <Choice
        label={t("decision")}
        value={expected.decision ?? anything}
        options={[
          { value: anything, label: t("anyDecision") },
          ...decisionTypes.map((type) => ({ value: type as string, label: intent(type) })),
        ]}
        onChange={(value) =>
          change({ decision: value === anything ? undefined : (value as Scenario["expected"]["decision"]) })
        }
      />
      {given.stay ? (
        <>
          <TickBox
            checked={expected.feeMinor !== undefined}
            onChange={(on) => change({ feeMinor: on ? 0 : undefined })}
          >
            {t("expectFee")}
          </TickBox>
          {expected.feeMinor === undefined ? null : (
            <MoneyInput
              label={t("fee")}
              valueMinor={expected.feeMinor}
              currency={content.tariff.currency}
              onChange={(feeMinor) => change({ feeMinor })}
            />
          )}
        </>
      ) : null}
      {expected.ruleId === undefined ? null : (
        <TickBox checked onChange={() => change({ ruleId: undefined })}>
          {t("sameRule")}
        </TickBox>
      )}
    </fieldset>
  );
}
