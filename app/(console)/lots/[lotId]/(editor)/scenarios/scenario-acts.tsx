"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Save, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { Scenario } from "#engine/scenario/scenario.ts";
import { Button } from "../../../../../ui/primitives/button.tsx";
import { useSay } from "../../../../../ui/primitives/toast.tsx";
import { failureOf } from "../../../../../ui/state/failure.ts";
import { useTRPC } from "../../../../../ui/trpc/trpc-provider.tsx";
import { useDraft } from "../draft-provider.tsx";

/** Keeps or takes away a scenario. */
export function ScenarioActs(props: {
  kept: { id: string | null; revision: number; scenario: Scenario };
  changed: boolean;
  onDone: () => void;
}) {
  const t = useTranslations("scenarios");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const say = useSay();
  const { lotId } = useDraft();
  const [tried, setTried] = useState(false);
  const { id, revision, scenario } = props.kept;
  const done = (words: string) => {
    say.done(words);
    void queryClient.invalidateQueries({ queryKey: trpc.scenarios.pathKey() });
    void queryClient.invalidateQueries({ queryKey: trpc.publish.pathKey() });
    props.onDone();
  };
  const onError = (error: unknown) =>
    say.failed(t("notSaved"), failureOf(error).kind === "conflict" ? t("changedMeanwhile") : failureOf(error).message);
  const save = useMutation(trpc.scenarios.save.mutationOptions({ onSuccess: () => done(t("saved")), onError }));
  const remove = useMutation(trpc.scenarios.remove.mutationOptions({ onSuccess: () => done(t("removed")), onError }));
  const problem =
    scenario.name.trim() === ""
      ? t("nameMissing")
      : Object.values(scenario.expected).every((value) => value === undefined)
        ? t("expectedMissing")
        : null;
  return (
    <div className="flex flex-wrap items-center justify-between gap-2">
      <span className="flex flex-wrap items-center gap-3">
        <Button
          kind="primary"
          disabled={save.isPending || (id !== null && !props.changed)}
          onClick={() => {
            setTried(true);
            const named = { ...scenario, name: scenario.name.trim() };
            if (!problem) save.mutate({ lotId, id, revision, scenario: named });
          }}
        >
          <Save aria-hidden />
          {t("save")}
        </Button>
        {tried && problem ? (
          <span role="alert" className="text-small text-negative">
            {problem}
          </span>
        ) : null}
      </span>
      {id === null ? null : (
        <Button kind="danger" size="small" disabled={remove.isPending} onClick={() => remove.mutate({ lotId, id })}>
          <Trash2 aria-hidden />
          {t("remove")}
        </Button>
      )}
    </div>
  );
}
