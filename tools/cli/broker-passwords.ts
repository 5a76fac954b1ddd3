import fs from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { readSecret, SecretsError } from "#server/identity/secrets.ts";
import { hashEdgeCredential } from "#server/link/edge-credential.ts";
import { mosquittoPasswords } from "#server/link/mosquitto-passwords.ts";
import { BadInputError } from "./bad-input-error.ts";
import { type OperatorDatabase, withOperatorDatabase } from "./operator-database.ts";

type Options = { watch?: boolean; pidFile?: string };

const watchEveryMs = 2_000;
/** The broker's user must be able to read it, nobody else. */
const modeOfNewFile = 0o640;

/** `liftgate broker passwords`: writes Mosquitto's password file, and with `--watch` again whenever an edge changes. */
export async function brokerPasswords(file: string, { watch = false, pidFile }: Options): Promise<void> {
  const cloudHash = await hashEdgeCredential(cloudPassword());
  await withOperatorDatabase(async (transaction) => {
    let written = await writePasswords(transaction, { file, pidFile, cloudHash, before: "" });
    while (watch) {
      await sleep(watchEveryMs);
      // a database that is away keeps the broker as it is
      written = await writePasswords(transaction, { file, pidFile, cloudHash, before: written }).catch(
        (error: Error) => {
          say(`${error.message}; trying again`);
          return written;
        },
      );
    }
  });
}

type Write = { file: string; pidFile: string | undefined; cloudHash: string; before: string };

async function writePasswords(transaction: OperatorDatabase, { file, pidFile, cloudHash, before }: Write) {
  const { text, edges, unreadable } = await transaction((sql) => mosquittoPasswords(sql, cloudHash));
  if (text === before) return text;
  replaceFile(file, text);
  say(`${file}: the cloud and ${edges} edges`);
  for (const edgeId of unreadable) say(`${edgeId} is left out: renew its password on the fleet page of its lot`);
  if (pidFile !== undefined) reload(pidFile);
  return text;
}

/** Whole or not at all, with the owner and the mode that the file had. */
function replaceFile(file: string, text: string): void {
  const making = `${file}.making`;
  try {
    const before = fs.existsSync(file) ? fs.statSync(file) : null;
    fs.writeFileSync(making, text, { mode: modeOfNewFile, flush: true });
    if (before !== null) {
      fs.chmodSync(making, before.mode & 0o777);
      fs.chownSync(making, before.uid, before.gid);
    }
    fs.renameSync(making, file);
  } catch (cause) {
    throw new BadInputError([`${file} cannot be written: ${(cause as Error).message}`], { cause });
  }
}

/** Mosquitto reads its passwords again on SIGHUP. */
function reload(pidFile: string): void {
  try {
    process.kill(Number(fs.readFileSync(pidFile, "utf8")), "SIGHUP");
  } catch (error) {
    say(`the broker could not be told, it reads the file when it starts: ${(error as Error).message}`);
  }
}

function cloudPassword(): string {
  try {
    return readSecret("LIFTGATE_BROKER_PASSWORD");
  } catch (error) {
    if (error instanceof SecretsError) throw new BadInputError(error.problems);
    throw error;
  }
}

function say(line: string): void {
  process.stderr.write(`liftgate: ${line}\n`);
}
