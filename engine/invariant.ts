/**
 * Says that something cannot be. It ends the call, never the process; its words are for engineers.
 *
 * @example const line = lines.at(-1) ?? invariant("a ladder has a line");
 */
export function invariant(what: string): never {
  throw new Error(`cannot be: ${what}`);
}
