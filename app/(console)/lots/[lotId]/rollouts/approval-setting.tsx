"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { Card } from "../../../../ui/primitives/card.tsx";
import { TickBox } from "../../../../ui/primitives/tick-box.tsx";
import { useSay } from "../../../../ui/primitives/toast.tsx";
import { useLot } from "../../../../ui/shell/console-context.tsx";
import { may } from "../../../../ui/shell/permissions.ts";
import { useTRPC } from "../../../../ui/trpc/trpc-provider.tsx";

/** The owner's switches: what must have been done before a draft of a live lot goes live. */
export function ApprovalSetting({ lotId }: { lotId: string }) {
  const t = useTranslations("approval");
  const trpc = useTRPC();
  const role = useLot(lotId)?.role;
  const lot = useQuery(trpc.lots.get.queryOptions({ lotId })).data;
  const answered = useAnswers(lotId);
  const approval = useMutation(trpc.publish.setApproval.mutationOptions(answered("approval")));
  const backtest = useMutation(trpc.publish.setBacktestRequired.mutationOptions(answered("backtest")));
  if (!may(role, "setApproval") || !lot) return null;
  return (
    <Card title={t("title")} className="mt-4">
      <div className="flex flex-col items-start gap-2">
        <TickBox
          checked={approval.isPending ? approval.variables.required : lot.approvalRequired}
          disabled={approval.isPending}
          onChange={(required) => approval.mutate({ lotId, required })}
        >
          {t("approval.required")}
        </TickBox>
        <TickBox
          checked={backtest.isPending ? backtest.variables.required : lot.backtestRequired}
          disabled={backtest.isPending}
          onChange={(required) => backtest.mutate({ lotId, required })}
        >
          {t("backtest.required")}
        </TickBox>
      </div>
      <p className="mt-2 text-small text-muted">{t("help")}</p>
    </Card>
  );
}

function useAnswers(lotId: string) {
  const t = useTranslations("approval");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const say = useSay();
  return (what: "approval" | "backtest") => ({
    onSuccess: ({ required }: { required: boolean }) => {
      say.done(t(`${what}.${required ? "switchedOn" : "switchedOff"}`));
      void queryClient.invalidateQueries({ queryKey: trpc.publish.pathKey() });
      return queryClient.invalidateQueries({ queryKey: trpc.lots.get.queryKey({ lotId }) });
    },
    onError: (error: { message: string }) => {
      say.failed(t("failed"), error.message);
    },
  });
}
