import type { Db } from "#prisma/db.ts";
import { type Access, type Actor, loadAccess } from "../identity/access.ts";
import { Failure } from "../identity/failure.ts";
import type { SignIn } from "../identity/sign-in.ts";
import type { LiveEvents } from "./live-events.ts";

/** What a request brings. Who asks and what they see are read when first needed, once for a whole batch. */
export type Context = {
  readonly db: Db;
  readonly liveEvents: () => LiveEvents;
  readonly asker: () => Promise<Asker>;
  /** The same, read anew: a stream outlives roles and sessions. */
  readonly askerNow: () => Promise<Asker>;
};

export type Asker = { readonly db: Db; readonly actor: Actor; readonly access: Access };

type Parts = { db: Db; signIn: SignIn; headers: Headers; liveEvents: () => LiveEvents };

export function makeContext({ db, signIn, headers, liveEvents }: Parts): Context {
  let known: Promise<Asker> | undefined;
  const askerNow = () => readAsker(db, signIn, headers);
  const asker = () => {
    known ??= askerNow();
    return known;
  };
  return { db, liveEvents, asker, askerNow };
}

async function readAsker(db: Db, signIn: SignIn, headers: Headers): Promise<Asker> {
  const session = await signIn.api.getSession({ headers });
  if (!session) throw new Failure("signedOut", "sign in first");
  const { id: userId, name, email } = session.user;
  return { db, actor: { userId, name, email }, access: await loadAccess(db, userId) };
}
