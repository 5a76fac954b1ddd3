"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { CircleStop, type LucideIcon, Pause, Play, Undo2 } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "../../../../../../ui/primitives/button.tsx";
import { ConfirmDialog } from "../../../../../../ui/primitives/confirm-dialog.tsx";
import { useSay } from "../../../../../../ui/primitives/toast.tsx";
import { useTRPC } from "../../../../../../ui/trpc/trpc-provider.tsx";
import { NoteField } from "../../../note-fields.tsx";
import type { Plan } from "./plan-view.tsx";

const acts = ["resume", "pause", "cancel", "rollBack"] as const;
type Act = (typeof acts)[number];

const looks: Record<Act, { icon: LucideIcon; kind: "plain" | "danger" | "solidDanger" }> = {
  resume: { icon: Play, kind: "plain" },
  pause: { icon: Pause, kind: "plain" },
  cancel: { icon: CircleStop, kind: "danger" },
  rollBack: { icon: Undo2, kind: "solidDanger" },
};

/** What a person may still do with the plan: each asks once, with a note for the audit. */
export function PlanActs({ plan }: { plan: Plan }) {
  const t = useTranslations("plan.acts");
  const [asking, setAsking] = useState<Act | null>(null);
  return (
    <>
      {acts
        .filter((act) => isPossible(act, plan))
        .map((act) => {
          const { icon: Icon, kind } = looks[act];
          return (
            <Button key={act} kind={kind} onClick={() => setAsking(act)}>
              <Icon aria-hidden />
              {t(`${act}.button`)}
            </Button>
          );
        })}
      {asking ? <AskAct plan={plan} act={asking} onClose={() => setAsking(null)} /> : null}
    </>
  );
}

function isPossible(act: Act, { state, lots, first }: Plan): boolean {
  if (act === "pause") return state === "running";
  if (act === "resume") return state === "paused";
  if (act === "cancel") return state === "scheduled" || state === "running" || state === "paused";
  return (
    state !== "scheduled" && state !== "rolledBack" && (isTried(first) || lots.some((lot) => lot.rolloutId !== null))
  );
}

/** The lane that comes first runs the version now. */
function isTried(first: Plan["first"]): boolean {
  return first !== null && first.edges.length > 0 && !first.isOver;
}

function AskAct({ plan, act, onClose }: { plan: Plan; act: Act; onClose: () => void }) {
  const t = useTranslations("plan.acts");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const say = useSay();
  const [note, setNote] = useState("");
  const [tried, setTried] = useState(false);
  const change = useMutation(
    trpc.plans.change.mutationOptions({
      onSuccess: () => {
        onClose();
        say.done(t(`${act}.done`));
        void queryClient.invalidateQueries();
      },
      onError: (error) => say.failed(t(`${act}.failed`), error.message),
    }),
  );
  const begun = plan.lots.filter((lot) => lot.rolloutId !== null);
  const reached = begun.length > 0 ? begun : plan.lots.filter((lot) => lot.lotId === plan.first?.lotId);
  const confirm = () => {
    setTried(true);
    if (!note.trim() || change.isPending) return;
    change.mutate({ operatorId: plan.operatorId, planId: plan.id, act, note: note.trim() });
  };
  return (
    <ConfirmDialog
      open
      danger={looks[act].kind !== "plain"}
      title={t(`${act}.title`, { count: act === "rollBack" ? reached.length : plan.lots.length })}
      confirmLabel={t(`${act}.button`)}
      cancelLabel={t(`${act}.keep`)}
      busy={change.isPending}
      onClose={onClose}
      onConfirm={confirm}
    >
      <p>{t(`${act}.text`)}</p>
      {act === "rollBack" ? (
        <ul className="mt-2 list-disc pl-5">
          {reached.map((lot) => (
            <li key={lot.lotId}>{lot.name}</li>
          ))}
        </ul>
      ) : null}
      <form
        noValidate
        className="mt-3"
        onSubmit={(event) => {
          event.preventDefault();
          confirm();
        }}
      >
        <NoteField
          label={t("note")}
          error={tried && !note.trim() ? t("noteMissing") : undefined}
          value={note}
          onChange={setNote}
        />
      </form>
    </ConfirmDialog>
  );
}
