"use client";

import { useQuery } from "@tanstack/react-query";
import { CircleCheck, Cpu, Hourglass, TriangleAlert } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useFormat } from "../../../../../ui/format/use-format.ts";
import { useNow } from "../../../../../ui/format/use-now.ts";
import { Button } from "../../../../../ui/primitives/button.tsx";
import { Card } from "../../../../../ui/primitives/card.tsx";
import { Fold } from "../../../../../ui/primitives/fold.tsx";
import { useLot } from "../../../../../ui/shell/console-context.tsx";
import { useLotZone } from "../../../../../ui/shell/lot-zone.tsx";
import { may } from "../../../../../ui/shell/permissions.ts";
import { QueryState } from "../../../../../ui/state/query-state.tsx";
import { Skeleton } from "../../../../../ui/state/skeleton.tsx";
import { Status } from "../../../../../ui/status/status.tsx";
import type { Outputs } from "../../../../../ui/trpc/outputs.ts";
import { useTRPC } from "../../../../../ui/trpc/trpc-provider.tsx";
import { type SettingChange, settingChanges } from "./settings-draft.ts";
import { useSettingWords } from "./use-setting-words.ts";

export type SetEdge = Outputs["fleet"]["settings"][number];

const SettingsDialog = dynamic(() => import("./settings-dialog.tsx").then((file) => file.SettingsDialog));

const looks = {
  installed: { icon: Cpu, tone: "quiet" },
  waiting: { icon: Hourglass, tone: "caution" },
  running: { icon: CircleCheck, tone: "positive" },
  refused: { icon: TriangleAlert, tone: "negative" },
} as const;

const reasons = ["unreadable", "noLane", "noUplink", "staleGeneration", "staleVersion", "badSignature"] as const;

function isKnown(code: string): code is (typeof reasons)[number] {
  return reasons.some((one) => one === code);
}

/** What the edges of a lot go by where that can be changed from here: how far each is with it, and who changed what. */
export function SettingsCard({ lotId }: { lotId: string }) {
  const t = useTranslations("edgeSettings");
  const trpc = useTRPC();
  const lot = useLot(lotId);
  const [editing, setEditing] = useState<SetEdge | null>(null);
  const query = useQuery(trpc.fleet.settings.queryOptions({ lotId }));
  return (
    <Card title={t("title")}>
      <p className="pb-2 text-muted">{t("about")}</p>
      <QueryState query={query} what={t("what")} skeleton={<Skeleton className="h-16" />}>
        {(edges) => (
          <ul>
            {edges.map((edge) => (
              <li key={edge.edgeId} className="border-t border-border py-2">
                <div className="flex flex-wrap items-center gap-3">
                  <span className="min-w-0 flex-1 font-medium">{edge.name}</span>
                  <Status {...looks[edge.state.kind]} word={t(`states.${edge.state.kind}`)} bare />
                  {may(lot?.role, "changeEdgeSettings") && edge.installed !== null ? (
                    <Button
                      size="small"
                      aria-label={t("changeOf", { edge: edge.name })}
                      onClick={() => setEditing(edge)}
                    >
                      {t("change")}
                    </Button>
                  ) : null}
                </div>
                <StateText edge={edge} />
                {edge.changes.length > 0 ? <Changes lotId={lotId} changes={edge.changes} /> : null}
              </li>
            ))}
          </ul>
        )}
      </QueryState>
      {editing === null || editing.installed === null ? null : (
        <SettingsDialog lotId={lotId} edge={editing} installed={editing.installed} onClose={() => setEditing(null)} />
      )}
    </Card>
  );
}

function StateText({ edge }: { edge: SetEdge }) {
  const t = useTranslations("edgeSettings");
  if (edge.installed === null) return <p className="text-small text-muted">{t("notSaid")}</p>;
  if (edge.state.kind !== "refused") return null;
  const { code, message } = edge.state;
  return (
    <p className="text-small text-negative">
      {t("refused", { reason: isKnown(code) ? t(`reasons.${code}`) : code })} {message}
    </p>
  );
}

function Changes({ lotId, changes }: { lotId: string; changes: SetEdge["changes"] }) {
  const t = useTranslations("edgeSettings");
  const format = useFormat(useLotZone());
  const now = useNow();
  return (
    <Fold title={t("changes")} note={changes[0] ? t("by", { name: changes[0].actorName }) : ""}>
      {() => (
        <ul className="flex flex-col gap-2 text-small">
          {changes.map(({ at, actorName, before, after }) => (
            <li key={at.getTime()}>
              <span className="text-muted">
                {now > 0 ? format.dateTime(at, new Date(now)) : null} {actorName}
              </span>
              <ul>
                {settingChanges(before, after).map((change) => (
                  <ChangeLine key={`${change.group} ${change.id} ${change.name}`} lotId={lotId} change={change} />
                ))}
              </ul>
            </li>
          ))}
        </ul>
      )}
    </Fold>
  );
}

function ChangeLine({ lotId, change }: { lotId: string; change: SettingChange }) {
  const t = useTranslations("edgeSettings");
  const words = useSettingWords(lotId);
  const { before, after } = change;
  return (
    <li>
      {t("changeLine", {
        place: words.place(change),
        before: words.value(change, before),
        after: words.value(change, after),
      })}
    </li>
  );
}
