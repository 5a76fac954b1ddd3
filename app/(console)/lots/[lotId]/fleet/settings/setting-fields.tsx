"use client";

import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { type NumberSetting, settingBounds, type WholeSettings } from "#contracts/edge-settings.ts";
import { Choice } from "../../../../../ui/primitives/choice.tsx";
import { TickBox } from "../../../../../ui/primitives/tick-box.tsx";
import { WholeNumberInput } from "../../../../../ui/primitives/whole-number-input.tsx";
import { useSettingWords } from "./use-setting-words.ts";

type Lane = WholeSettings["lanes"][string];
type Uplink = WholeSettings["uplinks"][string];

/** Every setting of one edge, lane by lane and uplink by uplink; what differs from the installation is marked. */
export function SettingFields(props: {
  lotId: string;
  installed: WholeSettings;
  whole: WholeSettings;
  onChange: (whole: WholeSettings) => void;
}) {
  const { installed, whole, onChange } = props;
  const t = useTranslations("edgeSettings");
  const { laneName, unit } = useSettingWords(props.lotId);
  const setLane = (id: string, lane: Lane) => onChange({ ...whole, lanes: { ...whole.lanes, [id]: lane } });
  const setUplink = (id: string, one: Uplink) => onChange({ ...whole, uplinks: { ...whole.uplinks, [id]: one } });
  const number = (name: NumberSetting, value: number, was: number | null, set: (value: number) => void) => (
    <WholeNumberInput
      label={t(`names.${name}`)}
      value={value}
      {...settingBounds[name]}
      unit={unit(name)}
      changed={value !== was}
      onChange={set}
    />
  );
  return (
    <>
      {Object.entries(whole.lanes).map(([id, lane]) => (
        <Group key={id} title={t("lane", { name: laneName(id) })} help={t("laneHelp")}>
          <Choice
            label={t("names.onJournalFailure")}
            value={lane.onJournalFailure}
            options={(["openAndFlag", "wait"] as const).map((value) => ({ value, label: t(`values.${value}`) }))}
            changed={lane.onJournalFailure !== installed.lanes[id]?.onJournalFailure}
            onChange={(onJournalFailure) => setLane(id, { ...lane, onJournalFailure })}
          />
          <Choice
            label={t("names.onRuleFailure")}
            value={lane.onRuleFailure}
            options={(["hold", "release"] as const).map((value) => ({ value, label: t(`values.${value}`) }))}
            changed={lane.onRuleFailure !== installed.lanes[id]?.onRuleFailure}
            onChange={(onRuleFailure) => setLane(id, { ...lane, onRuleFailure })}
          />
        </Group>
      ))}
      <Group title={t("photos")} help={t("photosHelp")}>
        {(["diskMegabytes", "meteredMegabytesPerDay"] as const).map((name) => (
          <div key={name}>
            {number(name, whole.photos[name], installed.photos[name], (value) =>
              onChange({ ...whole, photos: { ...whole.photos, [name]: value } }),
            )}
          </div>
        ))}
      </Group>
      <Group title={t("link")} help={t("linkHelp")}>
        {(["backlogKbitPerSecond", "telemetrySeconds"] as const).map((name) => (
          <div key={name}>
            {number(name, whole[name], installed[name], (value) => onChange({ ...whole, [name]: value }))}
          </div>
        ))}
      </Group>
      {Object.entries(whole.uplinks).map(([id, uplink]) => (
        <Group key={id} title={t("uplink", { id })} help={t("uplinkHelp")}>
          <TickBox checked={uplink.isMetered} onChange={(isMetered) => setUplink(id, { ...uplink, isMetered })}>
            {t("names.isMetered")}
          </TickBox>
          <TickBox
            checked={uplink.backlogKbitPerSecond !== null}
            onChange={(isOwn) =>
              setUplink(id, { ...uplink, backlogKbitPerSecond: isOwn ? whole.backlogKbitPerSecond : null })
            }
          >
            {t("ownPace")}
          </TickBox>
          {uplink.backlogKbitPerSecond === null
            ? null
            : number(
                "backlogKbitPerSecond",
                uplink.backlogKbitPerSecond,
                installed.uplinks[id]?.backlogKbitPerSecond ?? null,
                (value) => setUplink(id, { ...uplink, backlogKbitPerSecond: value }),
              )}
          {number(
            "provenAfterSeconds",
            uplink.provenAfterSeconds,
            installed.uplinks[id]?.provenAfterSeconds ?? null,
            (value) => setUplink(id, { ...uplink, provenAfterSeconds: value }),
          )}
        </Group>
      ))}
    </>
  );
}

function Group({ title, help, children }: { title: string; help: string; children: ReactNode }) {
  return (
    <fieldset className="min-w-0 border-t border-border pt-3">
      <legend className="sr-only">{title}</legend>
      <p aria-hidden className="font-medium">
        {title}
      </p>
      <p className="pb-2 text-small text-muted">{help}</p>
      <div className="flex flex-wrap items-end gap-x-6 gap-y-3">{children}</div>
    </fieldset>
  );
}
