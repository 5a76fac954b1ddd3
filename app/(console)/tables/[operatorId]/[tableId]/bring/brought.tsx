"use client";

import { CircleCheck, Rocket, TriangleAlert } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button, ButtonLink } from "../../../../../ui/primitives/button.tsx";
import { StateBlock } from "../../../../../ui/state/state-block.tsx";
import type { Outputs } from "../../../../../ui/trpc/outputs.ts";
import { rolloutHref } from "../../../table-href.ts";
import type { SharedTable } from "../table-view.tsx";

type Props = {
  table: SharedTable;
  number: number;
  done: Outputs["sharedTables"]["bring"];
  onAgain: () => void;
};

/** Which lots' drafts have the version now, which were left and why, and the way to one rollout over them. */
export function Brought({ table, number, done, onAgain }: Props) {
  const t = useTranslations("bringVersion");
  const nameOf = (lotId: string) => table.uses.find((use) => use.lotId === lotId)?.lotName ?? lotId;
  const brought = [...new Set(done.brought)];
  // A lot that said all of it already has nothing to publish.
  const ready = brought.filter((lotId) => table.uses.some((use) => use.lotId === lotId && use.draft?.toPublish));
  return (
    <StateBlock
      icon={done.left.length > 0 ? TriangleAlert : CircleCheck}
      tone={done.left.length > 0 ? "caution" : "quiet"}
      alert
      title={t("broughtTitle", { number, count: brought.length })}
      action={
        <span className="flex flex-wrap justify-center gap-2">
          {ready.length > 0 ? (
            <ButtonLink kind="primary" href={rolloutHref(ready)}>
              <Rocket aria-hidden />
              {t("rollOut", { count: ready.length })}
            </ButtonLink>
          ) : null}
          {done.left.length > 0 ? <Button onClick={onAgain}>{t("again")}</Button> : null}
        </span>
      }
    >
      <ul>
        {brought.map((lotId) => (
          <li key={lotId}>{nameOf(lotId)}</li>
        ))}
        {done.left.map(({ lotId, why }) => (
          <li key={lotId} className="text-caution">
            {t(`left.${why}`, { lot: nameOf(lotId) })}
          </li>
        ))}
      </ul>
      <p>{t("broughtText")}</p>
    </StateBlock>
  );
}
