import { limits } from "#contracts/limits.ts";
import type { Hello, Welcome } from "#contracts/messages.ts";
import { isHeld } from "#contracts/ranges.ts";
import { keyIdOf } from "#contracts/signature.ts";
import { ackOf } from "./decide-commit.ts";
import { judgeHello } from "./judge-hello.ts";
import { type Anomaly, raiseAnomalies } from "./raise-anomaly.ts";
import type { Sql } from "./sql.ts";
import { readLinks } from "./stored-records.ts";
import { type EdgeIdentity, lockStreams, type StreamRow, saveStreams, streamName } from "./stream-rows.ts";

/**
 * Takes note of what an edge says its journal holds, in the caller's transaction, and answers with what is committed.
 * The edge's own words are checked against the rows: a journal that got shorter, that holds another record where one is
 * committed, or that was begun anew is an anomaly. The cloud's mark wins; the edge sends again what is missing.
 */
export async function answerHello(sql: Sql, edge: EdgeIdentity, hello: Hello, now: number): Promise<Welcome> {
  const said = new Map(hello.streams.map((stream) => [streamName({ ...edge, ...stream }), stream]));
  const known = await knownEpochs(sql, edge);
  const keys = [...said.values()].map(({ stream, epoch }) => ({ ...edge, stream, epoch }));
  const rows = keys.length > 0 ? await lockStreams(sql, keys) : new Map<string, StreamRow>();
  const wanted = [...rows].flatMap(([name, row]) =>
    [1, said.get(name)!.last].filter((n) => isHeld(row.held, n) && n > 0).map((n) => ({ key: row, n })),
  );
  const stored = await readLinks(sql, wanted);
  const anomalies: Anomaly[] = [];
  const updated = [...rows].map(([name, row]) => {
    const judged = judgeHello(row, said.get(name)!, stored.get(name) ?? new Map(), known);
    anomalies.push(...judged.anomalies);
    return judged.row;
  });
  anomalies.push(...(await pinKey(sql, edge, hello.publicKey ?? null)));
  await saveStreams(sql, updated);
  await raiseAnomalies(sql, anomalies);
  await noteHello(sql, edge, hello);
  return {
    v: 1,
    linkId: hello.linkId,
    now,
    streams: updated.map((row) => {
      const { stream, epoch, mark, have, hash } = ackOf(row);
      return { stream, epoch, mark, have, hash };
    }),
    windowRecords: limits.windowRecordsMax,
  };
}

/** The first key that an edge names is its own; another one later is for a person to look at, and is not believed. */
async function pinKey(sql: Sql, edge: EdgeIdentity, publicKey: string | null): Promise<Anomaly[]> {
  if (publicKey === null) return [];
  const { operatorId, lotId, edgeId } = edge;
  const place = [operatorId, lotId, edgeId];
  const where = "operator_id = $1 AND lot_id = $2 AND id = $3";
  const [row] = await sql(`SELECT public_key FROM edge WHERE ${where}`, place);
  if (row?.public_key === publicKey) return [];
  if (row?.public_key == null) {
    await sql(`UPDATE edge SET public_key = $4::bpchar WHERE ${where} AND public_key IS NULL`, [...place, publicKey]);
    return [];
  }
  const detail = { edgeId, keyId: keyIdOf(publicKey), pinnedKeyId: keyIdOf(row.public_key as string) };
  return [{ operatorId, lotId, edgeId, passageId: null, kind: "otherKey", key: edgeId, detail }];
}

async function knownEpochs(sql: Sql, edge: EdgeIdentity): Promise<Set<string>> {
  const rows = await sql(
    "SELECT edge_id, stream, epoch FROM stream WHERE operator_id = $1 AND lot_id = $2 AND edge_id = $3",
    [edge.operatorId, edge.lotId, edge.edgeId],
  );
  return new Set(
    rows.map((row) => streamName({ edgeId: row.edge_id, stream: row.stream, epoch: row.epoch } as StreamRow)),
  );
}

function installedOf({ installed }: Hello): string | null {
  return installed === undefined ? null : JSON.stringify(installed);
}

/** Presence itself follows the retained state; a hello adds what runs there. */
async function noteHello(sql: Sql, edge: EdgeIdentity, hello: Hello): Promise<void> {
  await sql(
    `INSERT INTO edge_state (operator_id, lot_id, edge_id, hello_at, runner, uplink, lanes, installed)
     VALUES ($1, $2, $3, now(), $4, $5, $6::text[], $7::jsonb)
     ON CONFLICT (operator_id, lot_id, edge_id) DO UPDATE
       SET hello_at = excluded.hello_at, runner = excluded.runner, uplink = excluded.uplink, lanes = excluded.lanes,
         installed = excluded.installed`,
    [...[edge.operatorId, edge.lotId, edge.edgeId, hello.runner, hello.uplink, hello.lanes ?? []], installedOf(hello)],
  );
  await sql("SELECT pg_notify('liftgate_edge', $1)", [JSON.stringify(edge)]);
}
