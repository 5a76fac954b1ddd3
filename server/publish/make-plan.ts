import { randomUUID } from "node:crypto";
import * as z from "zod";
import { nameSchema } from "#contracts/names.ts";
import type { Db } from "#prisma/db.ts";
import { audited } from "../identity/audited.ts";
import { type Asker, checkLot, type LotContext, type OperatorContext } from "../identity/check-access.ts";
import { Failure } from "../identity/failure.ts";
import type { Oracle } from "./check-scenarios.ts";
import { guardsSchema } from "./guards.ts";
import { keepBundle, noteSchema, type PreparedBundle, prepareBundle } from "./keep-bundle.ts";
import { onFailureSchema } from "./plan-problem.ts";

const lotsMax = 1_000;
const daysAheadMax = 365;
const dayMs = 86_400_000;
/** Keeping the bundles of 500 lots takes seconds, on a busy machine many. */
const timeoutMs = 120_000;

const idSchema = z.string().refine((id) => nameSchema.safeParse(id).success);

/**
 * `waves`: the lots of each wave, in order; `first`: a lane of one of them that comes before all; `startAt` absent: now.
 */
export const makePlanInput = z.object({
  waves: z
    .array(z.array(z.object({ lotId: idSchema, revision: z.int().min(1) })).min(1))
    .min(1)
    .max(20),
  first: z.object({ lotId: idSchema, laneId: idSchema }).optional(),
  startAt: z.date().optional(),
  holdMinutes: z
    .int()
    .min(0)
    .max(7 * 24 * 60),
  guards: guardsSchema,
  onFailure: onFailureSchema,
  note: noteSchema,
  breakGlass: noteSchema.optional(),
});

/**
 * Compiles and proves the drafts of every lot named, now, and writes down when and in which order they go live. What
 * goes live later is what was proven here, whatever becomes of the drafts.
 */
export async function makePlan(
  ctx: OperatorContext<"bundle.publish">,
  asker: Asker,
  input: z.output<typeof makePlanInput>,
  decideByOracle: Oracle,
): Promise<{ planId: string }> {
  const { operatorId } = ctx.operator;
  const { first } = input;
  const wanted = input.waves.flatMap((lots, wave) => lots.map((lot) => ({ ...lot, wave: first ? wave + 1 : wave })));
  if (wanted.length > lotsMax) throw new Failure("badInput", `a rollout has at most ${lotsMax} lots`);
  if (new Set(wanted.map(({ lotId }) => lotId)).size !== wanted.length) {
    throw new Failure("badInput", "a lot stands in one wave only");
  }
  if (first) await checkFirst(ctx.db, operatorId, first, wanted);
  const startAt = input.startAt ?? new Date();
  if (startAt.getTime() > Date.now() + daysAheadMax * dayMs)
    throw new Failure("badInput", "a rollout begins within a year");
  const prepared: { lot: LotContext<"bundle.publish">; wave: number; bundle: PreparedBundle }[] = [];
  for (const { lotId, revision, wave } of wanted) {
    const lot = checkLot(asker, "bundle.publish", lotId);
    if (lot.lot.operatorId !== operatorId) throw new Failure("notFound", "lot not found");
    prepared.push({ lot, wave, bundle: await prepareBundle(lot, revision, decideByOracle) });
  }
  return audited(
    ctx,
    async (tx) => {
      const planId = randomUUID();
      const { holdMinutes, guards, onFailure, note, breakGlass } = input;
      const by = { startedById: ctx.actor.userId, startedName: ctx.actor.name };
      const lane = first ? { firstLotId: first.lotId, firstLaneId: first.laneId } : {};
      await tx.rolloutPlan.create({
        data: { operatorId, id: planId, startAt, holdMinutes, guards, onFailure, note, ...by, ...lane },
      });
      const lots = [];
      // In one order whatever the waves, so that two plans never wait for each other's locks.
      for (const { lot, wave, bundle } of prepared.sort((a, b) => (a.lot.lot.lotId < b.lot.lot.lotId ? -1 : 1))) {
        const { lotId } = lot.lot;
        const { number, said } = await keepBundle(tx, lot, bundle, { note, breakGlass });
        await tx.rolloutPlanLot.create({ data: { operatorId, planId, lotId, wave, number } });
        lots.push({ lotId, wave, number, ...said });
      }
      const after = { planId, startAt, holdMinutes, guards, onFailure, lots, ...(first && { first }) };
      const object = lots.length === 1 ? `bundle v${lots[0]!.number}` : `${lots.length} lots`;
      const place = lots.length === 1 ? { lotId: lots[0]!.lotId } : {};
      return { result: { planId }, note: { operatorId, ...place, verb: "planRollout", object, reason: note, after } };
    },
    timeoutMs,
  );
}

/** The lane is one of the lot's, the lot is one of the plan's, and it has a version that the other lanes go on with. */
async function checkFirst(
  db: Db,
  operatorId: string,
  { lotId, laneId }: { lotId: string; laneId: string },
  wanted: readonly { lotId: string }[],
): Promise<void> {
  if (!wanted.some((lot) => lot.lotId === lotId))
    throw new Failure("badInput", "the first lane is of a lot of the plan");
  const lane = await db.lane.findUnique({
    where: { operatorId_lotId_id: { operatorId, lotId, id: laneId } },
    select: { lot: { select: { liveNumber: true } } },
  });
  if (!lane) throw new Failure("notFound", "lane not found");
  if (lane.lot.liveNumber === null) {
    throw new Failure("badInput", "nothing is live in the lot that its other lanes could go on with");
  }
}
