"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { CircleAlert, Rocket } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useFormat } from "../../../../../ui/format/use-format.ts";
import { Banner } from "../../../../../ui/primitives/banner.tsx";
import { Button } from "../../../../../ui/primitives/button.tsx";
import { Card } from "../../../../../ui/primitives/card.tsx";
import { useSay } from "../../../../../ui/primitives/toast.tsx";
import { useLotZone } from "../../../../../ui/shell/lot-zone.tsx";
import { failureOf } from "../../../../../ui/state/failure.ts";
import { Loading, QueryState } from "../../../../../ui/state/query-state.tsx";
import { Skeleton } from "../../../../../ui/state/skeleton.tsx";
import { ConnectionStatus } from "../../../../../ui/status/edge-status.tsx";
import type { Outputs } from "../../../../../ui/trpc/outputs.ts";
import { useTRPC } from "../../../../../ui/trpc/trpc-provider.tsx";
import { BreakGlassField, NoteField } from "../../note-fields.tsx";
import { useDraft } from "../draft-provider.tsx";
import { FindingList } from "../finding-list.tsx";
import { useRefetchOn } from "../use-refetch-on.ts";
import { PlanFields } from "./plan-fields.tsx";
import { ProofCard } from "./proof-card.tsx";
import { isProven, passesScenarios } from "./use-chosen-lots.ts";
import { usePlan } from "./use-plan.ts";

type Check = Outputs["publish"]["check"];

/** The checks of the cloud, the edges it goes to, the note, and the button that says what will happen. */
export function PublishCard() {
  const t = useTranslations("review");
  const trpc = useTRPC();
  const draft = useDraft();
  const query = useQuery({
    ...trpc.publish.check.queryOptions({ lotId: draft.lotId }),
    enabled: draft.editable && !draft.dirty,
    staleTime: 0,
  });
  useRefetchOn(draft.revision, query.refetch);
  if (!draft.editable) {
    return (
      <Card title={t("publish")}>
        <p className="text-muted">{t("whoPublishes")}</p>
      </Card>
    );
  }
  return (
    <QueryState query={query} what={t("checksWhat")} skeleton={<Skeleton className="h-72" />}>
      {(check) =>
        check.revision === draft.revision && !draft.dirty ? (
          <PublishForm check={check} />
        ) : (
          <Loading>
            <Skeleton className="h-72" />
          </Loading>
        )
      }
    </QueryState>
  );
}

function PublishForm({ check }: { check: Check }) {
  const t = useTranslations("review");
  const planWords = useTranslations("planChoice");
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  const say = useSay();
  const format = useFormat(useLotZone());
  const { lotId, revision } = useDraft();
  const [note, setNote] = useState("");
  const [why, setWhy] = useState("");
  const [tried, setTried] = useState(false);
  const publish = useMutation(
    trpc.publish.publish.mutationOptions({
      onSuccess: (started) => {
        say.done(t("published", { number: started.number, count: check.edges.length }));
        void queryClient.invalidateQueries();
        router.push(`/lots/${encodeURIComponent(lotId)}/rollouts/${started.rolloutId}`);
      },
      onError: (error) => {
        say.failed(failureOf(error).kind === "conflict" ? t("changedMeanwhile") : t("publishFailed"), error.message);
        void queryClient.invalidateQueries({ queryKey: trpc.draft.pathKey() });
      },
    }),
  );
  const plan = usePlan();
  const unproven = !passesScenarios(check.scenarios);
  const isShadow = plan.choice.how === "shadow";
  const unmet = isShadow ? null : (check.unmet ?? (plan.lots.some((lot) => lot.alone) ? "approval" : null));
  const alone = unmet !== null;
  const offline = check.edges.filter((edge) => !edge.online).length;
  return (
    <div className="flex flex-col gap-4">
      <Card title={t("checks")}>
        <FindingList diagnostics={check.diagnostics} />
      </Card>
      <ProofCard check={check} />
      <Card title={t("edges", { count: check.edges.length })}>
        <ul className="flex flex-col gap-1">
          {check.edges.map((edge) => (
            <li key={edge.id} className="flex justify-between gap-3">
              {edge.name}
              <ConnectionStatus connection={edge.online ? "online" : "offline"} bare />
            </li>
          ))}
        </ul>
        {offline > 0 ? <p className="pt-2 text-small text-caution">{t("offline", { count: offline })}</p> : null}
      </Card>
      <Card title={check.sameAsLive ? t("publish") : t("publishAs", { number: check.nextNumber })}>
        {check.sameAsLive ? (
          <p className="text-muted">{t("sameText")}</p>
        ) : !isProven(check) ? (
          <Banner tone="negative">{unproven ? t("unproven") : t("blocked")}</Banner>
        ) : (
          <form
            noValidate
            className="flex flex-col gap-3"
            onSubmit={(event) => {
              event.preventDefault();
              setTried(true);
              const possible = plan.check();
              if (!possible || !note.trim() || (alone && !why.trim())) return;
              const said = { note: note.trim(), ...(alone && { breakGlass: why.trim() }) };
              if (isShadow) plan.startShadow(note.trim());
              else if (plan.plain) publish.mutate({ lotId, revision, ...said });
              else plan.make(said);
            }}
          >
            <NoteField
              label={t("note")}
              help={t("noteHelp")}
              error={tried && !note.trim() ? t("noteMissing") : undefined}
              value={note}
              onChange={setNote}
            />
            {alone ? (
              <BreakGlassField what={unmet} isMissing={tried && !why.trim()} value={why} onChange={setWhy} />
            ) : null}
            {check.gzipBytes === null ? null : (
              <p className="text-small text-muted">
                {t("size", { kilobytes: format.count(Math.ceil(check.gzipBytes / 1024)) })}
              </p>
            )}
            <PlanFields plan={plan} />
            {plan.problem ? (
              <p role="alert" className="flex items-start gap-1 text-small text-negative">
                <CircleAlert aria-hidden className="size-4 shrink-0" />
                {planWords(plan.problem)}
              </p>
            ) : null}
            <Button type="submit" kind={alone ? "danger" : "primary"} disabled={publish.isPending || plan.busy}>
              <Rocket aria-hidden />
              {isShadow
                ? planWords("startShadow", { count: check.edges.length })
                : plan.plain
                  ? t(alone ? "publishAlone" : "publishTo", { count: check.edges.length, what: unmet ?? "approval" })
                  : planWords(alone ? "startAlone" : "start", { when: plan.choice.when, count: 1 + plan.lots.length })}
            </Button>
          </form>
        )}
      </Card>
    </div>
  );
}
