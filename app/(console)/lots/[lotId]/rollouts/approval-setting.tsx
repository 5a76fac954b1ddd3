"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { Card } from "../../../../ui/primitives/card.tsx";
import { TickBox } from "../../../../ui/primitives/tick-box.tsx";
import { useSay } from "../../../../ui/primitives/toast.tsx";
import { useLot } from "../../../../ui/shell/console-context.tsx";
import { may } from "../../../../ui/shell/permissions.ts";
import { useTRPC } from "../../../../ui/trpc/trpc-provider.tsx";

/** The owner's switch: whether nobody publishes alone what a live lot does. */
export function ApprovalSetting({ lotId }: { lotId: string }) {
  const t = useTranslations("approval");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const say = useSay();
  const role = useLot(lotId)?.role;
  const lot = useQuery(trpc.lots.get.queryOptions({ lotId })).data;
  const set = useMutation(
    trpc.publish.setApproval.mutationOptions({
      onSuccess: ({ required }) => {
        say.done(t(required ? "switchedOn" : "switchedOff"));
        void queryClient.invalidateQueries({ queryKey: trpc.publish.pathKey() });
        return queryClient.invalidateQueries({ queryKey: trpc.lots.get.queryKey({ lotId }) });
      },
      onError: (error) => say.failed(t("failed"), error.message),
    }),
  );
  if (!may(role, "setApproval") || !lot) return null;
  return (
    <Card title={t("title")} className="mt-4">
      <TickBox
        checked={set.isPending ? set.variables.required : lot.approvalRequired}
        disabled={set.isPending}
        onChange={(required) => set.mutate({ lotId, required })}
      >
        {t("required")}
      </TickBox>
      <p className="text-small text-muted">{t("help")}</p>
    </Card>
  );
}
