import * as z from "zod";
import { acceptKeyList, keyListSchema, trustedKeys } from "#contracts/key-list.ts";
import { parseMessage } from "#contracts/messages.ts";
import type { TrustedKeys } from "#contracts/signature.ts";
import type { Journal } from "../report/journal.ts";

const storedSchema = z.object({ serial: z.int(), publicKeys: z.array(z.string()) });

/** The keys whose signatures this edge believes: those of its enrolment until a list signed by one of them replaces them. */
export class TrustedKeyStore {
  readonly #journal: Journal;
  #keys: TrustedKeys;
  #serial = 0;

  constructor(journal: Journal, enrolled: readonly string[]) {
    this.#journal = journal;
    this.#keys = trustedKeys(enrolled);
  }

  get keys(): TrustedKeys {
    return this.#keys;
  }

  start(): void {
    const stored = storedSchema.safeParse(this.#journal.read.state("keys"));
    if (!stored.success) return;
    this.#serial = stored.data.serial;
    this.#keys = trustedKeys(stored.data.publicKeys);
  }

  /** Takes a key list from the cloud; false when it is old or not signed by a trusted key. Throws `MessageError`. */
  async receive(bytes: Uint8Array): Promise<boolean> {
    const list = parseMessage(keyListSchema, bytes);
    const keys = acceptKeyList(list, this.#keys, this.#serial);
    if (keys === null) return false;
    const stored = { serial: list.serial, publicKeys: list.publicKeys };
    await this.#journal.change([{ statement: "putState", values: ["keys", JSON.stringify(stored)] }]);
    this.#serial = list.serial;
    this.#keys = keys;
    return true;
  }
}
