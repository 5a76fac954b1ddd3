"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTranslations } from "use-intl";
import { TickBox } from "../../../../../ui/primitives/tick-box.tsx";
import { useLot, useMe } from "../../../../../ui/shell/console-context.tsx";
import { QueryState } from "../../../../../ui/state/query-state.tsx";
import { Skeleton } from "../../../../../ui/state/skeleton.tsx";
import { useTRPC } from "../../../../../ui/trpc/trpc-provider.tsx";
import { useDraft } from "../draft-provider.tsx";
import type { ChosenLot } from "./plan-choice.ts";

/** The operator's other lots with something to publish; each that is chosen is checked at once. */
export function SecondWave(props: { lots: readonly ChosenLot[]; onChange: (lotIds: string[]) => void }) {
  const t = useTranslations("planChoice");
  const trpc = useTRPC();
  const me = useMe();
  const { lotId } = useDraft();
  const operatorId = useLot(lotId)?.operatorId;
  const query = useQuery(trpc.lots.list.queryOptions());
  const ours = new Set(me.lots.filter((lot) => lot.operatorId === operatorId).map((lot) => lot.id));
  const chosen = props.lots.map((lot) => lot.id);
  return (
    <QueryState query={query} what={t("lotsWhat")} skeleton={<Skeleton className="h-16" />}>
      {(all) => {
        const others = all.filter((lot) => lot.id !== lotId && ours.has(lot.id) && lot.draftDiffers);
        if (others.length === 0) return <p className="text-small text-muted">{t("noOther")}</p>;
        return (
          <fieldset className="flex min-w-0 flex-col gap-1">
            <legend className="text-small font-medium text-muted">{t("lots")}</legend>
            <p className="text-small text-muted">{t("firstLot")}</p>
            {others.map((lot) => {
              const standing = props.lots.find((each) => each.id === lot.id);
              return (
                <div key={lot.id}>
                  <TickBox
                    checked={standing !== undefined}
                    onChange={(checked) =>
                      props.onChange(checked ? [...chosen, lot.id] : chosen.filter((id) => id !== lot.id))
                    }
                  >
                    {lot.name}
                  </TickBox>
                  {standing ? <Standing lot={standing} /> : null}
                </div>
              );
            })}
          </fieldset>
        );
      }}
    </QueryState>
  );
}

function Standing({ lot }: { lot: ChosenLot }) {
  const t = useTranslations("planChoice");
  const look = { ready: "text-muted", checking: "text-muted", blocked: "text-negative", unchecked: "text-negative" };
  const words = {
    ready: t("lotReady", { number: lot.number, count: lot.edges }),
    checking: t("lotChecking"),
    blocked: t("lotBlocked"),
    unchecked: t("lotUnchecked"),
  };
  return (
    <p className="flex flex-wrap gap-x-3 pl-7 text-small" aria-live="polite">
      <span className={look[lot.state]}>{words[lot.state]}</span>
      {lot.alone ? <span className="text-caution">{t("lotAlone")}</span> : null}
      <Link href={`/lots/${encodeURIComponent(lot.id)}/review`}>{t("review", { lot: lot.name })}</Link>
    </p>
  );
}
