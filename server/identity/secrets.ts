import fs from "node:fs";

/**
 * Every secret of the cloud. Each comes from the variable of its name, or from the file that `<name>_FILE` names. The
 * database's password is asked for only by `npm start`, and only when DATABASE_URL does not hold it; every process
 * that it starts gets the whole DATABASE_URL.
 */
export const secretNames = [
  "LIFTGATE_SESSION_SECRET",
  "LIFTGATE_BUNDLE_SIGNING_KEY",
  "LIFTGATE_BROKER_PASSWORD",
  "LIFTGATE_DATABASE_PASSWORD",
] as const;

export type SecretName = (typeof secretNames)[number];
type Environment = Readonly<Record<string, string | undefined>>;

/** Why the program does not start: `problems` holds one sentence for each secret that is missing or unusable. */
export class SecretsError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`secrets are missing:\n${problems.map((problem) => `  ${problem}`).join("\n")}`);
    this.name = "SecretsError";
    this.problems = problems;
  }
}

/**
 * The named secrets, all of them, or a SecretsError that names every one that is missing. Call it when a process
 * starts, never while a module loads: a build has no secrets.
 */
export function requireSecrets<Name extends SecretName>(
  names: readonly Name[],
  env: Environment = process.env,
): Record<Name, string> {
  const problems: string[] = [];
  const values: Partial<Record<Name, string>> = {};
  for (const name of names) {
    const found = findSecret(name, env);
    const problem = "problem" in found ? found.problem : unusable[name](found.value);
    if (problem) problems.push(`${name}: ${problem}`);
    else if ("value" in found) values[name] = found.value;
  }
  if (problems.length > 0) throw new SecretsError(problems);
  return values as Record<Name, string>;
}

/** One secret; throws SecretsError when it is missing. */
export function readSecret(name: SecretName, env: Environment = process.env): string {
  return requireSecrets([name], env)[name];
}

function findSecret(name: SecretName, env: Environment): { value: string } | { problem: string } {
  const value = env[name];
  if (value) return { value };
  const file = env[`${name}_FILE`];
  if (!file) return { problem: `set ${name} or ${name}_FILE` };
  try {
    const content = fs.readFileSync(file, "utf8").replace(/\r?\n$/, "");
    return content ? { value: content } : { problem: `the file ${file} is empty` };
  } catch (cause) {
    return { problem: `the file ${file} cannot be read (${(cause as NodeJS.ErrnoException).code})` };
  }
}

const sessionSecretCharsMin = 32;
const brokerPasswordCharsMin = 16;
const ed25519SeedBytes = 32;

/** What is wrong with a value, in words that never show it. */
const unusable: Record<SecretName, (value: string) => string | undefined> = {
  LIFTGATE_SESSION_SECRET: (value) => tooShort(value, sessionSecretCharsMin),
  LIFTGATE_BROKER_PASSWORD: (value) => tooShort(value, brokerPasswordCharsMin),
  LIFTGATE_DATABASE_PASSWORD: () => undefined,
  LIFTGATE_BUNDLE_SIGNING_KEY: (value) => {
    const seed = Buffer.from(value, "base64");
    const isSeed = seed.length === ed25519SeedBytes && seed.toString("base64") === value;
    return isSeed ? undefined : `must be the base64 of the ${ed25519SeedBytes}-byte Ed25519 seed`;
  },
};

function tooShort(value: string, charsMin: number): string | undefined {
  return value.length < charsMin ? `must have at least ${charsMin} characters` : undefined;
}
