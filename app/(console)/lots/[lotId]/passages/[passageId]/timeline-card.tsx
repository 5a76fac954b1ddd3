"use client";

import { Camera, CarFront, CircleHelp, CloudUpload, Gavel, type LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { useFormat } from "../../../../../ui/format/use-format.ts";
import { useNow } from "../../../../../ui/format/use-now.ts";
import { Card } from "../../../../../ui/primitives/card.tsx";
import { useLotZone } from "../../../../../ui/shell/lot-zone.tsx";
import { outcomeWord } from "../outcome-word.ts";
import { decisionOf } from "./decision-of.ts";
import { Fingerprint } from "./fingerprint.tsx";
import type { Passage } from "./passage-view.tsx";

type Moment = { key: string; at: number; icon: LucideIcon; title: string; note: ReactNode };

/** From the camera's reading to the cloud's commit, in lot time. */
export function TimelineCard({ passage }: { passage: Passage }) {
  const t = useTranslations("passage.timeline");
  const decision = useTranslations("status.decision");
  const outcomes = useTranslations("passages.outcomes");
  const format = useFormat(useLotZone());
  const now = useNow();
  const moments: Moment[] = [];
  const { body, outcome } = passage;
  if (body) {
    const { confidence, observedAt, deviceId } = body.observation;
    moments.push({
      key: "seen",
      at: observedAt + body.stamp.offsetMs,
      icon: Camera,
      title: t("seen"),
      note:
        confidence === null
          ? t("camera", { device: deviceId })
          : t("cameraRead", { device: deviceId, percent: Math.round(confidence * 100) }),
    });
  }
  moments.push({
    key: "decided",
    at: passage.at.getTime(),
    icon: Gavel,
    title: decision(decisionOf(passage).decision),
    note: t("decided", { lane: passage.laneName }),
  });
  if (outcome) {
    moments.push({
      key: "outcome",
      at: outcome.stamp.at + outcome.stamp.offsetMs,
      icon: outcome.result === "passed" ? CarFront : CircleHelp,
      title: outcomes(outcomeWord(passage.decision, outcome.result)),
      note:
        outcome.gate?.accepted === true && outcome.gate.commandMs !== null
          ? t("gate", { ms: Math.round(outcome.gate.commandMs) })
          : outcome.gate?.accepted === null
            ? t("gateSilent")
            : "",
    });
  }
  for (const record of passage.records) {
    moments.push({
      key: `record-${record.epoch}-${record.n}`,
      at: record.receivedAt.getTime(),
      icon: CloudUpload,
      title: t(`record.${record.kind ?? "other"}`),
      note: t.rich("serial", { n: record.n, hash: () => <Fingerprint sha256={record.hash} length={8} /> }),
    });
  }
  moments.sort((a, b) => a.at - b.at);
  return (
    <Card title={t("title")} aside={now === 0 ? null : `${format.date(passage.at, now)}, ${format.zone(passage.at)}`}>
      <ol className="flex flex-col">
        {moments.map(({ key, at, icon: Icon, title, note }) => (
          <li
            key={key}
            className="relative grid grid-cols-[4.25rem_1.5rem_1fr] gap-x-2 pb-3 not-last:before:absolute not-last:before:top-6 not-last:before:bottom-0 not-last:before:left-[5.5rem] not-last:before:w-px not-last:before:bg-border"
          >
            <time dateTime={new Date(at).toISOString()} className="text-right leading-6 text-muted">
              {format.exactTime(at)}
            </time>
            <span className="flex size-6 items-center justify-center rounded-full border border-border bg-background text-muted">
              <Icon aria-hidden className="size-3.5" />
            </span>
            <div className="min-w-0">
              <div className="leading-6 font-medium">{title}</div>
              {note ? <div className="text-small text-muted">{note}</div> : null}
            </div>
          </li>
        ))}
      </ol>
    </Card>
  );
}
