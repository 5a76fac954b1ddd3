"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { CircleAlert, CircleCheck, Info, UserCheck } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useFormat } from "../../../../../ui/format/use-format.ts";
import { useNow } from "../../../../../ui/format/use-now.ts";
import { Button } from "../../../../../ui/primitives/button.tsx";
import { Card } from "../../../../../ui/primitives/card.tsx";
import { Field } from "../../../../../ui/primitives/field.tsx";
import { TextInput } from "../../../../../ui/primitives/text-input.tsx";
import { useSay } from "../../../../../ui/primitives/toast.tsx";
import { useLotZone } from "../../../../../ui/shell/lot-zone.tsx";
import type { Outputs } from "../../../../../ui/trpc/outputs.ts";
import { useTRPC } from "../../../../../ui/trpc/trpc-provider.tsx";
import { useDraft } from "../draft-provider.tsx";

type Check = Outputs["publish"]["check"];

/** What has been proven of the draft, and by whom it was looked at. */
export function ProofCard({ check }: { check: Check }) {
  const t = useTranslations("review");
  return (
    <Card title={t("proof")}>
      <div className="flex flex-col gap-3">
        <ScenarioLine check={check} />
        <BacktestLine check={check} />
        {check.approval.required ? <ApprovalLine check={check} /> : null}
      </div>
    </Card>
  );
}

function ScenarioLine({ check }: { check: Check }) {
  const t = useTranslations("review");
  const { lotId } = useDraft();
  const { scenarios } = check;
  const bad = scenarios.filter((each) => !each.passed || each.oracleAgrees === false);
  // Nothing tried is nothing proven: no tick.
  const isProven = bad.length === 0 && scenarios.length > 0;
  const Icon = isProven ? CircleCheck : bad.length > 0 ? CircleAlert : Info;
  const tone = isProven ? "text-positive" : bad.length > 0 ? "text-negative" : "text-muted";
  return (
    <div className="flex items-start gap-2">
      <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${tone}`} />
      <div className="min-w-0">
        {scenarios.length === 0
          ? t("noScenarios")
          : t("scenariosPass", { passed: scenarios.length - bad.length, total: scenarios.length })}{" "}
        <Link href={`/lots/${encodeURIComponent(lotId)}/scenarios`} className="underline">
          {t("toScenarios")}
        </Link>
        <ul className="text-small text-negative">
          {bad.slice(0, 5).map((each) => (
            <li key={each.id}>{each.oracleAgrees === false ? t("oracleDiffers", { name: each.name }) : each.name}</li>
          ))}
        </ul>
      </div>
    </div>
  );
}

/** Whether the draft was backtested as it stands: a backtest of an earlier one says nothing of this. */
function BacktestLine({ check: { backtest } }: { check: Check }) {
  const t = useTranslations("review");
  const format = useFormat(useLotZone());
  const now = useNow();
  const { lotId, live } = useDraft();
  if (!live) return null;
  const Icon = backtest.met ? CircleCheck : backtest.required ? CircleAlert : Info;
  const tone = backtest.met ? "text-positive" : backtest.required ? "text-caution" : "text-muted";
  return (
    <div className="flex items-start gap-2 border-t border-border pt-3">
      <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${tone}`} />
      <p className="min-w-0">
        {backtest.met && backtest.at
          ? t("backtested", { time: now === 0 ? format.time(backtest.at) : format.dateTime(backtest.at, now) })
          : t(backtest.required ? "backtestMissing" : "notBacktested")}{" "}
        <Link href={`/lots/${encodeURIComponent(lotId)}/backtest`} className="underline">
          {t("toBacktest")}
        </Link>
      </p>
    </div>
  );
}

function ApprovalLine({ check }: { check: Check }) {
  const t = useTranslations("review");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const say = useSay();
  const format = useFormat(useLotZone());
  const now = useNow();
  const { lotId, revision } = useDraft();
  const [note, setNote] = useState("");
  const [tried, setTried] = useState(false);
  const { approval } = check;
  const approve = useMutation(
    trpc.publish.approve.mutationOptions({
      onSuccess: () => {
        say.done(t("approved"));
        void queryClient.invalidateQueries({ queryKey: trpc.publish.pathKey() });
      },
      onError: (error) => say.failed(t("notApproved"), error.message),
    }),
  );
  const mine = approval.given.some((each) => each.self);
  return (
    <div className="flex items-start gap-2 border-t border-border pt-3">
      <UserCheck aria-hidden className={`mt-0.5 size-4 shrink-0 ${approval.met ? "text-positive" : "text-caution"}`} />
      <div className="flex min-w-0 flex-1 flex-col gap-2">
        <p>{approval.met ? t("approvalMet") : t("approvalMissing")}</p>
        <ul className="text-small text-muted">
          {approval.given.map((each) => (
            <li key={`${each.name} ${each.at.getTime()}`}>
              {t("approvedBy", { name: each.name, time: format.dateTime(each.at, now), note: each.note })}
            </li>
          ))}
        </ul>
        {mine ? null : (
          <form
            noValidate
            className="flex flex-wrap items-end gap-2"
            onSubmit={(event) => {
              event.preventDefault();
              setTried(true);
              if (note.trim()) approve.mutate({ lotId, revision, note: note.trim() });
            }}
          >
            <Field label={t("approveNote")} error={tried && !note.trim() ? t("noteMissing") : undefined}>
              <TextInput value={note} maxLength={500} onChange={(event) => setNote(event.currentTarget.value)} />
            </Field>
            <Button type="submit" disabled={approve.isPending}>
              {t("approve")}
            </Button>
          </form>
        )}
      </div>
    </div>
  );
}
