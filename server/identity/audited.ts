import { randomUUID } from "node:crypto";
import { Prisma } from "#prisma/client/client.ts";
import type { Db, Tx } from "#prisma/db.ts";
import type { Actor } from "./access.ts";

/** What the trail says of a change: `verb` acts on `object`. */
type AuditNote = {
  readonly operatorId: string;
  readonly lotId?: string;
  readonly verb: string;
  readonly object: string;
  readonly reason?: string;
  readonly before?: object | null;
  readonly after?: object | null;
};

type Change<T> = { readonly result: T; readonly note: AuditNote | "unchanged" };

const transactionTimeoutMs = 15_000;

/**
 * Runs a person's change and writes its audit row in one transaction: the change has an audit row, or did not happen.
 * A verb that found nothing to change says `unchanged`; one that changes very much at once may ask for more time.
 */
export function audited<T>(
  { db, actor }: { db: Db; actor: Actor },
  change: (tx: Tx) => Promise<Change<T>>,
  timeoutMs = transactionTimeoutMs,
): Promise<T> {
  return db.$transaction(
    async (tx) => {
      const { result, note } = await change(tx);
      if (note !== "unchanged") await writeNote(tx, actor, note);
      return result;
    },
    { timeout: timeoutMs, maxWait: transactionTimeoutMs },
  );
}

async function writeNote(tx: Tx, actor: Actor, note: AuditNote): Promise<void> {
  await tx.auditEntry.create({
    data: {
      ...note,
      id: randomUUID(),
      actorId: actor.userId,
      actorName: actor.name,
      before: jsonOf(note.before),
      after: jsonOf(note.after),
    },
  });
}

function jsonOf(value: object | null | undefined): Prisma.InputJsonObject | typeof Prisma.DbNull {
  return value ? (value as Prisma.InputJsonObject) : Prisma.DbNull;
}
