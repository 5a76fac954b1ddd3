import { fork } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { buildProcess } from "#edge-runner/testing/build-process.ts";
import type { BenchRow } from "./bench-row.ts";
import { fillGrants } from "./edge/fill-grants.ts";
import { fillJournal } from "./edge/fill-journal.ts";
import { BenchLot, connect, stopChild } from "./edge/lot.ts";
import { row } from "./row.ts";
import { writeResults } from "./write-results.ts";

/**
 * `npm run bench:edge`: from the first byte of a camera's message on the socket to the barrier's command, on the edge's
 * own process, its journal included, beside a server that only reads, appends with fsync and tells the barrier.
 */
const carsPerPhase = Number(process.env.LIFTGATE_BENCH_CARS ?? 300);
const backlogRecords = Number(process.env.LIFTGATE_BENCH_RECORDS ?? 1_000_000);
const vehicles = Number(process.env.LIFTGATE_BENCH_VEHICLES ?? 50_000);
/** Until both programs have been compiled by what they do; the first car of a start has a row of its own. */
const warmUp = Math.min(40, carsPerPhase);
/** Ten lots' worth of uplink: the backlog is on its way as fast as the edge can send it. */
const drainKbitPerSecond = 20_000;
/** A car leaves so many cars after it came. */
const staysCars = 5;
const targetMs = 200;
const quietTargetMs = 25;

const folder = path.resolve("dist", `bench-edge-${process.pid}`);
const lot = new BenchLot(folder);
const rows: BenchRow[] = [];
let cars = 0;

const say = (line: string) => process.stdout.write(`${line}\n`);
const plate = (index: number) => `粤B${String(index).padStart(5, "0")}`;
const at = (sorted: readonly number[], share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!;

/** Cars in and out, one after the other, each lane at its own pace. */
async function traffic(count: number): Promise<number[]> {
  const times: number[] = [];
  const first = cars;
  for (; cars < first + count / 2; cars++) {
    times.push(await lot.car("entry-1", plate(cars)));
    if (cars >= staysCars) times.push(await lot.car("exit-1", plate(cars - staysCars)));
    await sleep(20);
  }
  return times;
}

async function baseline(): Promise<number[]> {
  const file = fileURLToPath(new URL("./edge/baseline-process.ts", import.meta.url));
  const args = [path.join(folder, "baseline"), String(lot.barrierPort)];
  const child = fork(file, args, { execArgv: ["--import", "tsx"] });
  const [{ port }] = (await once(child, "message")) as [{ port: number }];
  const socket = await connect(port);
  const body = Buffer.alloc(1_600, 0x20);
  const head = `POST / HTTP/1.1\r\nHost: edge\r\nContent-Length: ${body.length}\r\n\r\n`;
  const times: number[] = [];
  for (let i = 0; i < warmUp + carsPerPhase; i++) {
    times.push(await lot.send(socket, "entry-1", Buffer.concat([Buffer.from(head), body])));
    await sleep(20);
  }
  socket.destroy();
  await stopChild(child, "SIGTERM");
  return times.slice(warmUp).sort((a, b) => a - b);
}

async function phase(name: string, bare: readonly number[], p99Max: number): Promise<void> {
  say(`${name}…`);
  await lot.connectCameras();
  const [firstMs] = await traffic(warmUp);
  const usedBefore = lot.edgeProcessorMs();
  const times = (await traffic(carsPerPhase)).sort((a, b) => a - b);
  const usedMs = (lot.edgeProcessorMs() - usedBefore) / times.length;
  for (const [word, share] of [
    ["p50", 0.5],
    ["p99", 0.99],
  ] as const) {
    const [value, baselineValue] = [at(times, share), at(bare, share)];
    const aim = share === 0.99 ? { target: `< ${p99Max} ms`, met: value < p99Max } : {};
    const beside = { baseline: "read, fsync, tell", baselineValue, ratio: value / baselineValue };
    rows.push(row(`${name}, ${word}`, value, "ms", { ...beside, ...aim }));
  }
  rows.push(row(`${name}, slowest of ${times.length}`, times.at(-1)!, "ms"));
  rows.push(row(`${name}, processor time a car`, usedMs, "ms"));
  rows.push(row(`${name}, the first car`, firstMs!, "ms", { target: `< ${targetMs} ms`, met: firstMs! < targetMs }));
}

try {
  const edgeFile = await buildProcess("main.ts", "bench-edge");
  await lot.start();
  const { live } = await lot.startCloud();
  await lot.startEdge(edgeFile);
  await live;
  const bare = await baseline();
  await phase("quiet", bare, quietTargetMs);
  await lot.stopCloud();
  await phase("uplink dead", bare, targetMs);
  await lot.stopEdge();

  say(`${backlogRecords} records…`);
  fillGrants(path.join(folder, "documents.db"), lot.config.lotId, vehicles);
  const journalFile = path.join(folder, "journal.db");
  fillJournal(journalFile, backlogRecords);
  const gigabytes = fs.statSync(journalFile).size / 1e9;
  const backlog = `${backlogRecords.toLocaleString("en")} records waiting (${gigabytes.toFixed(1)} GB) and ${vehicles.toLocaleString("en")} vehicles on lists`;
  rows.push(row(`start with ${backlog}`, await lot.startEdge(edgeFile), "ms", { target: "< 20000 ms" }));
  await phase(`${backlog}, uplink dead`, bare, targetMs);
  rows.push(row(`memory of the edge with ${backlog}`, lot.edgeMemory(), "MB"));
  await lot.stopEdge();

  lot.config.backlogKbitPerSecond = drainKbitPerSecond;
  const again = await lot.startCloud();
  await lot.startEdge(edgeFile);
  await again.live;
  const startedAt = performance.now();
  await phase(`${backlog}, on their way`, bare, targetMs);
  const perSecond = (await lot.cloudMark()) / ((performance.now() - startedAt) / 1_000);
  rows.push(row("records acknowledged meanwhile", perSecond, "/s"));
} finally {
  await lot.stop();
}

writeResults("edge", rows, {
  title: "Edge benchmark",
  command: "npm run bench:edge",
  how: `${carsPerPhase} cars a phase after ${warmUp} to warm up; from the first byte of the camera's message to the barrier's command.`,
});
const missed = rows.filter(({ met }) => met === false);
say(missed.length === 0 ? "Every target is met." : `${missed.length} targets are not met.`);
