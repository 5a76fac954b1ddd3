import * as z from "zod";
import { passageIdSchema } from "#contracts/names.ts";
import { type DecisionBody, type OutcomeBody, wholeStay } from "#contracts/record-body.ts";
import { explain } from "#engine/decide/explain.ts";
import type { Draft } from "#engine/model/draft.ts";
import { readFacts } from "#engine/model/facts.ts";
import type { Record as StoredRecord } from "#prisma/client/client.ts";
import { Prisma } from "#prisma/client/client.ts";
import type { LotContext } from "../identity/check-access.ts";
import { notFound } from "../identity/failure.ts";
import { readPassagePhotos } from "../photos/read-photo.ts";
import { readLoadedBundle } from "../publish/read-loaded-bundle.ts";
import { readPersonal, readRecordBody } from "../report/read-record.ts";
import { type PassageColumns, passageColumns, passageJoins, shownPassage } from "./passage-columns.ts";

export const passageInput = z.object({
  passageId: z.string().refine((id) => passageIdSchema.safeParse(id).success, "not a passage id"),
});
type Context = LotContext<"passage.read">;

const recordsMax = 100;
const relatedMax = 20;

/** Everything about one passage. The trace is made anew from the bundle and the facts in the record. */
export async function readPassage(ctx: Context, { passageId }: z.output<typeof passageInput>) {
  const { db, lot } = ctx;
  const { operatorId, lotId } = lot;
  const [[row], records, opinion] = await Promise.all([
    db.$queryRaw<PassageColumns[]>`
      SELECT ${passageColumns} FROM passage p ${passageJoins}
      WHERE p.operator_id = ${operatorId} AND p.lot_id = ${lotId} AND p.passage_id = ${passageId}`,
    db.record.findMany({
      where: { operatorId, lotId, passageId, stream: "p" },
      orderBy: [{ epoch: "asc" }, { n: "asc" }],
      take: recordsMax,
    }),
    db.secondOpinion.findUnique({
      where: { operatorId_lotId_passageId: { operatorId, lotId, passageId } },
      select: { verdict: true, detail: true, checkedAt: true },
    }),
  ]);
  if (!row) throw notFound("passage");
  const said = whatRecordsSay(lotId, records);
  const [bundle, related, photos] = await Promise.all([
    readRules(ctx, row),
    readRelated(ctx, row),
    readPassagePhotos(db, { operatorId, lotId, passageId }, said.erased),
  ]);
  return {
    ...shownPassage(row),
    ...said,
    stay: said.body?.stay ?? null,
    quote: said.body?.quote ?? null,
    ...(await readTrace(ctx, said.body, said.facts)),
    rules: bundle?.rules ?? [],
    bundle: row.bundleSha256 === null ? null : { number: row.bundleNumber, sha256: row.bundleSha256 },
    secondOpinion: opinion && { ...opinion, detail: opinion.detail as { [key: string]: unknown } | null },
    related,
    photos,
  };
}

/** The bodies, the merged facts and the chain places of a passage's records. */
function whatRecordsSay(lotId: string, records: readonly StoredRecord[]) {
  let body: DecisionBody | null = null;
  let outcome: OutcomeBody | null = null;
  let personal: { plateText: string | null; plateRaw: string | null } | null = null;
  let facts: DecisionBody["facts"] | null = null;
  const places = records.map((record) => {
    const place = { edgeId: record.edgeId, lotId, epoch: record.epoch, n: Number(record.n) };
    const read = record.body ? readRecordBody(place, new Uint8Array(record.body)) : { problem: "erased" };
    const found = "body" in read ? read.body : null;
    if (found?.kind === "outcome") outcome = found;
    if (found?.kind === "decision") {
      const own = readPersonal(record.personal && new Uint8Array(record.personal));
      body = { ...found, stay: wholeStay(found.stay, own) };
      personal = own && { plateText: own.plateText, plateRaw: own.plateRaw };
      facts = { ...found.facts, ...own?.facts };
    }
    const { epoch, hash, receivedAt, erasedAt } = record;
    return { epoch, n: place.n, kind: found?.kind ?? null, hash, at: found?.stamp.at ?? null, receivedAt, erasedAt };
  });
  const erased = places.some((place) => place.erasedAt !== null);
  return {
    body: body as DecisionBody | null,
    outcome: outcome as OutcomeBody | null,
    personal: personal as { plateText: string | null; plateRaw: string | null } | null,
    facts: facts as DecisionBody["facts"] | null,
    erased,
    records: places,
  };
}

/** `traceAgrees` is false when the rules, run now, decide otherwise: after an erasure they no longer see the plate. */
async function readTrace({ db, lot }: Context, body: DecisionBody | null, facts: DecisionBody["facts"] | null) {
  const none = { trace: null, traceAgrees: null };
  if (!body?.bundle || !facts || body.basis !== "rules") return none;
  const bundle = await readLoadedBundle(db, lot, body.bundle.sha256);
  if (!bundle) return none;
  const trace = explain(bundle, readFacts(facts).facts);
  const { decision, ruleId } = trace.decision;
  return { trace, traceAgrees: decision === body.decision.decision && ruleId === body.decision.ruleId };
}

async function readRules({ db, lot: { operatorId, lotId } }: Context, { bundleSha256 }: PassageColumns) {
  if (bundleSha256 === null) return null;
  const where = { operatorId_lotId_sha256: { operatorId, lotId, sha256: bundleSha256 } };
  const bundle = await db.bundle.findUnique({ where, select: { draft: true } });
  return bundle && (bundle.draft as Draft).rules;
}

/** The other passages of the same visit. */
async function readRelated({ db, lot: { operatorId, lotId } }: Context, { sessionId, passageId }: PassageColumns) {
  const session = sessionId ?? passageId;
  const rows = await db.$queryRaw<PassageColumns[]>`
    SELECT ${passageColumns} FROM passage p ${passageJoins}
    WHERE p.operator_id = ${operatorId} AND p.lot_id = ${lotId} AND p.passage_id <> ${passageId}
      AND (p.session_id = ${session} OR p.passage_id = ${session})
    ORDER BY p.at
    LIMIT ${Prisma.sql`${relatedMax}::int`}`;
  return rows.map(shownPassage).map(({ passageId, at, laneName, direction, decision, outcome }) => {
    return { passageId, at, laneName, direction, decision, outcome };
  });
}
