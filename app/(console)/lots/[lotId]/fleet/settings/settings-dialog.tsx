"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { settingsInForce, type WholeSettings } from "#contracts/edge-settings.ts";
import { Banner } from "../../../../../ui/primitives/banner.tsx";
import { Button } from "../../../../../ui/primitives/button.tsx";
import { Dialog } from "../../../../../ui/primitives/dialog.tsx";
import { useSay } from "../../../../../ui/primitives/toast.tsx";
import { failureOf } from "../../../../../ui/state/failure.ts";
import { useTRPC } from "../../../../../ui/trpc/trpc-provider.tsx";
import { SettingFields } from "./setting-fields.tsx";
import type { SetEdge } from "./settings-card.tsx";
import { changedFrom } from "./settings-draft.ts";

/** What one edge goes by. What is set as it was installed is left to its installation. */
export function SettingsDialog(props: { lotId: string; edge: SetEdge; installed: WholeSettings; onClose: () => void }) {
  const { lotId, edge, installed, onClose } = props;
  const t = useTranslations("edgeSettings");
  const trpc = useTRPC();
  const say = useSay();
  const queryClient = useQueryClient();
  const [whole, setWhole] = useState(() => settingsInForce(installed, edge.settings));
  const [problem, setProblem] = useState<string | null>(null);
  const save = useMutation(
    trpc.fleet.saveSettings.mutationOptions({
      onSuccess: () => {
        say.done(t("saved"));
        onClose();
      },
      onError: (error) =>
        setProblem(
          failureOf(error).kind === "conflict" ? t("changedMeanwhile") : `${t("saveFailed")} ${error.message}`,
        ),
      onSettled: () => void queryClient.invalidateQueries({ queryKey: trpc.fleet.settings.pathKey() }),
    }),
  );
  return (
    <Dialog title={t("dialogTitle", { edge: edge.name })} note={t("dialogNote")} onClose={onClose}>
      <form
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          setProblem(null);
          const { edgeId, settings: before } = edge;
          save.mutate({ lotId, edgeId, before, settings: changedFrom(installed, whole) });
        }}
      >
        <SettingFields lotId={lotId} installed={installed} whole={whole} onChange={setWhole} />
        <div role="alert">{problem ? <Banner tone="negative" title={problem} /> : null}</div>
        <div className="flex flex-wrap justify-end gap-2">
          <Button type="button" kind="quiet" className="mr-auto" onClick={() => setWhole(installed)}>
            {t("allInstalled")}
          </Button>
          <Button type="button" onClick={onClose}>
            {t("cancel")}
          </Button>
          <Button type="submit" kind="primary" disabled={save.isPending}>
            {t("save")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
