import { setImmediate as giveWay, setTimeout as sleep } from "node:timers/promises";
import { loadBundle } from "#engine/compile/load-bundle.ts";
import { createReplay, type Replay } from "#engine/replay/replay.ts";
import type { PassageChange } from "#engine/replay/replay-result.ts";
import type { Backtest, Prisma } from "#prisma/client/client.ts";
import type { Db } from "#prisma/db.ts";
import { readRecordedPassages } from "../audit/read-recorded-passages.ts";
import { readLoadedBundle } from "../publish/read-loaded-bundle.ts";

const everyMs = 1_000;
const afterFaultMs = 10_000;
const tellEveryMs = 500;
/** A process that has been silent for so long has ended. */
const silentMs = 15_000;
/** Enough to look through; the numbers count all. */
const changesMax = 20_000;

/** Runs backtests one after another until it is stopped. `onFault` hears of what is no backtest's own fault. */
export function startBacktestJob(db: Db, onFault: (error: Error) => void): { stop: () => Promise<void> } {
  const stopping = new AbortController();
  const { signal } = stopping;
  const running = (async () => {
    while (!signal.aborted) {
      let pauseMs = everyMs;
      try {
        const claimed = await claimBacktest(db, new Date());
        if (claimed) await runBacktest(db, claimed, signal);
        if (claimed) pauseMs = 0;
      } catch (error) {
        onFault(error as Error);
        pauseMs = afterFaultMs;
      }
      await sleep(pauseMs, undefined, { signal }).catch(() => {});
    }
  })();
  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}

/** Takes the oldest backtest that nobody runs, from its beginning. */
export async function claimBacktest(db: Db, now: Date): Promise<Backtest | null> {
  return db.$transaction(async (tx) => {
    const silentSince = new Date(now.getTime() - silentMs);
    const [row] = await tx.$queryRaw<{ operatorId: string; lotId: string; id: string }[]>`
      SELECT operator_id AS "operatorId", lot_id AS "lotId", id::text AS id
      FROM backtest
      WHERE state = 'waiting' OR (state = 'running' AND beat_at < ${silentSince})
      ORDER BY created_at
      LIMIT 1
      FOR UPDATE SKIP LOCKED`;
    if (!row) return null;
    const { operatorId, lotId, id } = row;
    await tx.backtestChange.deleteMany({ where: { operatorId, lotId, backtestId: id } });
    return tx.backtest.update({
      where: { operatorId_lotId_id: row },
      data: { state: "running", beatAt: now, passagesDone: 0 },
    });
  });
}

/** Runs a claimed backtest to its end, until it is cancelled, or until the process stops: then another takes it up. */
export async function runBacktest(db: Db, backtest: Backtest, signal?: AbortSignal): Promise<void> {
  const { operatorId, lotId, number } = backtest;
  const live = await db.bundle.findUniqueOrThrow({
    where: { operatorId_lotId_number: { operatorId, lotId, number } },
    select: { sha256: true },
  });
  const before = await readLoadedBundle(db, { operatorId, lotId }, live.sha256);
  if (!before) return finish(db, backtest, { state: "failed", problem: `v${number} cannot be loaded any more` });
  // Edges record every fact that they knew: what is absent was not known.
  const replay = createReplay(before, loadBundle(new Uint8Array(backtest.bytes)), { absentIsUnknown: true });
  const writer = new Progress(db, backtest, replay);
  const span = { operatorId, lotId, from: backtest.fromAt, to: backtest.toAt };
  for await (const batch of readRecordedPassages(db, span)) {
    if (signal?.aborted) return;
    const changes = batch.flatMap(({ body, facts }) => {
      if (body === null) return [];
      const change = replay.add({ body, personalFacts: facts });
      return change ? [change] : [];
    });
    if (!(await writer.note(batch.length, changes))) return;
    await giveWay();
  }
  await writer.flush();
  await finish(db, backtest, { state: "done", result: replay.result() as unknown as Prisma.InputJsonObject });
}

async function finish(
  db: Db,
  { operatorId, lotId, id }: Backtest,
  data: Prisma.BacktestUpdateManyMutationInput,
): Promise<void> {
  const still = { operatorId, lotId, id, state: "running" as const };
  await db.backtest.updateMany({ where: still, data: { ...data, finishedAt: new Date() } });
}

/** Writes down how far a backtest is, now and then. */
class Progress {
  readonly #db: Db;
  readonly #backtest: Backtest;
  readonly #replay: Replay;
  #waiting: PassageChange[] = [];
  #done = 0;
  #kept = 0;
  #toldAt = 0;

  constructor(db: Db, backtest: Backtest, replay: Replay) {
    this.#db = db;
    this.#backtest = backtest;
    this.#replay = replay;
  }

  /** False when somebody cancelled. */
  async note(passages: number, changes: readonly PassageChange[]): Promise<boolean> {
    this.#done += passages;
    this.#waiting.push(...changes.slice(0, changesMax - this.#kept - this.#waiting.length));
    return Date.now() - this.#toldAt < tellEveryMs || this.flush();
  }

  async flush(): Promise<boolean> {
    const { operatorId, lotId, id } = this.#backtest;
    const data = {
      passagesDone: this.#done,
      beatAt: new Date(),
      result: this.#replay.result() as unknown as Prisma.InputJsonObject,
    };
    const { count } = await this.#db.backtest.updateMany({ where: { operatorId, lotId, id, state: "running" }, data });
    this.#toldAt = Date.now();
    if (count === 0) return false;
    const rows = this.#waiting.map(({ passageId, laneId, at, before, after }) => ({
      ...{ operatorId, lotId, backtestId: id, passageId, laneId, at: new Date(at) },
      ...{ decisionBefore: before.decision, decisionAfter: after.decision, ruleBefore: before.ruleId },
      ...{ ruleAfter: after.ruleId, feeBefore: before.feeMinor, feeAfter: after.feeMinor },
    }));
    this.#kept += rows.length;
    this.#waiting = [];
    if (rows.length > 0) await this.#db.backtestChange.createMany({ data: rows, skipDuplicates: true });
    return true;
  }
}
