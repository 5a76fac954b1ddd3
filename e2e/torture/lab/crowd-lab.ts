import { once } from "node:events";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { hashEdgeCredential } from "#server/link/edge-credential.ts";
import { faultLot } from "../../faults/fault-lot.ts";
import type { CrowdOrder, CrowdSeen } from "./crowd-process.ts";
import { at, LabLot, type Phase } from "./lab-lot.ts";
import { spawnIn, uplinkInterfaces } from "./lab-network.ts";

export type CrowdOutcome = {
  edges: number;
  /** From the broker's return until the cloud shows the last of those that live as online. */
  allOnlineMs: number;
  firstBackMs: number;
  lastBackMs: number;
  /** The most that came back within one second. */
  busiestSecond: number;
  /** Tries of all edges while the broker was away, for each edge. */
  triesEach: number;
  /** From their end until the cloud shows the dead as offline; null where that was not waited for. */
  deadOfflineMs: number | null;
  /** Connections of two that share one identity, and over how long; then, when one has gone, until presence is true. */
  twins: { seconds: number; links: number; trueAgainMs: number };
  /** The lot's own edge has its retained documents and a welcome again. */
  phases: Phase[];
  findings: string[];
};

// T4: the broker ends with all that it knew, and a crowd of edges wants to come back.
const [folder, seedText, edgesText, awayText, twinsText, length] = process.argv.slice(2) as [string, ...string[]];
const [edges, awaySeconds, twinsSeconds] = [edgesText, awayText, twinsText].map(Number) as [number, number, number];
const isFull = length === "full";
const dying = 5;
const password = "the crowd's own password";
const prefix = "crowd";
const presentMs = 120_000;
const say = (line: string) => process.stdout.write(`${line}\n`);
const lot = new LabLot(folder, {
  uplinks: [{ id: "wired", interface: uplinkInterfaces[0], isMetered: false, provenAfterSeconds: 10 }],
});
const program = fileURLToPath(new URL("./crowd-process.ts", import.meta.url));
const phases: Phase[] = [];

function startCrowd(count: number, name: string) {
  const args = [program, lot.cloud.mqttUrl, password, String(count), name];
  const child = spawnIn(null, args, path.join(folder, "logs/crowd.log"));
  return {
    die: (die: number) => child.send({ die } satisfies CrowdOrder),
    tell: async () => {
      const answer = once(child, "message");
      child.send("tell" satisfies CrowdOrder);
      return (await answer)[0] as CrowdSeen;
    },
    kill: () => child.kill("SIGKILL"),
  };
}

async function enrol(): Promise<void> {
  const { operatorId, lotId } = faultLot;
  await lot.cloud.pool.query(
    `INSERT INTO edge (operator_id, lot_id, id, name, credential_hash)
     SELECT $1, $2, $3 || lpad(n::text, 4, '0'), 'Crowd', $4 FROM generate_series(0, $5::integer - 1) n`,
    [operatorId, lotId, prefix, await hashEdgeCredential(password), edges],
  );
}

async function online(from: number, since = new Date(0)): Promise<number> {
  const { rows } = await lot.cloud.pool.query(
    `SELECT count(*)::integer AS count FROM edge_state
     WHERE edge_id LIKE $1 || '%' AND edge_id >= $1 || lpad($2::text, 4, '0') AND online AND state_at >= $3`,
    [prefix, from, since],
  );
  return rows[0].count;
}

async function phase(name: string, during: () => Promise<void>): Promise<void> {
  const one = await lot.phase(name, 0, during);
  phases.push(one);
  say(`${name}: ${one.cars} cars, barrier p50 ${one.carP50Ms} p99 ${one.carP99Ms} ms`);
}

try {
  await lot.start(Number(seedText));
  await enrol();
  lot.drive(1);
  const crowd = startCrowd(edges, prefix);
  await phase("the crowd comes", () =>
    lot.until("everybody is online", presentMs, async () => (await online(0)) === edges),
  );
  const diedAt = Date.now();
  await phase(`no broker for ${awaySeconds} s`, async () => {
    await lot.cloud.killBroker();
    crowd.die(dying);
    await sleep(awaySeconds * 1_000);
  });
  const backAt = Date.now();
  let allOnlineMs = 0;
  await phase("the crowd comes back", async () => {
    lot.cloud.startBroker();
    const living = edges - dying;
    const since = new Date(backAt);
    await lot.until("everybody is online again", presentMs, async () => (await online(dying, since)) === living);
    allOnlineMs = Date.now() - backAt;
  });
  const { ups, dials } = await crowd.tell();
  const back = ups.slice(dying).map((links) => links.find((up) => up >= backAt)! - backAt);
  const inSecond = (from: number) => back.filter((ms) => ms >= from && ms < from + 1_000).length;
  const tries = dials.filter((dial) => dial >= diedAt && dial < backAt).length;
  if (isFull) await lot.until("the dead are offline", presentMs, async () => (await online(0)) === edges - dying);
  const deadOfflineMs = isFull ? Date.now() - diedAt : null;
  crowd.kill();

  // two that share one identity end each other's links; how often is bounded, and the one that stays is shown
  const startedAt = Date.now();
  const twins = [startCrowd(1, prefix), startCrowd(1, prefix)];
  await sleep(twinsSeconds * 1_000);
  const seen = await Promise.all(twins.map((twin) => twin.tell()));
  const links = seen.reduce((sum, one) => sum + one.ups[0]!.filter((up) => up >= startedAt).length, 0);
  twins[0]!.kill();
  const goneAt = Date.now();
  await lot.until("the other is shown online", presentMs, () => isHeard(`${prefix}0000`, new Date(goneAt)));
  const trueAgainMs = Date.now() - goneAt;
  twins[1]!.kill();
  const findings = await lot.settle(120_000);
  const outcome: CrowdOutcome = {
    ...{ edges, allOnlineMs, phases, findings, deadOfflineMs },
    firstBackMs: at(back, 0),
    lastBackMs: at(back, 1),
    busiestSecond: Math.max(...back.map(inSecond)),
    triesEach: tries / edges,
    twins: { seconds: twinsSeconds, links, trueAgainMs },
  };
  say(JSON.stringify(outcome));
} finally {
  await lot.stop();
}
process.exit(0);

/** Online, and by a word that was said since. */
async function isHeard(edgeId: string, since: Date): Promise<boolean> {
  const sql = "SELECT online AND telemetry_at > $2 AS heard FROM edge_state WHERE edge_id = $1";
  return (await lot.cloud.pool.query(sql, [edgeId, since])).rows[0]?.heard === true;
}
