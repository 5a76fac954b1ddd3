import { type SigningKey, signingKey } from "#contracts/signature.ts";
import { readSecret } from "../identity/secrets.ts";

/** The key with which this process signs what edges follow. */
export function processSigningKey(env: Readonly<Record<string, string | undefined>> = process.env): SigningKey {
  return signingKey(new Uint8Array(Buffer.from(readSecret("LIFTGATE_BUNDLE_SIGNING_KEY", env), "base64")));
}
