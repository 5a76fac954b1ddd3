export type Connection = "online" | "late" | "offline" | "neverSeen";

/** Telemetry comes every few seconds; after this long without any, the link is open but nothing comes through. */
const lateAfterMs = 30_000;

type Seen = { online: boolean; stateAt: Date | null; helloAt: Date | null; telemetryAt: Date | null };

/** How an edge is linked to the cloud. Says nothing of what it does: it decides cars without us. */
export function connectionOf(seen: Seen | null, nowMs: number): Connection {
  if (!seen || (seen.stateAt === null && seen.helloAt === null && seen.telemetryAt === null)) return "neverSeen";
  if (!seen.online) return "offline";
  const lastMs = Math.max(...[seen.stateAt, seen.helloAt, seen.telemetryAt].map((at) => at?.getTime() ?? 0));
  return nowMs - lastMs > lateAfterMs ? "late" : "online";
}
