"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useFormat } from "../../../../ui/format/use-format.ts";
import { useNow } from "../../../../ui/format/use-now.ts";
import { Card } from "../../../../ui/primitives/card.tsx";
import { Cell, HeadCell, Table } from "../../../../ui/primitives/table.tsx";
import { useLotZone } from "../../../../ui/shell/lot-zone.tsx";
import { QueryState } from "../../../../ui/state/query-state.tsx";
import { Skeleton } from "../../../../ui/state/skeleton.tsx";
import type { Outputs } from "../../../../ui/trpc/outputs.ts";
import { useTRPC } from "../../../../ui/trpc/trpc-provider.tsx";
import { DateTimeBlank } from "../(editor)/tariff/date-time-blank.tsx";
import { dateTimeValue, instantOf } from "../(editor)/tariff/local-date-time.ts";

type LiveAt = Outputs["rollouts"]["liveAt"];

/** What was live at 14:02 on a given day: the version that each edge itself said it decided with. */
export function RanAt({ lotId }: { lotId: string }) {
  const t = useTranslations("ranAt");
  const trpc = useTRPC();
  const now = useNow();
  const [typed, setTyped] = useState<string | null>(null);
  const clock = useQuery(trpc.lots.clock.queryOptions({ lotId }, { staleTime: Number.POSITIVE_INFINITY })).data;
  const value = typed ?? (clock && now > 0 ? dateTimeValue(clock, now) : "");
  const at = clock ? instantOf(clock, value) : null;
  const query = useQuery(
    trpc.rollouts.liveAt.queryOptions(
      { lotId, at: new Date(at ?? 0) },
      { enabled: at !== null, placeholderData: keepPreviousData },
    ),
  );
  return (
    <Card title={t("title")} className="mt-4">
      <DateTimeBlank
        label={t("at")}
        timeLabel={t("time")}
        value={value}
        error={clock && value !== "" && at === null ? t("noTime") : undefined}
        onChange={setTyped}
      />
      {at === null ? null : (
        <QueryState query={query} what={t("what")} skeleton={<Skeleton className="mt-3 h-16" />}>
          {(found) => <Found lotId={lotId} found={found} />}
        </QueryState>
      )}
    </Card>
  );
}

function Found({ lotId, found }: { lotId: string; found: LiveAt }) {
  const t = useTranslations("ranAt");
  const format = useFormat(useLotZone());
  const now = useNow();
  if (found.edges.length === 0) return <p className="mt-3 text-muted">{t("noEdge")}</p>;
  return (
    <>
      <p className="mt-3 text-muted" aria-live="polite">
        {found.sent
          ? t("sent", {
              number: found.sent.number,
              name: found.sent.startedName,
              time: format.dateTime(found.sent.startedAt, now),
              note: found.sent.note,
            })
          : t("nothingSent")}
      </p>
      <div className="mt-2 overflow-x-auto">
        <Table label={t("title")} cards>
          <thead>
            <tr>
              <HeadCell>{t("edge")}</HeadCell>
              <HeadCell>{t("ran")}</HeadCell>
              <HeadCell>{t("since")}</HeadCell>
            </tr>
          </thead>
          <tbody>
            {found.edges.map((edge) => (
              <tr key={edge.edgeId}>
                <Cell label={t("edge")}>{edge.name}</Cell>
                <Cell label={t("ran")}>
                  {edge.number === null || edge.rolloutId === null ? (
                    t("none")
                  ) : (
                    <Link
                      href={`/lots/${encodeURIComponent(lotId)}/rollouts/${edge.rolloutId}`}
                      className="font-medium"
                    >
                      {t("version", { number: edge.number })}
                    </Link>
                  )}
                  {edge.tried ? <Tried lotId={lotId} tried={edge.tried} /> : null}
                </Cell>
                <Cell label={t("since")} className="whitespace-nowrap text-muted">
                  {edge.since ? format.dateTime(edge.since, now) : "–"}
                </Cell>
              </tr>
            ))}
          </tbody>
        </Table>
      </div>
    </>
  );
}

/** The lanes that decided with another version: what a rollout tries at one lane before all. */
function Tried({ lotId, tried }: { lotId: string; tried: NonNullable<LiveAt["edges"][number]["tried"]> }) {
  const t = useTranslations("ranAt");
  const format = useFormat(useLotZone());
  const now = useNow();
  const { lanes, number, since, planId } = tried;
  const said = t("tried", {
    lanes: lanes.join(t("separator")),
    count: lanes.length,
    number,
    time: format.dateTime(since, now),
  });
  return (
    <span className="block text-small">
      {planId === null ? (
        said
      ) : (
        <Link href={`/lots/${encodeURIComponent(lotId)}/rollouts/plans/${planId}`}>{said}</Link>
      )}
    </span>
  );
}
