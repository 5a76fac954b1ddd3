import { BlockList, isIP } from "node:net";

type Source = { readonly address: string; readonly prefix: number; readonly family: "ipv4" | "ipv6" };

/** An address (`10.0.0.7`) or range (`10.0.0.0/24`, `fd00::/8`); null when the text is neither. */
export function parseSource(text: string): Source | null {
  const [address = "", prefixText, ...rest] = text.split("/");
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return null;
  const widest = version === 4 ? 32 : 128;
  if (prefixText !== undefined && !/^\d{1,3}$/.test(prefixText)) return null;
  const prefix = prefixText === undefined ? widest : Number(prefixText);
  if (prefix > widest) return null;
  return { address, prefix, family: version === 4 ? "ipv4" : "ipv6" };
}

/** Where a camera may send from. */
export class SourceList {
  readonly #list = new BlockList();

  constructor(sources: readonly string[]) {
    for (const text of sources) {
      const source = parseSource(text);
      if (source === null) throw new Error(`not an address or range: ${text}`);
      this.#list.addSubnet(source.address, source.prefix, source.family);
    }
  }

  has(address: string | undefined): boolean {
    if (address === undefined) return false;
    // a socket that listens on both families shows IPv4 peers as ::ffff:10.0.0.7
    const plain = address.startsWith("::ffff:") && isIP(address.slice(7)) === 4 ? address.slice(7) : address;
    const version = isIP(plain);
    return version !== 0 && this.#list.check(plain, version === 4 ? "ipv4" : "ipv6");
  }
}
