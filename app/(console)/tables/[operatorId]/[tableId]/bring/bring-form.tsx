"use client";

import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { CircleAlert, Truck } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { Choice } from "#engine/share/take-version.ts";
import { Button } from "../../../../../ui/primitives/button.tsx";
import { useSay } from "../../../../../ui/primitives/toast.tsx";
import { QueryState } from "../../../../../ui/state/query-state.tsx";
import { Skeleton } from "../../../../../ui/state/skeleton.tsx";
import { StateBlock } from "../../../../../ui/state/state-block.tsx";
import type { Outputs } from "../../../../../ui/trpc/outputs.ts";
import { useTRPC } from "../../../../../ui/trpc/trpc-provider.tsx";
import type { SharedTable } from "../table-view.tsx";
import { Brought } from "./brought.tsx";
import { LotPreview } from "./lot-preview.tsx";

export type Preview = Outputs["sharedTables"]["preview"]["lots"][number];
type Place = Pick<Preview, "lotId" | "rateTableId" | "rateTableVersion">;

/** One use of the table; a lot may have several. */
function placeKey({ lotId, rateTableId, rateTableVersion }: Place): string {
  return `${lotId} ${rateTableId} ${rateTableVersion}`;
}

type Props = { table: SharedTable; wanted: readonly string[] | null; editable: boolean };

/** Each lot with what the version changes there, what it keeps and what is to be decided; then the one button. */
export function BringForm({ table, wanted, editable }: Props) {
  const t = useTranslations("bringVersion");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const say = useSay();
  const { newest: number, operatorId, id: tableId } = table;
  const behind = table.uses.filter(({ draft }) => draft !== null && draft.number < number);
  const [left, setLeft] = useState<readonly string[]>(() =>
    wanted ? behind.filter(({ lotId }) => !wanted.includes(lotId)).map(placeKey) : [],
  );
  const [choices, setChoices] = useState<Readonly<Record<string, Readonly<Record<string, Choice>>>>>({});
  const [problem, setProblem] = useState<"noLots" | "undecided">();
  const [done, setDone] = useState<Outputs["sharedTables"]["bring"]>();
  const lots = behind.flatMap(({ lotId, rateTableId, rateTableVersion }) => {
    const place = { lotId, rateTableId, rateTableVersion };
    const chosen = choices[placeKey(place)];
    return chosen ? [{ ...place, choices: chosen }] : [];
  });
  const query = useQuery({
    ...trpc.sharedTables.preview.queryOptions({ operatorId, tableId, number, lots }),
    placeholderData: keepPreviousData,
    enabled: behind.length > 0,
  });
  const bring = useMutation(
    trpc.sharedTables.bring.mutationOptions({
      onSuccess: (result) => {
        setDone(result);
        void queryClient.invalidateQueries();
      },
      onError: (error) => say.failed(t("failed"), error.message),
    }),
  );
  if (done) return <Brought table={table} number={number} done={done} onAgain={() => setDone(undefined)} />;
  if (behind.length === 0) {
    return (
      <StateBlock icon={Truck} tone="quiet" title={t("noneTitle", { number })}>
        {t(table.uses.length === 0 ? "noUses" : "allHaveIt")}
      </StateBlock>
    );
  }
  const names = new Map(table.uses.map(({ lotId, lotName }) => [lotId, lotName]));
  return (
    <QueryState query={query} what={t("previewWhat")} skeleton={<Skeleton className="h-96" />}>
      {(preview) => {
        const chosen = preview.lots.filter((lot) => !left.includes(placeKey(lot)));
        const count = new Set(chosen.map(({ lotId }) => lotId)).size;
        const isOpen = (lot: Preview) => lot.conflicts.some(({ id }) => choices[placeKey(lot)]?.[id] === undefined);
        return (
          <form
            noValidate
            className="flex max-w-[60rem] flex-col gap-4"
            onSubmit={(event) => {
              event.preventDefault();
              const found = chosen.length === 0 ? "noLots" : chosen.some(isOpen) ? "undecided" : undefined;
              setProblem(found);
              if (found) return;
              const decided = chosen.map(({ lotId, rateTableId, rateTableVersion, revision }) => {
                const place = { lotId, rateTableId, rateTableVersion };
                return { ...place, revision, choices: choices[placeKey(place)] ?? {} };
              });
              bring.mutate({ operatorId, tableId, number, lots: decided });
            }}
          >
            <ul className="flex flex-col gap-3" aria-label={t("lots")}>
              {preview.lots.map((lot) => {
                const key = placeKey(lot);
                return (
                  <LotPreview
                    key={key}
                    lot={lot}
                    name={names.get(lot.lotId) ?? lot.lotId}
                    next={preview.next}
                    table={table}
                    chosen={!left.includes(key)}
                    choices={choices[key] ?? {}}
                    editable={editable}
                    onChosen={(isChosen) => setLeft(isChosen ? left.filter((each) => each !== key) : [...left, key])}
                    onChoice={(id, choice) => setChoices({ ...choices, [key]: { ...choices[key], [id]: choice } })}
                  />
                );
              })}
            </ul>
            {preview.more > 0 ? <p className="text-muted">{t("more", { count: preview.more })}</p> : null}
            {editable ? (
              <div className="flex flex-col items-start gap-1">
                <Button type="submit" kind="primary" disabled={bring.isPending || query.isPlaceholderData}>
                  <Truck aria-hidden />
                  {t("bringTo", { number, count })}
                </Button>
                <p className="text-small text-muted">{t("notLive")}</p>
                {problem ? (
                  <p role="alert" className="flex items-start gap-1 text-small text-negative">
                    <CircleAlert aria-hidden className="size-4 shrink-0" />
                    {t(problem)}
                  </p>
                ) : null}
              </div>
            ) : (
              <p className="text-muted">{t("readOnly")}</p>
            )}
          </form>
        );
      }}
    </QueryState>
  );
}
