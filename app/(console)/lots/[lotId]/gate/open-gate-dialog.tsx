"use client";

import { useQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "../../../../ui/primitives/button.tsx";
import { Choice } from "../../../../ui/primitives/choice.tsx";
import { Dialog } from "../../../../ui/primitives/dialog.tsx";
import { Field } from "../../../../ui/primitives/field.tsx";
import { TextInput } from "../../../../ui/primitives/text-input.tsx";
import { useTRPC } from "../../../../ui/trpc/trpc-provider.tsx";
import { GateProgress } from "./gate-progress.tsx";
import { useGateCommand } from "./use-gate-command.ts";
import type { GatePress } from "./use-open-gate.ts";
import { type ReleaseReason, releaseReasons, useReleaseReasonWord } from "./use-release-reason-word.ts";

const noteMax = 500;

type Props = { lotId: string; laneId: string; isLaneFixed: boolean; press: GatePress; onClose: () => void };

/** Which gate and why; then, in the same place, what became of it. */
export function OpenGateDialog({ lotId, laneId: firstLaneId, isLaneFixed, press, onClose }: Props) {
  const t = useTranslations("gate");
  const trpc = useTRPC();
  const { data: lot } = useQuery(trpc.lots.get.queryOptions({ lotId }));
  const reasonWord = useReleaseReasonWord();
  const command = useGateCommand(lotId, press);
  const safe = useRef<HTMLButtonElement>(null);
  const isPressed = useRef(press.status !== "idle");
  const [laneId, setLaneId] = useState(press.variables?.laneId ?? firstLaneId);
  const [reasonCode, setReasonCode] = useState<ReleaseReason | "">(press.variables?.reasonCode ?? "");
  const [note, setNote] = useState(press.variables?.note ?? "");
  const [tried, setTried] = useState(false);
  const lanes = lot?.lanes ?? [];
  const lane = lanes.find(({ id }) => id === laneId)?.name ?? laneId;
  const isNoteMissing = reasonCode === "other" && note.trim() === "";
  const isAsked = press.status !== "idle";

  const open = () => {
    setTried(true);
    if (reasonCode === "" || isNoteMissing || isPressed.current) return;
    isPressed.current = true;
    press.mutate({ lotId, laneId, reasonCode, note: note.trim() || null });
    safe.current?.focus();
  };
  const askAgain = () => {
    press.reset();
    isPressed.current = false;
    setTried(false);
    safe.current?.focus();
  };
  const close = () => {
    if (isAsked && command.isOver) press.reset();
    onClose();
  };

  return (
    <Dialog narrow title={t("title")} note={isAsked ? lane : t("note")} onClose={close}>
      {isAsked ? null : (
        <div className="flex flex-col gap-3">
          {isLaneFixed ? null : (
            <Choice
              label={t("lane")}
              value={laneId}
              options={lanes.map(({ id, name }) => ({ value: id, label: name }))}
              onChange={setLaneId}
              className="w-full"
            />
          )}
          <Choice
            label={t("reason")}
            value={reasonCode}
            options={[
              { value: "", label: t("chooseReason") },
              ...releaseReasons.map((code) => ({ value: code, label: reasonWord(code) })),
            ]}
            onChange={setReasonCode}
            error={tried && reasonCode === "" ? t("reasonMissing") : undefined}
            className="w-full"
          />
          <Field
            label={reasonCode === "other" ? t("noteNeeded") : t("noteIfAny")}
            error={tried && isNoteMissing ? t("noteMissing") : undefined}
          >
            <TextInput
              value={note}
              maxLength={noteMax}
              wrapClassName="w-full"
              onChange={(event) => setNote(event.currentTarget.value)}
            />
          </Field>
        </div>
      )}
      <div role="status">{isAsked ? <GateProgress lane={lane} command={command} /> : null}</div>
      {/* the safe button keeps its place, so that a double click opens once and closes nothing */}
      <div className="mt-4 flex flex-wrap justify-between gap-2">
        <Button ref={safe} onClick={close}>
          {isAsked ? t("close") : t("keepClosed")}
        </Button>
        {isAsked ? null : (
          <Button kind="primary" onClick={open}>
            {t("openLane", { lane })}
          </Button>
        )}
        {isAsked && command.isOver && command.stage !== "opened" ? (
          <Button onClick={askAgain}>{t("tryAgain")}</Button>
        ) : null}
        {isAsked && !command.isOver ? (
          <span className="self-center text-small text-muted">{t("againIn", { seconds: command.secondsLeft })}</span>
        ) : null}
      </div>
    </Dialog>
  );
}
