import type { Sql } from "../report/sql.ts";
import { cloudAccount } from "./start-broker.ts";

export type MosquittoPasswords = {
  /** The lines of a password file: the cloud's account, and every enrolled edge. */
  readonly text: string;
  readonly edges: number;
  /** Edges whose password was stored in a form that Mosquitto cannot read: it has to be renewed. */
  readonly unreadable: readonly string[];
};

/** What Mosquitto has to know of the accounts in the database, and of the cloud's own. */
export async function mosquittoPasswords(sql: Sql, cloudHash: string): Promise<MosquittoPasswords> {
  const rows = (await sql("SELECT id, credential_hash FROM edge ORDER BY id", [])) as {
    id: string;
    credential_hash: string;
  }[];
  const readable = rows.filter((row) => row.credential_hash.startsWith("$7$"));
  const accounts = readable.map((row) => `${row.id}:${row.credential_hash}`);
  return {
    text: `${[`${cloudAccount}:${cloudHash}`, ...accounts].join("\n")}\n`,
    edges: readable.length,
    unreadable: rows.filter((row) => !readable.includes(row)).map((row) => row.id),
  };
}
