"use client";

import clsx from "clsx";
import { Check, Circle, Minus } from "lucide-react";
import { useTranslations } from "use-intl";
import { useFormat } from "../../../../ui/format/use-format.ts";
import { useLotZone } from "../../../../ui/shell/lot-zone.tsx";
import { GateStageStatus } from "./gate-stage-status.tsx";
import type { GateCommand } from "./use-gate-command.ts";

/** Sent, received, and what the gate did: each step as icon and word, then what it means and what to do. */
export function GateProgress({ lane, command }: { lane: string; command: GateCommand }) {
  const t = useTranslations("gate");
  const format = useFormat(useLotZone());
  const { stage, isSent, isReceived, isOver, reason, finishedAt } = command;
  const isWaiting = stage === "sending" || stage === "sent" || stage === "received";
  return (
    <>
      <ol className="flex flex-col gap-2">
        <Step isDone={isSent} isOver={isOver} word={isSent ? t("sent") : t("notSent")} />
        <Step isDone={isReceived} isOver={isOver} word={isReceived ? t("received") : t("notReceived")} />
        <li>{isWaiting ? <Waiting word={t("waiting")} /> : <GateStageStatus stage={stage} />}</li>
      </ol>
      <p className="mt-3">
        {t(`said.${stage}`, {
          lane,
          time: finishedAt ? format.exactTime(finishedAt) : "",
          reason: reason ?? "",
        })}
      </p>
      {stage === "failed" && reason ? (
        <p className="text-small wrap-anywhere text-muted">{t("barrierSaid", { reason })}</p>
      ) : null}
    </>
  );
}

function Step({ isDone, isOver, word }: { isDone: boolean; isOver: boolean; word: string }) {
  const Icon = isDone ? Check : isOver ? Minus : Circle;
  return (
    <li className={clsx("flex items-center gap-2", !isDone && "text-muted")}>
      <Icon aria-hidden className={clsx("size-4 shrink-0", isDone && "text-positive")} />
      {word}
    </li>
  );
}

function Waiting({ word }: { word: string }) {
  return (
    <span className="flex items-center gap-2 text-muted">
      <Circle aria-hidden className="size-4 shrink-0" />
      {word}
    </span>
  );
}
