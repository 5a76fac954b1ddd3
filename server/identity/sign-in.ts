import { betterAuth } from "better-auth";
import { prismaAdapter } from "better-auth/adapters/prisma";
import { type Db, processDb } from "#prisma/db.ts";
import { readSecret } from "./secrets.ts";
import { needsSecureCookie, trustedOrigins, webAddress } from "./web-address.ts";

const daySeconds = 86_400;
/** Per address. Attempts on one account have a limit of their own, see `limit-attempts.ts`. */
const attemptsPerMinute = 60;

/**
 * Sign-in, sign-out, password and the session that follows; nothing else. Who belongs to which operator, with which
 * role, is ours. People are made by an owner, never by themselves.
 */
export function makeSignIn({ db, secret, address }: { db: Db; secret: string; address: URL }) {
  return betterAuth({
    appName: "Liftgate",
    baseURL: address.origin,
    basePath: "/api/auth",
    secret,
    trustedOrigins: trustedOrigins(address),
    database: prismaAdapter(db, { provider: "postgresql" }),
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 12 },
    user: { modelName: "user" },
    session: { modelName: "authSession", expiresIn: 7 * daySeconds, updateAge: daySeconds },
    account: { modelName: "authAccount", accountLinking: { enabled: false } },
    verification: { modelName: "authVerification" },
    rateLimit: {
      enabled: true,
      storage: "database",
      modelName: "authRateLimit",
      window: 60,
      max: 300,
      customRules: {
        "/sign-in/email": { window: 60, max: attemptsPerMinute },
        // The longest window is also how long the library keeps a row, ours of limit-attempts.ts included.
        "/change-password": { window: 300, max: 10 },
      },
    },
    advanced: {
      cookiePrefix: "liftgate",
      useSecureCookies: needsSecureCookie(address),
      defaultCookieAttributes: { httpOnly: true, sameSite: "lax" },
    },
    telemetry: { enabled: false },
  });
}

export type SignIn = ReturnType<typeof makeSignIn>;

const shared = globalThis as typeof globalThis & { liftgateSignIn?: SignIn };

/** The process's one sign-in, made at the first request: a build has no secrets. */
export function processSignIn(): SignIn {
  shared.liftgateSignIn ??= makeSignIn({
    db: processDb(),
    secret: readSecret("LIFTGATE_SESSION_SECRET"),
    address: webAddress(),
  });
  return shared.liftgateSignIn;
}
