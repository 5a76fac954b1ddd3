"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Play } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useNow } from "../../../../../ui/format/use-now.ts";
import { Button } from "../../../../../ui/primitives/button.tsx";
import { Choice } from "../../../../../ui/primitives/choice.tsx";
import { useSay } from "../../../../../ui/primitives/toast.tsx";
import { failureOf } from "../../../../../ui/state/failure.ts";
import { useTRPC } from "../../../../../ui/trpc/trpc-provider.tsx";
import { useDraft } from "../draft-provider.tsx";

const daysOf = { day: 1, week: 7, month: 30, quarter: 91, year: 365 } as const;
type Period = keyof typeof daysOf;
const periods = Object.keys(daysOf) as Period[];
const dayMs = 86_400_000;

/** Which passages; then the cloud works while the page may be left. */
export function StartBacktest({ onStarted }: { onStarted: (id: string) => void }) {
  const t = useTranslations("backtest");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const say = useSay();
  const now = useNow();
  const { lotId, revision, dirty } = useDraft();
  const [period, setPeriod] = useState<Period>("month");
  const start = useMutation(
    trpc.backtests.start.mutationOptions({
      onSuccess: ({ id }) => {
        void queryClient.invalidateQueries({ queryKey: trpc.backtests.pathKey() });
        onStarted(id);
      },
      onError: (error) =>
        say.failed(t("notStarted"), failureOf(error).kind === "conflict" ? t("underWay") : error.message),
    }),
  );
  return (
    <form
      className="flex flex-wrap items-end gap-3 pb-4"
      onSubmit={(event) => {
        event.preventDefault();
        start.mutate({ lotId, revision, from: new Date(now - daysOf[period] * dayMs), to: new Date(now) });
      }}
    >
      <Choice
        label={t("period")}
        value={period}
        options={periods.map((value) => ({ value, label: t(`periods.${value}`) }))}
        onChange={setPeriod}
      />
      <Button type="submit" disabled={dirty || start.isPending || now === 0}>
        <Play aria-hidden />
        {t("start")}
      </Button>
      {dirty ? <span className="text-small leading-8 text-muted">{t("afterSaving")}</span> : null}
    </form>
  );
}
