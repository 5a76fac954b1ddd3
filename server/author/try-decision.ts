import { isDeepStrictEqual } from "node:util";
import * as z from "zod";
import type { Decision, Facts } from "#contracts/decision.ts";
import type { Bundle } from "#engine/compile/bundle.ts";
import { compileBundle } from "#engine/compile/compile-bundle.ts";
import { type LoadedBundle, loadBundle } from "#engine/compile/load-bundle.ts";
import { explain } from "#engine/decide/explain.ts";
import type { Draft } from "#engine/model/draft.ts";
import { readFacts } from "#engine/model/facts.ts";
import type { LotContext } from "../identity/check-access.ts";
import { Failure, notFound } from "../identity/failure.ts";
import { readClockTable } from "../publish/read-clock-table.ts";
import { readLoadedBundle } from "../publish/read-loaded-bundle.ts";
import { readLotSetting } from "../publish/read-lot-setting.ts";

export const tryDecisionInput = z.object({
  facts: z.record(z.string().max(64), z.unknown()),
  which: z.enum(["live", "draft"]),
});

/** Decides the same facts on json-rules-engine. */
type Oracle = (bundle: Bundle, facts: Facts) => Promise<Decision>;

/** What would happen to this car now: by our own evaluator, and whether json-rules-engine agrees. Changes nothing. */
export async function tryDecision(
  ctx: LotContext<"decision.try">,
  input: z.output<typeof tryDecisionInput>,
  decideByOracle: Oracle,
) {
  const { facts, problems } = readFacts(input.facts);
  if (problems.length > 0) throw new Failure("badInput", "these facts cannot be used", { diagnostics: problems });
  const { bundle, number } = input.which === "live" ? await liveBundle(ctx) : await draftBundle(ctx);
  const trace = explain(bundle, facts);
  const second = await decideByOracle(bundle.bundle, facts);
  return {
    decision: trace.decision,
    trace,
    bundleNumber: number,
    oracle: { agrees: isDeepStrictEqual(second, trace.decision) },
  };
}

type Wanted = { bundle: LoadedBundle; number: number | null };

async function liveBundle({ db, lot }: LotContext<"decision.try">): Promise<Wanted> {
  const { live } = await db.lot.findUniqueOrThrow({
    where: { operatorId_id: { operatorId: lot.operatorId, id: lot.lotId } },
    select: { live: { select: { number: true, sha256: true } } },
  });
  const bundle = live && (await readLoadedBundle(db, lot, live.sha256));
  if (!live || !bundle) throw notFound("live bundle");
  return { bundle, number: live.number };
}

async function draftBundle({ db, lot }: LotContext<"decision.try">): Promise<Wanted> {
  const { operatorId, lotId } = lot;
  const [draft, setting] = await Promise.all([
    db.draft.findUnique({ where: { operatorId_lotId: { operatorId, lotId } }, select: { content: true } }),
    readLotSetting(db, lot),
  ]);
  if (!draft) throw notFound("draft");
  const clock = readClockTable(setting.timeZone, Date.now());
  const compiled = compileBundle({ draft: draft.content as Draft, lot: setting, clock });
  if (!compiled.ok) {
    throw new Failure("badInput", "the draft does not compile", { diagnostics: compiled.diagnostics });
  }
  return { bundle: loadBundle(compiled.bytes), number: null };
}
