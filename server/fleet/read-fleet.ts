import { type Telemetry, telemetrySchema, uplinkUseSchema } from "#contracts/messages.ts";
import { type Held, missing, rangesSchema } from "#contracts/ranges.ts";
import type { Prisma } from "#prisma/client/client.ts";
import type { LotsContext } from "../identity/check-access.ts";
import { connectionOf } from "./connection.ts";

const edgesMax = 500;
const streamsMax = 8;
const uplinksMax = 20;

const shown = {
  state: true,
  pointer: { select: { number: true, generation: true } },
  streams: { orderBy: { updatedAt: "desc" }, take: streamsMax },
  uplinks: { orderBy: { since: "desc" }, take: uplinksMax },
} satisfies Prisma.EdgeInclude;
type EdgeRow = Prisma.EdgeGetPayload<{ include: typeof shown }>;
type StreamRow = EdgeRow["streams"][number];

/** Every edge of the visible lots: link, work, backlog, bundle and how complete its records are. */
export async function readFleet({ db, lots }: LotsContext<"fleet.read">) {
  const names = new Map(lots.map((lot) => [lot.lotId, lot.name]));
  const edges = await db.edge.findMany({
    where: { OR: lots.map(({ operatorId, lotId }) => ({ operatorId, lotId })) },
    include: shown,
    orderBy: [{ lotId: "asc" }, { name: "asc" }, { id: "asc" }],
    take: edgesMax,
  });
  const nowMs = Date.now();
  return edges.map((edge) => ({
    edgeId: edge.id,
    name: edge.name,
    lotId: edge.lotId,
    lotName: names.get(edge.lotId) ?? edge.lotId,
    enrolledAt: edge.enrolledAt,
    connection: connectionOf(edge.state, nowMs),
    uplink: edge.state?.uplink ?? null,
    /** Changes of uplink, the newest first; empty for an edge that has only one. */
    uplinks: edge.uplinks.map(({ since, uplink, isMetered, reason, before }) => ({
      ...{ since, uplink, isMetered, before },
      reason: uplinkUseSchema.shape.reason.safeParse(reason).data ?? "lost",
    })),
    stateAt: edge.state?.stateAt ?? null,
    runner: edge.state?.runner ?? null,
    ...lastTelemetry(edge.state),
    wanted: edge.pointer,
    streams: edge.streams.map(streamOf),
  }));
}

/** What the edge last said of itself; it may be old, `telemetryAt` says how old. */
function lastTelemetry(state: EdgeRow["state"]) {
  const parsed = telemetrySchema.safeParse(state?.telemetry);
  const said: Telemetry | undefined = parsed.success ? parsed.data : undefined;
  const { work, bundle, backlog, clock, fsyncMs, diskUsedShare, degraded, photos } = said ?? {};
  return {
    telemetryAt: state?.telemetryAt ?? null,
    work: work ?? null,
    bundle: bundle ? { number: bundle.number, generation: bundle.generation, sha256: bundle.sha256 } : null,
    backlog: backlog ?? null,
    clock: clock ?? null,
    fsyncMs: fsyncMs ?? null,
    diskUsedShare: diskUsedShare ?? null,
    /** Why it works with less than it should have; empty when all is well. */
    degraded: degraded ?? [],
    photosWaiting: photos?.waiting ?? 0,
    /** Since its start, by reason: messages of cameras, and of the cloud. */
    refusedObservations: said?.refusedObservations ?? {},
    refusedMessages: said?.refusedMessages ?? {},
  };
}

/** A stream is complete when every record that the edge ever said it had is here. */
function streamOf(row: StreamRow) {
  const mark = Number(row.mark);
  const lastSaid = Number(row.lastSaid);
  const held: Held = { mark, have: rangesSchema.safeParse(row.have).data ?? [] };
  const gaps = missing(held);
  const highest = held.have.at(-1)?.[1] ?? mark;
  if (lastSaid > highest) gaps.push([highest + 1, lastSaid]);
  return { stream: row.stream, epoch: row.epoch, mark, missing: gaps, lastSaid, complete: gaps.length === 0 };
}
