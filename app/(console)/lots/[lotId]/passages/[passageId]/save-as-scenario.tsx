"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { FlaskConical } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "../../../../../ui/primitives/button.tsx";
import { ConfirmDialog } from "../../../../../ui/primitives/confirm-dialog.tsx";
import { Field } from "../../../../../ui/primitives/field.tsx";
import { TextInput } from "../../../../../ui/primitives/text-input.tsx";
import { useSay } from "../../../../../ui/primitives/toast.tsx";
import { useTRPC, useTRPCClient } from "../../../../../ui/trpc/trpc-provider.tsx";
import type { Passage } from "./passage-view.tsx";

/** A real passage becomes a row of proof: every later version is tried on it. */
export function SaveAsScenario({ lotId, passage }: { lotId: string; passage: Passage }) {
  const t = useTranslations("scenarios");
  const intent = useTranslations("status.intent");
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const say = useSay();
  const [asking, setAsking] = useState(false);
  const [name, setName] = useState("");
  const [tried, setTried] = useState(false);
  const { passageId } = passage;
  const save = useMutation({
    mutationFn: async () => {
      const scenario = await client.scenarios.ofPassage.query({ lotId, passageId });
      return client.scenarios.save.mutate({ lotId, id: null, scenario: { ...scenario, name: name.trim() } });
    },
    onSuccess: () => {
      setAsking(false);
      setName("");
      say.done(t("saveOfDone"));
      void queryClient.invalidateQueries({ queryKey: trpc.scenarios.pathKey() });
    },
    onError: (error) => say.failed(t("notSaved"), error.message),
  });
  return (
    <>
      <Button onClick={() => setAsking(true)}>
        <FlaskConical aria-hidden />
        {t("saveOf")}
      </Button>
      <ConfirmDialog
        open={asking}
        title={t("saveOfTitle")}
        confirmLabel={t("save")}
        cancelLabel={t("keepPassage")}
        busy={save.isPending}
        onClose={() => setAsking(false)}
        onConfirm={() => {
          setTried(true);
          if (name.trim()) save.mutate();
        }}
      >
        <p className="mb-3">{t("saveOfText", { decision: intent(passage.decision as "release") })}</p>
        <Field label={t("name")} error={tried && !name.trim() ? t("nameMissing") : undefined}>
          <TextInput
            value={name}
            maxLength={120}
            wrapClassName="w-full"
            onChange={(event) => setName(event.currentTarget.value)}
          />
        </Field>
      </ConfirmDialog>
    </>
  );
}
