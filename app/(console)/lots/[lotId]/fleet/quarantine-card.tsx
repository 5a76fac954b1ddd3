"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { Age } from "../../../../ui/format/age.tsx";
import { useFormat } from "../../../../ui/format/use-format.ts";
import { Card } from "../../../../ui/primitives/card.tsx";
import { useLot } from "../../../../ui/shell/console-context.tsx";
import { useLotZone } from "../../../../ui/shell/lot-zone.tsx";
import { may } from "../../../../ui/shell/permissions.ts";
import { QueryState } from "../../../../ui/state/query-state.tsx";
import { Skeleton } from "../../../../ui/state/skeleton.tsx";
import { useTRPC } from "../../../../ui/trpc/trpc-provider.tsx";

/** Messages that could not be read. They are kept, never dropped, and block nothing. */
export function QuarantineCard({ lotId }: { lotId: string }) {
  const lot = useLot(lotId);
  return may(lot?.role, "readQuarantine") ? <Quarantine lotId={lotId} /> : null;
}

function Quarantine({ lotId }: { lotId: string }) {
  const t = useTranslations("quarantine");
  const trpc = useTRPC();
  const format = useFormat(useLotZone());
  const query = useQuery(trpc.fleet.quarantine.queryOptions({ lotId }));
  return (
    <Card title={t("title")} aside={query.data ? t("count", { count: query.data.length }) : null}>
      <QueryState query={query} what={t("what")} skeleton={<Skeleton className="h-16" />}>
        {(messages) =>
          messages.length === 0 ? (
            <p className="text-muted">{t("none")}</p>
          ) : (
            <ul>
              {messages.map((message) => (
                <li key={message.id} className="border-t border-border py-2">
                  <div className="flex flex-wrap justify-between gap-3">
                    <span className="font-medium wrap-anywhere">{message.reason}</span>
                    <span className="text-small text-muted">
                      <Age at={message.receivedAt} />
                    </span>
                  </div>
                  <div className="text-small wrap-anywhere text-muted">
                    {t("about", { edge: message.edgeId, topic: message.topic, bytes: format.count(message.bytes) })}
                  </div>
                  <code className="block truncate font-mono text-small text-muted">{message.preview}</code>
                </li>
              ))}
            </ul>
          )
        }
      </QueryState>
    </Card>
  );
}
