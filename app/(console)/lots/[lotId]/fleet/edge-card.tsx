"use client";

import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Age } from "../../../../ui/format/age.tsx";
import { useFormat } from "../../../../ui/format/use-format.ts";
import { useNow } from "../../../../ui/format/use-now.ts";
import { Banner } from "../../../../ui/primitives/banner.tsx";
import { useLotZone } from "../../../../ui/shell/lot-zone.tsx";
import { Stale } from "../../../../ui/state/stale.tsx";
import { ConnectionStatus, WorkStatus } from "../../../../ui/status/edge-status.tsx";
import type { Outputs } from "../../../../ui/trpc/outputs.ts";
import { StreamLine } from "./stream-line.tsx";
import { UplinkLines } from "./uplink-lines.tsx";

export type FleetEdge = Outputs["fleet"]["list"][number];

/** Telemetry comes every few seconds; after this it is no longer fresh. */
const freshMs = 30_000;
const tones = {
  diskWatch: "information",
  diskLow: "caution",
  diskCritical: "negative",
  diskFull: "negative",
  journalLate: "caution",
} as const satisfies Record<FleetEdge["degraded"][number], string>;

/** One edge: its state as a sentence, then what it runs and what it still holds. */
export function EdgeCard({ edge }: { edge: FleetEdge }) {
  const t = useTranslations("fleet");
  const mobile = edge.connection === "online" && edge.uplink === "mobile";
  // commands and anomalies have streams of their own, which say nothing until they hold something
  const streams = edge.streams.filter(({ stream, lastSaid }) => stream === "p" || lastSaid > 0);
  return (
    <article className="rounded-card border border-border">
      <header className="flex flex-wrap items-center gap-3 px-4 py-3">
        <h2 className="text-large">{edge.name}</h2>
        <ConnectionStatus connection={mobile ? "online4g" : edge.connection} />
        <WorkStatus work={edge.work ?? "notKnown"} old={edge.connection === "offline"} />
        <span className="ml-auto font-mono text-small text-muted">{edge.edgeId}</span>
      </header>
      <EdgeSentence edge={edge} />
      {edge.degraded.map((reason) => (
        <div key={reason} className="px-4 pb-3">
          <Banner tone={tones[reason]}>{t(`degraded.${reason}`)}</Banner>
        </div>
      ))}
      <dl className="grid gap-x-6 gap-y-4 border-t border-border p-4 sm:grid-cols-2 lg:grid-cols-4">
        <Fact name={t("version")}>
          {edge.bundle ? t("number", { number: edge.bundle.number }) : t("noVersion")}
          {edge.wanted && edge.wanted.number !== edge.bundle?.number ? (
            <div className="text-small text-caution">{t("wanted", { number: edge.wanted.number })}</div>
          ) : null}
        </Fact>
        <Fact name={t("backlog")}>
          {edge.telemetryAt ? (
            <Stale at={edge.telemetryAt} limitMs={freshMs}>
              <EdgeBacklog edge={edge} />
            </Stale>
          ) : (
            t("notKnown")
          )}
        </Fact>
        <Fact name={t("lastHeard")}>
          <LastHeard edge={edge} />
        </Fact>
        <Fact name={t("health")}>
          {edge.telemetryAt ? (
            <Stale at={edge.telemetryAt} limitMs={freshMs}>
              <EdgeHealth edge={edge} />
            </Stale>
          ) : (
            t("notKnown")
          )}
        </Fact>
      </dl>
      <UplinkLines uplinks={edge.uplinks} />
      <ul className="flex flex-col gap-1 border-t border-border px-4 py-3">
        {streams.map((stream) => (
          <StreamLine key={`${stream.stream}-${stream.epoch}`} stream={stream} />
        ))}
        {streams.length === 0 ? <li className="text-muted">{t("noStreams")}</li> : null}
      </ul>
    </article>
  );
}

function LastHeard({ edge }: { edge: FleetEdge }) {
  const t = useTranslations("fleet");
  const at = Math.max(edge.stateAt?.getTime() ?? 0, edge.telemetryAt?.getTime() ?? 0);
  return at > 0 ? <Age at={at} /> : t("never");
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-small text-muted">{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** Since when an edge has no link, what it last said, and what it is made to do without one. */
function EdgeSentence({ edge }: { edge: FleetEdge }) {
  const t = useTranslations("fleet");
  const format = useFormat(useLotZone());
  const now = useNow();
  if (edge.connection !== "offline" || now === 0) return null;
  return (
    <p className="px-4 pb-3">
      {t("offline", {
        duration: edge.stateAt ? format.duration((now - edge.stateAt.getTime()) / 60_000) : t("unknownTime"),
        work: edge.work ?? "notKnown",
        version: edge.bundle ? t("number", { number: edge.bundle.number }) : t("noVersion"),
      })}
    </p>
  );
}

function EdgeBacklog({ edge }: { edge: FleetEdge }) {
  const t = useTranslations("fleet");
  const now = useNow();
  const format = useFormat(useLotZone());
  if (!edge.backlog) return t("notKnown");
  const photos =
    edge.photosWaiting === 0 ? null : (
      <div className="text-small text-muted">{t("photosWaiting", { count: edge.photosWaiting })}</div>
    );
  if (edge.backlog.records === 0) {
    return (
      <>
        {t("nothingWaits")}
        {photos}
      </>
    );
  }
  return (
    <>
      {t("waiting", { count: edge.backlog.records })}
      {photos}
      {edge.backlog.oldestAt && now > 0 ? (
        <div className="text-small text-muted">{t("oldest", { age: format.age(now - edge.backlog.oldestAt) })}</div>
      ) : null}
    </>
  );
}

/** What the edge did not take; by reason where one points at it. */
function TurnedAway({ edge }: { edge: FleetEdge }) {
  const t = useTranslations("fleet");
  const reasons = Object.entries({ ...edge.refusedObservations, ...edge.refusedMessages });
  const sum = (counts: Readonly<Record<string, number>>) => Object.values(counts).reduce((all, one) => all + one, 0);
  if (reasons.length === 0) return null;
  return (
    <span className="block text-small text-muted" title={reasons.map(([why, count]) => `${why} ${count}`).join(", ")}>
      {t("turnedAway", { cameras: sum(edge.refusedObservations), cloud: sum(edge.refusedMessages) })}
    </span>
  );
}

function EdgeHealth({ edge }: { edge: FleetEdge }) {
  const t = useTranslations("fleet");
  return (
    <>
      {edge.fsyncMs === null ? null : (
        <span className="block">{t("disk", { ms: Math.round(edge.fsyncMs * 10) / 10 })}</span>
      )}
      {edge.diskUsedShare === null ? null : (
        <span className="block">{t("diskUsed", { percent: Math.round(edge.diskUsedShare * 100) })}</span>
      )}
      {edge.clock ? <span className="block">{t("clock", { ms: Math.round(edge.clock.offsetMs) })}</span> : null}
      {edge.runner ? (
        <span className="block text-small text-muted">{t("runner", { version: edge.runner })}</span>
      ) : null}
      <TurnedAway edge={edge} />
    </>
  );
}
