import type { Role } from "#prisma/client/enums.ts";
import { type Db, openDb } from "#prisma/db.ts";
import { readSecret } from "../../identity/secrets.ts";
import { makeSignIn, type SignIn } from "../../identity/sign-in.ts";
import { answerSignIn } from "../../identity/sign-in-handler.ts";
import { webAddress } from "../../identity/web-address.ts";
import { answerPhoto } from "../answer-photo.ts";
import { type Context, makeContext } from "../context.ts";
import { LiveEvents } from "../live-events.ts";
import { answerTrpc } from "../route-handler.ts";
import type { TestOperator } from "./test-operator.ts";

/** The console's server on the test's database, spoken to as a browser does. */
export class TestConsole {
  readonly db: Db = openDb(process.env.DATABASE_URL!);
  readonly liveEvents = new LiveEvents(process.env.DATABASE_URL!);
  readonly origin = webAddress().origin;
  readonly signIn: SignIn = makeSignIn({
    db: this.db,
    secret: readSecret("LIFTGATE_SESSION_SECRET"),
    address: webAddress(),
  });

  request(path: string, init: RequestInit = {}): Request {
    return new Request(`${this.origin}${path}`, init);
  }

  auth(path: string, init: RequestInit = {}): Promise<Response> {
    return answerSignIn(this.request(path, init), { db: this.db, signIn: this.signIn });
  }

  trpc(path: string, init: RequestInit = {}): Promise<Response> {
    return answerTrpc(this.request(`/api/trpc/${path}`, init), {
      db: this.db,
      signIn: this.signIn,
      liveEvents: () => this.liveEvents,
    });
  }

  photo(path: string, headers: Headers = new Headers()): Promise<Response> {
    return answerPhoto(this.request(`/api/photos/${path}`, { headers }), {
      db: this.db,
      signIn: this.signIn,
      headers,
      liveEvents: () => this.liveEvents,
    });
  }

  tryPassword(email: string, password: string): Promise<Response> {
    return this.auth("/api/auth/sign-in/email", {
      method: "POST",
      headers: { "content-type": "application/json", origin: this.origin },
      body: JSON.stringify({ email, password }),
    });
  }

  /** Signs in as the operator's person of a role; the headers of their later requests. */
  async headersOf(operator: TestOperator, role: Role): Promise<Headers> {
    await operator.allowSignIn(role);
    return this.headersFor(operator.email(role), operator.password);
  }

  /** Signs in; the headers of the later requests. */
  async headersFor(email: string, password: string): Promise<Headers> {
    const response = await this.tryPassword(email, password);
    if (!response.ok) throw new Error(`sign-in failed: ${response.status} ${await response.text()}`);
    const cookies = response.headers.getSetCookie().map((cookie) => cookie.split(";")[0]);
    return new Headers({ cookie: cookies.join("; ") });
  }

  context(headers: Headers): Context {
    return makeContext({ db: this.db, signIn: this.signIn, headers, liveEvents: () => this.liveEvents });
  }

  async close(): Promise<void> {
    await this.liveEvents.close();
    await this.db.$disconnect();
  }
}
