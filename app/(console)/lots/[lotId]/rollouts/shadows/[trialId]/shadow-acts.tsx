"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { CircleStop, Rocket } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "../../../../../../ui/primitives/button.tsx";
import { ConfirmDialog } from "../../../../../../ui/primitives/confirm-dialog.tsx";
import { useSay } from "../../../../../../ui/primitives/toast.tsx";
import { useTRPC } from "../../../../../../ui/trpc/trpc-provider.tsx";
import { BreakGlassField, NoteField } from "../../../note-fields.tsx";
import type { Shadow } from "./shadow-view.tsx";

/** Making the version live, or ending the shadow: each asks once, with a note for the audit. */
export function ShadowActs({ lotId, shadow }: { lotId: string; shadow: Shadow }) {
  const t = useTranslations("shadow.acts");
  const [asking, setAsking] = useState<"stop" | "makeLive" | null>(null);
  return (
    <>
      <Button onClick={() => setAsking("stop")}>
        <CircleStop aria-hidden />
        {t("stop.button")}
      </Button>
      <Button kind="primary" onClick={() => setAsking("makeLive")}>
        <Rocket aria-hidden />
        {t("makeLive.button", { number: shadow.number })}
      </Button>
      {asking === "stop" ? <Stop lotId={lotId} shadow={shadow} onClose={() => setAsking(null)} /> : null}
      {asking === "makeLive" ? <MakeLive lotId={lotId} shadow={shadow} onClose={() => setAsking(null)} /> : null}
    </>
  );
}

type Asked = { lotId: string; shadow: Shadow; onClose: () => void };

function Stop({ lotId, shadow, onClose }: Asked) {
  const t = useTranslations("shadow.acts");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const say = useSay();
  const stop = useMutation(
    trpc.shadows.stop.mutationOptions({
      onSuccess: () => {
        onClose();
        say.done(t("stop.done"));
        void queryClient.invalidateQueries({ queryKey: trpc.shadows.pathKey() });
      },
      onError: (error) => say.failed(t("stop.failed"), error.message),
    }),
  );
  return (
    <AskShadow
      act="stop"
      shadow={shadow}
      busy={stop.isPending}
      onClose={onClose}
      onConfirm={(note) => stop.mutate({ lotId, trialId: shadow.id, note })}
    />
  );
}

function MakeLive({ lotId, shadow, onClose }: Asked) {
  const t = useTranslations("shadow.acts");
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  const say = useSay();
  const makeLive = useMutation(
    trpc.shadows.makeLive.mutationOptions({
      onSuccess: ({ rolloutId, number }) => {
        onClose();
        say.done(t("makeLive.done", { number }));
        void queryClient.invalidateQueries();
        router.push(`/lots/${encodeURIComponent(lotId)}/rollouts/${rolloutId}`);
      },
      onError: (error) => say.failed(t("makeLive.failed"), error.message),
    }),
  );
  return (
    <AskShadow
      act="makeLive"
      shadow={shadow}
      busy={makeLive.isPending}
      onClose={onClose}
      onConfirm={(note, breakGlass) =>
        makeLive.mutate({ lotId, trialId: shadow.id, note, ...(breakGlass && { breakGlass }) })
      }
    />
  );
}

function AskShadow(props: {
  act: "stop" | "makeLive";
  shadow: Shadow;
  busy: boolean;
  onClose: () => void;
  onConfirm: (note: string, breakGlass: string) => void;
}) {
  const { act, shadow, busy, onClose, onConfirm } = props;
  const t = useTranslations("shadow.acts");
  const review = useTranslations("review");
  const [note, setNote] = useState("");
  const [why, setWhy] = useState("");
  const [tried, setTried] = useState(false);
  const { unmet } = shadow;
  const isUnmet = act === "makeLive" && unmet !== null;
  const confirm = () => {
    setTried(true);
    if (!note.trim() || (isUnmet && !why.trim()) || busy) return;
    onConfirm(note.trim(), isUnmet ? why.trim() : "");
  };
  return (
    <ConfirmDialog
      open
      danger={isUnmet}
      title={t(`${act}.title`, { number: shadow.number, count: shadow.edges.length })}
      confirmLabel={t(`${act}.button`, { number: shadow.number })}
      cancelLabel={t(`${act}.keep`)}
      busy={busy}
      onClose={onClose}
      onConfirm={confirm}
    >
      <p>{t(`${act}.text`)}</p>
      <form
        noValidate
        className="mt-3 flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          confirm();
        }}
      >
        <NoteField
          label={t("note")}
          error={tried && !note.trim() ? review("noteMissing") : undefined}
          value={note}
          onChange={setNote}
        />
        {isUnmet ? (
          <BreakGlassField what={unmet} isMissing={tried && !why.trim()} value={why} onChange={setWhy} />
        ) : null}
      </form>
    </ConfirmDialog>
  );
}
