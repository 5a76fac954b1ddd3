import { randomUUID } from "node:crypto";
import * as z from "zod";
import { readScenario, type Scenario } from "#engine/scenario/scenario.ts";
import { withoutPersonal } from "#engine/scenario/without-personal.ts";
import type { Prisma } from "#prisma/client/client.ts";
import type { Tx } from "#prisma/db.ts";
import { audited } from "../identity/audited.ts";
import type { LotContext } from "../identity/check-access.ts";
import { Failure, notFound } from "../identity/failure.ts";

/** More than anybody keeps in mind; running them all stays quick. */
export const scenariosMax = 500;

/** `id` null makes one; otherwise `revision` names what the person saw. */
export const saveScenarioInput = z.object({
  id: z.uuid().nullable(),
  revision: z.int().min(1).default(1),
  scenario: z.unknown(),
});

/** Keeps a scenario. Which plate was read is nobody's business here: only that one was. */
export async function saveScenario(
  ctx: LotContext<"draft.write">,
  { id, revision, scenario }: z.output<typeof saveScenarioInput>,
): Promise<{ id: string; revision: number }> {
  const read = readScenario(scenario);
  if (!read.ok) throw new Failure("badInput", "this is not a scenario", { diagnostics: read.diagnostics });
  const content = anonymous(read.scenario);
  return audited(ctx, async (tx) =>
    id === null ? make(tx, ctx, content) : change(tx, ctx, { id, revision, content }),
  );
}

function anonymous(scenario: Scenario): Scenario {
  return { ...scenario, given: { ...scenario.given, facts: withoutPersonal(scenario.given.facts) } };
}

async function make(tx: Tx, { actor, lot: { operatorId, lotId } }: LotContext<"draft.write">, content: Scenario) {
  if ((await tx.scenario.count({ where: { operatorId, lotId } })) >= scenariosMax) {
    throw new Failure("conflict", `a lot has at most ${scenariosMax} scenarios`);
  }
  const id = randomUUID();
  await tx.scenario.create({ data: { operatorId, lotId, id, content: json(content), updatedName: actor.name } });
  const note = { operatorId, lotId, verb: "saveScenario", object: `scenario ${content.name}`, after: content };
  return { result: { id, revision: 1 }, note };
}

async function change(
  tx: Tx,
  { actor, lot: { operatorId, lotId } }: LotContext<"draft.write">,
  { id, revision, content }: { id: string; revision: number; content: Scenario },
) {
  const where = { operatorId_lotId_id: { operatorId, lotId, id } };
  const before = await tx.scenario.findUnique({ where });
  if (!before) throw notFound("scenario");
  const data = { content: json(content), revision: revision + 1, updatedName: actor.name, updatedAt: new Date() };
  const { count } = await tx.scenario.updateMany({ where: { operatorId, lotId, id, revision }, data });
  if (count === 0) throw new Failure("conflict", `the scenario is at revision ${before.revision}, not ${revision}`);
  const sides = { before: before.content as Prisma.JsonObject, after: content };
  const note = { operatorId, lotId, verb: "saveScenario", object: `scenario ${content.name}`, ...sides };
  return { result: { id, revision: revision + 1 }, note };
}

function json(content: Scenario): Prisma.InputJsonObject {
  return content as unknown as Prisma.InputJsonObject;
}
