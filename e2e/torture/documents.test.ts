import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { migrate } from "#tools/migrate.ts";
import { startPostgres } from "#tools/postgres.ts";
import { ChaosLot } from "../documents/chaos-lot.ts";
import { killInFlip, tortureLink } from "../documents/torture-documents.ts";

const size = 50_000;
const rounds = Number(process.env.LIFTGATE_DOCUMENT_ROUNDS ?? 24);
let folder: string;
let stopDatabase: () => Promise<void>;
let databaseUrl: string;

beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "torture-documents-"));
  const server = await startPostgres({
    folder: path.join(folder, "pg"),
    port: 15_470,
    password: "torture",
    logFile: path.join(folder, "pg.log"),
  });
  stopDatabase = server.stop;
  databaseUrl = server.url("postgres");
  await migrate(databaseUrl, { folder: path.join(import.meta.dirname, "../../prisma/migrations") });
});
afterAll(async () => {
  await stopDatabase();
  fs.rmSync(folder, { recursive: true, force: true });
});

describe("T8: documents of 50,000 vehicles", () => {
  it("are of one version at every look, and catch up after every fault of the link", async () => {
    const lot = new ChaosLot(databaseUrl, Math.random, 5_000);
    await lot.start();
    try {
      const { torn, slowestMs } = await tortureLink(lot, size, rounds);
      const looks = Array.from({ length: 10_000 }, (_, i) => {
        const startedAt = performance.now();
        lot.look((i * 31) % size);
        return performance.now() - startedAt;
      }).sort((a, b) => a - b);
      const [p50, p99] = [looks[5_000]!, looks[9_900]!];
      console.log(`${JSON.stringify(lot.counts)}; slowest to catch up ${Math.round(slowestMs)} ms`);
      console.log(`look-up by plate: p50 ${(p50 * 1_000).toFixed(0)} µs, p99 ${(p99 * 1_000).toFixed(0)} µs`);
      expect(torn).toEqual([]);
      expect(slowestMs).toBeLessThan(60_000);
      // what others do on the machine shows in the slowest
      expect(p50).toBeLessThan(1);
    } finally {
      await lot.stop();
    }
  });

  it("are whole after a kill at each step of a snapshot", async () => {
    const found = await killInFlip(path.join(folder, "flip"), size);
    console.log(`killed at ${found.kills} steps: ${found.old} times the old version, ${found.new} times the new`);
    expect(found).toEqual({ kills: 26, old: 25, new: 1 });
  });
});
