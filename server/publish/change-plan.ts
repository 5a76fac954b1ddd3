import * as z from "zod";
import type { SigningKey } from "#contracts/signature.ts";
import { Prisma } from "#prisma/client/client.ts";
import { audited } from "../identity/audited.ts";
import type { OperatorContext } from "../identity/check-access.ts";
import { Failure, notFound } from "../identity/failure.ts";
import { endLane, rollBackPlan } from "./advance-plan.ts";
import { noteSchema } from "./keep-bundle.ts";
import { notifyPlan } from "./notify-plan.ts";
import { readProblem } from "./plan-problem.ts";

export const changePlanInput = z.object({
  planId: z.uuid(),
  act: z.enum(["pause", "resume", "cancel", "rollBack"]),
  note: noteSchema,
});

/** From which states each act leads on. */
const allowedFrom = {
  pause: ["running"],
  resume: ["paused"],
  cancel: ["scheduled", "paused", "running"],
  rollBack: ["running", "paused", "done", "cancelled"],
} as const;

/**
 * Stops a plan for a while, lets it go on, ends it where it stands, or takes back what it brought. Going on after a
 * problem means that a person looked: what was seen stops nothing more until the next wave.
 */
export function changePlan(
  ctx: OperatorContext<"bundle.publish">,
  { planId, act, note }: z.output<typeof changePlanInput>,
  key: SigningKey,
): Promise<{ planId: string }> {
  const { operatorId, lots: visible } = ctx.operator;
  return audited(ctx, async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM rollout_plan WHERE operator_id = ${operatorId} AND id = ${planId}::uuid FOR UPDATE`;
    const where = { operatorId_id: { operatorId, id: planId } };
    const plan = await tx.rolloutPlan.findUnique({ where, include: { lots: true } });
    const seen = new Set(visible.map(({ lotId }) => lotId));
    if (!plan || plan.lots.some(({ lotId }) => !seen.has(lotId))) throw notFound("rollout plan");
    if (!(allowedFrom[act] as readonly string[]).includes(plan.state)) {
      throw new Failure("conflict", `the rollout is ${plan.state}`);
    }
    if (act === "rollBack") await rollBackPlan(tx, key, plan, { problem: null, note, actor: ctx.actor });
    if (act === "pause") await tx.rolloutPlan.update({ where, data: { state: "paused" } });
    if (act === "resume")
      await tx.rolloutPlan.update({ where, data: { state: "running", problem: acknowledged(plan) } });
    if (act === "cancel") await endLane(tx, key, plan, ctx.actor.name);
    if (act === "cancel") await tx.rolloutPlan.update({ where, data: { state: "cancelled", finishedAt: new Date() } });
    await notifyPlan(tx, plan);
    const verb = `${act}Plan` as const;
    const object = `rollout of ${plan.lots.length} lots`;
    return { result: { planId }, note: { operatorId, verb, object, reason: note, before: { state: plan.state } } };
  });
}

function acknowledged(plan: { problem: unknown }) {
  const problem = readProblem(plan.problem);
  return problem === null ? Prisma.DbNull : { ...problem, acknowledged: true };
}
