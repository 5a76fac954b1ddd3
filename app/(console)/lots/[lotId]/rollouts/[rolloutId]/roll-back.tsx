"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Undo2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "../../../../../ui/primitives/button.tsx";
import { ConfirmDialog } from "../../../../../ui/primitives/confirm-dialog.tsx";
import { useSay } from "../../../../../ui/primitives/toast.tsx";
import { useTRPC } from "../../../../../ui/trpc/trpc-provider.tsx";
import type { Rollout } from "./rollout-view.tsx";

/** One click and one confirm: the edges go back to a version that they already hold. */
export function RollBack({ lotId, rollout, toNumber }: { lotId: string; rollout: Rollout; toNumber: number }) {
  const t = useTranslations("rollout");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const router = useRouter();
  const say = useSay();
  const [asking, setAsking] = useState(false);
  const rollBack = useMutation(
    trpc.rollouts.rollBack.mutationOptions({
      onSuccess: (started) => {
        setAsking(false);
        say.done(t("rollBackStarted", way));
        void queryClient.invalidateQueries();
        router.push(`/lots/${encodeURIComponent(lotId)}/rollouts/${started.rolloutId}`);
      },
      onError: (error) => say.failed(t("rollBackFailed", way), error.message),
    }),
  );
  const names = rollout.edges.map((edge) => edge.name);
  // After a roll-back the other version is the newer one.
  const way = { number: toNumber, forward: toNumber > rollout.bundle.number ? "yes" : "no" };
  return (
    <>
      <Button kind="solidDanger" onClick={() => setAsking(true)}>
        <Undo2 aria-hidden />
        {t("rollBackTo", way)}
      </Button>
      <ConfirmDialog
        open={asking}
        danger
        title={t("confirmTitle", { ...way, count: names.length })}
        confirmLabel={t("rollBackTo", way)}
        cancelLabel={t("keep", { number: rollout.bundle.number })}
        busy={rollBack.isPending}
        onClose={() => setAsking(false)}
        onConfirm={() =>
          rollBack.mutate({ lotId, toNumber, note: t("rollBackNote", { ...way, from: rollout.bundle.number }) })
        }
      >
        <p>{t("confirmText", { from: rollout.bundle.number, to: toNumber })}</p>
        <ul className="mt-2 list-disc pl-5">
          {names.map((name) => (
            <li key={name}>{name}</li>
          ))}
        </ul>
      </ConfirmDialog>
    </>
  );
}
