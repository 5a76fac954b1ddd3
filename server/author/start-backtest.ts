import { randomUUID } from "node:crypto";
import * as z from "zod";
import { compileBundle } from "#engine/compile/compile-bundle.ts";
import type { Draft } from "#engine/model/draft.ts";
import { countRecordedPassages } from "../audit/read-recorded-passages.ts";
import { audited } from "../identity/audited.ts";
import type { LotContext } from "../identity/check-access.ts";
import { Failure } from "../identity/failure.ts";
import { readClockTable } from "../publish/read-clock-table.ts";
import { readLotSetting } from "../publish/read-lot-setting.ts";
import { lockDraft } from "./lock-draft.ts";

const daysMax = 400;
const dayMs = 86_400_000;

export const startBacktestInput = z
  .object({ revision: z.int().min(1), from: z.date(), to: z.date() })
  .refine(({ from, to }) => from < to && to.getTime() - from.getTime() <= daysMax * dayMs, `at most ${daysMax} days`);

/** Asks for the recorded passages of a span to be decided and priced by the draft as it stands, beside what is live. */
export function startBacktest(
  ctx: LotContext<"draft.write">,
  { revision, from, to }: z.output<typeof startBacktestInput>,
): Promise<{ id: string }> {
  const { operatorId, lotId } = ctx.lot;
  return audited(ctx, async (tx) => {
    const draft = await lockDraft(tx, ctx.lot, revision);
    const setting = await readLotSetting(tx, ctx.lot);
    const where = { operatorId_id: { operatorId, id: lotId } };
    const lot = await tx.lot.findUniqueOrThrow({ where, select: { liveNumber: true } });
    const underWay = { operatorId, lotId, state: { in: ["waiting" as const, "running" as const] } };
    const running = await tx.backtest.count({ where: underWay });
    const passagesTotal = await countRecordedPassages(tx, { operatorId, lotId, from, to });
    if (lot.liveNumber === null) throw new Failure("conflict", "nothing is live to hold the draft against");
    if (running > 0) throw new Failure("conflict", "a backtest of this lot is under way");
    const clock = readClockTable(setting.timeZone, Date.now());
    const compiled = compileBundle({ draft: draft.content as Draft, lot: setting, clock });
    if (!compiled.ok)
      throw new Failure("badInput", "the draft does not compile", { diagnostics: compiled.diagnostics });
    const id = randomUUID();
    const by = { createdById: ctx.actor.userId, createdName: ctx.actor.name };
    const span = { fromAt: from, toAt: to, passagesTotal };
    await tx.backtest.create({
      data: {
        ...{ operatorId, lotId, id, draftRevision: revision, bytes: Buffer.from(compiled.bytes) },
        ...{ number: lot.liveNumber, ...span, ...by },
      },
    });
    const object = `draft revision ${revision} against v${lot.liveNumber}`;
    return { result: { id }, note: { operatorId, lotId, verb: "startBacktest", object, after: { id, from, to } } };
  });
}
