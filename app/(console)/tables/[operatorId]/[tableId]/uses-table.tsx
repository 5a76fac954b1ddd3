"use client";

import { Rocket } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "use-intl";
import { ButtonLink } from "../../../../ui/primitives/button.tsx";
import { Fold } from "../../../../ui/primitives/fold.tsx";
import { Cell, HeadCell, Table } from "../../../../ui/primitives/table.tsx";
import { rolloutHref } from "../../table-href.ts";
import { OverrideList } from "./override-list.tsx";
import type { SharedTable } from "./table-view.tsx";

type Use = SharedTable["uses"][number];

/** Which lots use the table: in which version in the draft and live, and what they say otherwise. */
export function UsesTable({ table, editable }: { table: SharedTable; editable: boolean }) {
  const t = useTranslations("sharedTables");
  const ready = [...new Set(table.uses.filter(({ draft }) => draft?.toPublish).map(({ lotId }) => lotId))];
  return (
    <div className="flex flex-col gap-3">
      {editable && ready.length > 0 ? (
        <div>
          <ButtonLink href={rolloutHref(ready)}>
            <Rocket aria-hidden />
            {t("rollOut", { count: ready.length })}
          </ButtonLink>
        </div>
      ) : null}
      {table.uses.length === 0 ? (
        <p className="text-muted">{t("noUses")}</p>
      ) : (
        <Table label={t("usedInTitle")} cards>
          <thead>
            <tr>
              <HeadCell>{t("lot")}</HeadCell>
              <HeadCell>{t("inDraft")}</HeadCell>
              <HeadCell>{t("live")}</HeadCell>
              <HeadCell>{t("here")}</HeadCell>
            </tr>
          </thead>
          <tbody>
            {table.uses.map((use) => (
              <tr key={`${use.lotId} ${use.rateTableId} ${use.rateTableVersion}`} className="align-top">
                <Cell label={t("lot")}>
                  <Link href={`/lots/${encodeURIComponent(use.lotId)}/tariff`} className="font-medium">
                    {use.lotName}
                  </Link>
                </Cell>
                <Cell label={t("inDraft")}>
                  <DraftVersion use={use} newest={table.newest} />
                </Cell>
                <Cell label={t("live")}>
                  {use.liveNumber === null ? t("notLive") : t("version", { number: use.liveNumber })}
                </Cell>
                <Cell label={t("here")}>
                  <Differences use={use} currency={table.currency} />
                </Cell>
              </tr>
            ))}
          </tbody>
        </Table>
      )}
      {table.hidden > 0 ? <p className="text-small text-muted">{t("hidden", { count: table.hidden })}</p> : null}
    </div>
  );
}

function DraftVersion({ use: { draft }, newest }: { use: Use; newest: number }) {
  const t = useTranslations("sharedTables");
  if (!draft) return <span className="text-muted">{t("detached")}</span>;
  return (
    <>
      {t("version", { number: draft.number })}
      {draft.number < newest ? <span className="text-caution"> · {t("out", { number: newest })}</span> : null}
    </>
  );
}

function Differences({ use: { draft, overrides }, currency }: { use: Use; currency: string }) {
  const t = useTranslations("sharedTables");
  if (!draft || overrides.length === 0) return <span className="text-muted">{t("asShared")}</span>;
  return (
    <Fold title={t("differences", { count: overrides.length })}>
      {() => (
        <OverrideList
          differences={overrides}
          before={draft.base}
          after={draft.mine}
          currency={currency}
          sides="sharedAndHere"
        />
      )}
    </Fold>
  );
}
