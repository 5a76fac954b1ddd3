"use client";

import { useTranslations } from "use-intl";
import { useFormat } from "../../../../../ui/format/use-format.ts";
import { Choice } from "../../../../../ui/primitives/choice.tsx";
import { Fold } from "../../../../../ui/primitives/fold.tsx";
import { TickBox } from "../../../../../ui/primitives/tick-box.tsx";
import { WholeNumberInput } from "../../../../../ui/primitives/whole-number-input.tsx";
import { useLotZone } from "../../../../../ui/shell/lot-zone.tsx";
import { onFailures } from "../../rollouts/plans/guard-kinds.ts";
import { useDraft } from "../draft-provider.tsx";
import { DateTimeBlank } from "../tariff/date-time-blank.tsx";
import { dateTimeValue } from "../tariff/local-date-time.ts";
import { GuardFields } from "./guard-fields.tsx";
import { isWatched } from "./plan-choice.ts";
import { SecondWave } from "./second-wave.tsx";
import type { PlanForm } from "./use-plan.ts";

const hourMs = 3_600_000;
const holdMinutesMax = 7 * 24 * 60;

/** Folded away: a time, waves over lots, and what is watched between them. */
export function PlanFields({ plan }: { plan: PlanForm }) {
  const t = useTranslations("planChoice");
  const { choice, plain } = plan;
  const watched = choice.how === "alone" && choice.watched ? "yes" : "no";
  return (
    <Fold
      title={t("title")}
      note={plain ? t("plain") : t("chosen", { when: choice.when, how: choice.how, watched })}
      open={!plain}
    >
      {() => <Fields plan={plan} />}
    </Fold>
  );
}

function Fields({ plan: { choice, lots, plain, change } }: { plan: PlanForm }) {
  const t = useTranslations("planChoice");
  const { live } = useDraft();
  // A shadow and a first lane stand beside what is live.
  const hows = live ? (["alone", "lane", "waves", "shadow"] as const) : (["alone", "waves"] as const);
  return (
    <div className="flex flex-col gap-3">
      <Choice
        label={t("how")}
        value={choice.how}
        options={hows.map((value) => ({ value, label: t(`hows.${value}`) }))}
        onChange={(how) => change({ how })}
      />
      {choice.how === "shadow" ? (
        <p className="text-small text-muted">{t("shadowHelp")}</p>
      ) : (
        <LiveFields choice={choice} lots={lots} plain={plain} change={change} />
      )}
    </div>
  );
}

function LiveFields({ choice, lots, plain, change }: Pick<PlanForm, "choice" | "lots" | "plain" | "change">) {
  const t = useTranslations("planChoice");
  const { clock, lot } = useDraft();
  return (
    <>
      <Choice
        label={t("when")}
        value={choice.when}
        options={(["now", "atTime"] as const).map((value) => ({ value, label: t(`whens.${value}`) }))}
        onChange={(when) => {
          // The next full hour that leaves time to finish the form.
          const at = choice.at || dateTimeValue(clock, Math.ceil(Date.now() / hourMs + 0.5) * hourMs);
          change({ when, at });
        }}
      />
      {choice.when === "atTime" ? <StartTime at={choice.at} onChange={(at) => change({ at })} /> : null}
      {choice.how === "lane" ? (
        <Choice
          label={t("lane")}
          value={choice.laneId}
          options={lot.lanes.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(laneId) => change({ laneId })}
        />
      ) : null}
      {choice.how === "waves" ? <SecondWave lots={lots} onChange={(lotIds) => change({ lotIds })} /> : null}
      {choice.how === "alone" ? (
        <TickBox checked={choice.watched} onChange={(watched) => change({ watched })}>
          {t("watch")}
        </TickBox>
      ) : null}
      {isWatched(choice) ? (
        <>
          <WholeNumberInput
            label={t("hold", { how: choice.how })}
            value={choice.holdMinutes}
            min={0}
            max={holdMinutesMax}
            unit={t("minutes")}
            onChange={(holdMinutes) => change({ holdMinutes })}
          />
          <GuardFields guards={choice.guards} onChange={(guards) => change({ guards })} />
        </>
      ) : null}
      {plain ? null : (
        <Choice
          label={t("onFailure")}
          value={choice.onFailure}
          options={onFailures.map((value) => ({ value, label: t(`onFailures.${value}`) }))}
          onChange={(onFailure) => change({ onFailure })}
        />
      )}
    </>
  );
}

function StartTime({ at, onChange }: { at: string; onChange: (at: string) => void }) {
  const t = useTranslations("planChoice");
  const format = useFormat(useLotZone());
  return (
    <DateTimeBlank
      label={t("at", { zone: format.zone(Date.now()) })}
      timeLabel={t("time")}
      value={at}
      onChange={onChange}
    />
  );
}
