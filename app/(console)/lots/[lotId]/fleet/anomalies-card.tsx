"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { Messages } from "../../../../messages/load-messages.ts";
import { Age } from "../../../../ui/format/age.tsx";
import { Button } from "../../../../ui/primitives/button.tsx";
import { Card } from "../../../../ui/primitives/card.tsx";
import { ConfirmDialog } from "../../../../ui/primitives/confirm-dialog.tsx";
import { Field } from "../../../../ui/primitives/field.tsx";
import { TextInput } from "../../../../ui/primitives/text-input.tsx";
import { useSay } from "../../../../ui/primitives/toast.tsx";
import { useLot } from "../../../../ui/shell/console-context.tsx";
import { may } from "../../../../ui/shell/permissions.ts";
import { QueryState } from "../../../../ui/state/query-state.tsx";
import { Skeleton } from "../../../../ui/state/skeleton.tsx";
import type { Outputs } from "../../../../ui/trpc/outputs.ts";
import { useTRPC } from "../../../../ui/trpc/trpc-provider.tsx";

type Anomaly = Outputs["fleet"]["anomalies"][number];
type AnomalyKind = keyof Messages["anomalies"]["kinds"];

/** What does not add up and needs a person: differences, gaps, late journals. */
export function AnomaliesCard({ lotId }: { lotId: string }) {
  const t = useTranslations("anomalies");
  const trpc = useTRPC();
  const lot = useLot(lotId);
  const [closing, setClosing] = useState<Anomaly | null>(null);
  const query = useQuery(trpc.fleet.anomalies.queryOptions({ lotId }));
  return (
    <Card title={t("title")} aside={query.data ? t("count", { count: query.data.length }) : null}>
      <QueryState query={query} what={t("what")} skeleton={<Skeleton className="h-16" />}>
        {(anomalies) =>
          anomalies.length === 0 ? (
            <p className="text-muted">{t("none")}</p>
          ) : (
            <ul>
              {anomalies.map((anomaly) => (
                <li key={anomaly.id} className="flex flex-wrap items-center gap-3 border-t border-border py-2">
                  <span className="min-w-0 flex-1">
                    <span className="font-medium">{t(`kinds.${anomaly.kind as AnomalyKind}`)}</span>
                    <span className="block text-small wrap-anywhere text-muted">
                      <AnomalyDetail lotId={lotId} anomaly={anomaly} />
                    </span>
                  </span>
                  <span className="text-small text-muted">
                    <Age at={anomaly.lastAt} />
                  </span>
                  {may(lot?.role, "resolveAnomaly") ? (
                    <Button size="small" onClick={() => setClosing(anomaly)}>
                      {t("resolve")}
                    </Button>
                  ) : null}
                </li>
              ))}
            </ul>
          )
        }
      </QueryState>
      {closing ? <ResolveDialog lotId={lotId} anomaly={closing} onClose={() => setClosing(null)} /> : null}
    </Card>
  );
}

/** What a person needs to look further: the passage, or the ids and serials at hand. */
function AnomalyDetail({ lotId, anomaly }: { lotId: string; anomaly: Anomaly }) {
  const t = useTranslations("anomalies");
  const detail = Object.entries(anomaly.detail)
    .map(([name, value]) => `${name} ${typeof value === "object" ? JSON.stringify(value) : String(value)}`)
    .join(", ");
  return (
    <>
      {anomaly.count > 1 ? `${t("times", { count: anomaly.count })} ` : null}
      {anomaly.passageId ? (
        <Link className="underline" href={`/lots/${encodeURIComponent(lotId)}/passages/${anomaly.passageId}`}>
          {t("toPassage")}
        </Link>
      ) : (
        detail
      )}
    </>
  );
}

function ResolveDialog({ lotId, anomaly, onClose }: { lotId: string; anomaly: Anomaly; onClose: () => void }) {
  const t = useTranslations("anomalies");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const say = useSay();
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const resolve = useMutation(
    trpc.fleet.resolveAnomaly.mutationOptions({
      onSuccess: () => {
        say.done(t("resolved"));
        void queryClient.invalidateQueries({ queryKey: trpc.fleet.pathKey() });
        onClose();
      },
      onError: (error) => say.failed(t("failed"), error.message),
    }),
  );
  return (
    <ConfirmDialog
      open
      title={t("confirmTitle")}
      confirmLabel={t("resolve")}
      cancelLabel={t("keep")}
      busy={resolve.isPending}
      onClose={onClose}
      onConfirm={() => {
        setTried(true);
        if (reason.trim()) resolve.mutate({ lotId, anomalyId: anomaly.id, reason: reason.trim() });
      }}
    >
      <p className="mb-3">{t("confirmText")}</p>
      <Field label={t("reason")} error={tried && !reason.trim() ? t("reasonMissing") : undefined}>
        <TextInput value={reason} wrapClassName="w-full" onChange={(event) => setReason(event.currentTarget.value)} />
      </Field>
    </ConfirmDialog>
  );
}
