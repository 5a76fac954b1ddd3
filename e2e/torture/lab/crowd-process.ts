import { subscribe } from "node:diagnostics_channel";
import { pino } from "pino";
import type { Telemetry } from "#contracts/messages.ts";
import { MqttConnection } from "#edge-runner/report/mqtt-connection.ts";

/** What the crowd is told: who ends without a word, and to tell what it has seen. */
export type CrowdOrder = { readonly die: number } | "tell";
export type CrowdSeen = {
  /** Of each edge's links, when it stood, in milliseconds since 1970. */
  readonly ups: readonly (readonly number[])[];
  /** When sockets were opened, all edges together. */
  readonly dials: readonly number[];
};

// Many edges in one process, each with the runner's own connection; they say how they are, and nothing else.
const [url, password, countText, prefix] = process.argv.slice(2) as [string, string, string, string];
const telemetryEveryMs = 10_000;
const ups: number[][] = [];
const dials: number[] = [];
subscribe("net.client.socket", () => void dials.push(Date.now()));

const connections = Array.from({ length: Number(countText) }, (_, index) => {
  const linked: number[] = [];
  ups.push(linked);
  return new MqttConnection({
    edgeId: `${prefix}${String(index).padStart(4, "0")}`,
    url,
    password,
    nowMs: () => Date.now(),
    log: pino({ level: "silent" }),
    onUp: () => linked.push(Date.now()),
    onDown: () => undefined,
    onMessage: () => undefined,
  });
});
for (const connection of connections) connection.start();

setInterval(() => {
  const telemetry: Telemetry = {
    v: 1,
    at: Date.now(),
    work: "deciding",
    bundle: null,
    backlog: { records: 0, oldestAt: null },
    clock: { offsetMs: 0, quality: "synced" },
    fsyncMs: 1,
    refusedObservations: {},
  };
  for (const connection of connections) connection.publish("telemetry", JSON.stringify(telemetry), 0);
}, telemetryEveryMs);

process.on("message", (order: CrowdOrder) => {
  if (order === "tell") process.send!({ ups, dials } satisfies CrowdSeen);
  else for (const connection of connections.splice(0, order.die)) void connection.stop();
});
process.on("disconnect", () => process.exit(0));
