/** Longest remaining-length field of MQTT. */
const lengthBytesMax = 4;

/**
 * Follows the frames of an MQTT byte stream and tells when one is announced that is longer than allowed, before its
 * bytes are collected: the protocol would let a peer announce 256 MB.
 */
export class PacketBound {
  readonly #packetBytesMax: number;
  /** Bytes of the present packet still to come; null while its length is being read. */
  #left: number | null = null;
  #isHeaderNext = true;
  #length = 0;
  #lengthBytes = 0;

  constructor(packetBytesMax: number) {
    this.#packetBytesMax = packetBytesMax;
  }

  /** May these bytes be taken in? Once false, the stream is beyond repair. */
  admits(chunk: Uint8Array): boolean {
    let at = 0;
    while (at < chunk.length) {
      if (this.#left !== null && this.#left > 0) {
        const taken = Math.min(this.#left, chunk.length - at);
        this.#left -= taken;
        at += taken;
        if (this.#left === 0) this.#begin();
      } else if (this.#isHeaderNext) {
        this.#isHeaderNext = false;
        at += 1;
      } else if (!this.#readLength(chunk[at++]!)) return false;
    }
    return true;
  }

  #readLength(byte: number): boolean {
    this.#length += (byte & 127) * 128 ** this.#lengthBytes;
    this.#lengthBytes += 1;
    if ((byte & 128) !== 0) return this.#lengthBytes < lengthBytesMax;
    if (this.#length > this.#packetBytesMax) return false;
    if (this.#length === 0) this.#begin();
    else this.#left = this.#length;
    return true;
  }

  #begin(): void {
    this.#left = null;
    this.#isHeaderNext = true;
    this.#length = 0;
    this.#lengthBytes = 0;
  }
}
