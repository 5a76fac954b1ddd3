import { execFileSync } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { seededRandom } from "#edge-runner/simulator/seeded-random.ts";
import { builtFile } from "#tools/build.ts";
import { storeLot } from "../../faults/fault-lot.ts";
import { isSettled } from "../../faults/is-settled.ts";
import { until } from "../../faults/until.ts";
import { faketimeLibrary } from "../can-run.ts";
import { LabNetwork, spawnIn } from "../lab/lab-network.ts";
import { checkMixed, type EdgeBooks } from "./check-mixed.ts";
import { MixedCloud } from "./mixed-cloud.ts";
import { MixedEdge } from "./mixed-edge.ts";
import type { Meddled } from "./mqtt-meddler.ts";
import { type FaultKind, type PlanOptions, planFaults, tellFault } from "./plan-faults.ts";
import { Faults } from "./run-faults.ts";
import type { TrafficSaid } from "./traffic-process.ts";

export type MixedOptions = PlanOptions & {
  readonly pairsOfLanes: number;
  readonly passagesPerSecond: number;
  /** Another edge than the one that is shipped: the control. */
  readonly edgeFile?: string;
  /** How long the cloud may take to hold everything once all faults are over. */
  readonly settleMs: number;
};

export type MixedOutcome = {
  readonly answered: number;
  readonly trafficSeconds: number;
  readonly settledMs: number | null;
  readonly faults: Partial<Record<FaultKind, number>>;
  readonly meddled: Meddled;
  readonly books: EdgeBooks[];
};

// Several lots on one cloud, behind two uplinks, with cars that come and go and faults of all kinds in between.
const [folder, optionsText] = process.argv.slice(2) as [string, string];
const options = JSON.parse(optionsText) as MixedOptions;
const { seed, passages, passagesPerSecond } = options;
const say = (line: string) => process.stdout.write(`${line}\n`);
const diskMegabytes = 48 + Math.ceil((passages / options.edges) * 0.008);
const everySeconds = 60;
const booksFolder = path.join(folder, "books");
fs.mkdirSync(booksFolder);
// cameras and gates log each line before they go on: that must not wait for the disk of this machine
execFileSync("mount", ["-t", "tmpfs", "tmpfs", booksFolder]);

const network = new LabNetwork();
const cloud = new MixedCloud(folder, seededRandom(seed + 1));
const edges = Array.from(
  { length: options.edges },
  (_, number) =>
    new MixedEdge({
      ...{ folder, number, diskMegabytes, pairs: options.pairsOfLanes },
      ...{ mqttUrl: cloud.mqttUrl, edgeHttpUrl: cloud.edgeHttpUrl, publicKey: cloud.key.publicKey },
      ...{ file: options.edgeFile ?? builtFile("edge"), clockLibrary: faketimeLibrary()! },
    }),
);

function startTraffic() {
  const program = fileURLToPath(new URL("./traffic-process.ts", import.meta.url));
  const args = [seed, passages, passagesPerSecond, booksFolder].map(String);
  const child = spawnIn("edge", [program, ...args, ...edges.map(({ configFile }) => configFile)], log("traffic"));
  const said = { answered: 0, isOver: false };
  const ready = once(child, "message").then(() =>
    child.on("message", (message: TrafficSaid) => {
      Object.assign(said, message);
    }),
  );
  return { child, said, ready };
}

function log(name: string): string {
  return path.join(folder, "logs", `${name}.log`);
}

/** Has the cloud all that the edges hold, with an outcome for each passage? */
async function areSettled(): Promise<boolean> {
  for (const { journalFile, lot } of edges) if (!(await isSettled(journalFile, lot.edgeId, cloud.pool))) return false;
  return true;
}

const traffic = { stop: () => undefined as unknown };
try {
  await network.start(path.join(folder, "logs"), seed);
  await cloud.start(async (pool) => {
    for (const { lot, lanes } of edges) await storeLot(pool, cloud.key, lot, lanes);
  });
  const { child, said, ready } = startTraffic();
  traffic.stop = () => child.kill("SIGKILL");
  const gone = once(child, "exit").then(() => {
    throw new Error(`the traffic ended, see ${log("traffic")}`);
  });
  await Promise.race([gone, Promise.all([ready, ...edges.map((edge) => edge.child.start())])]);
  await until("every bundle is live", async () => {
    const { rows } = await cloud.pool.query("SELECT step FROM rollout_edge");
    return rows.length === edges.length && rows.every(({ step }) => step === "live");
  });
  const plan = planFaults(options);
  fs.writeFileSync(path.join(folder, "plan.txt"), `${plan.map(tellFault).join("\n")}\n`);
  const faults = new Faults({ cloud, network, edges });
  const startedAt = performance.now();
  const seconds = () => Math.round((performance.now() - startedAt) / 1_000);
  child.send("drive");
  let [begun, toldAt] = [0, 0];
  const failed = gone.catch((error: Error) => error);
  const watch = async () => {
    while (!said.isOver) {
      for (; begun < plan.length && plan[begun]!.at <= said.answered; begun++) faults.begin(plan[begun]!);
      if (seconds() - toldAt >= everySeconds) {
        toldAt = seconds();
        say(`${toldAt} s: ${said.answered} passages, ${begun} faults`);
      }
      await sleep(100);
    }
  };
  const early = await Promise.race([failed, watch()]);
  if (early instanceof Error) throw early;
  for (; begun < plan.length; begun++) faults.begin(plan[begun]!);
  await faults.over();
  const trafficSeconds = seconds();
  const settlingAt = performance.now();
  const settled = until("every record is in the cloud", areSettled, options.settleMs);
  const settledMs = await settled.then(
    () => Math.round(performance.now() - settlingAt),
    () => null,
  );
  const books: EdgeBooks[] = [];
  for (const edge of edges) books.push(await checkMixed(edge, booksFolder, cloud.pool));
  const outcome: MixedOutcome = {
    ...{ answered: said.answered, trafficSeconds, settledMs, books, meddled: cloud.meddler.counts },
    faults: Object.fromEntries(faults.done),
  };
  say(JSON.stringify(outcome));
} finally {
  traffic.stop();
  await Promise.all(edges.map((edge) => edge.child.stop()));
  await cloud.stop();
  network.stop();
}
process.exit(0);
