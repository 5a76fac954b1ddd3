import type { Tx } from "#prisma/db.ts";

/** Tells whoever watches a lot of the plan that it has moved: one statement, however many lots there are. */
export async function notifyPlan(tx: Tx, { operatorId, id }: { operatorId: string; id: string }): Promise<void> {
  await tx.$executeRaw`
    SELECT pg_notify('liftgate_rollout', jsonb_build_object(
      'operatorId', operator_id, 'lotId', lot_id, 'rolloutId', plan_id)::text)
    FROM rollout_plan_lot
    WHERE operator_id = ${operatorId} AND plan_id = ${id}::uuid`;
}
