import { SecretsError } from "#server/identity/secrets.ts";
import { processSigningKey } from "#server/publish/process-signing-key.ts";
import { BadInputError } from "./bad-input-error.ts";
import { writeLine } from "./line-output.ts";
import { readBytes } from "./read-input.ts";

/** `liftgate key`: what edges trust of the signing key whose seed is on standard input. */
export async function showPublicKey(): Promise<void> {
  const seed = new TextDecoder().decode(await readBytes("-")).trim();
  try {
    const { keyId, publicKey } = processSigningKey({ LIFTGATE_BUNDLE_SIGNING_KEY: seed });
    await writeLine({ keyId, publicKey });
  } catch (cause) {
    if (!(cause instanceof SecretsError)) throw cause;
    throw new BadInputError(["standard input is not the base64 of a 32-byte seed"], { cause });
  }
}
