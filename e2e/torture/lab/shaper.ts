/** How packets fare in one direction. */
export type Way = {
  readonly delayMs?: number;
  readonly jitterMs?: number;
  /** Share of packets that get lost, 0 to 1. */
  readonly loss?: number;
  readonly kbitPerSecond?: number;
  /** Nothing comes through, and nobody is told. */
  readonly isHole?: boolean;
};

/** What a shaper has carried in one direction, in bytes of IP. */
export type Carried = { packets: number; bytes: number; lost: number };

/** What a narrow link holds back before it drops, as a modem does. */
const queueMs = 400;
/** VXLAN's own header, and that of the Ethernet frame that it carries. */
const innerAt = 8 + 14;
const protocolAt = innerAt + 9;
const tcp = 6;

/**
 * One direction of a link, in user space: packets come in, and go on later, or not at all. Order is kept, so that jitter
 * delays and never overtakes.
 */
export class Shaper {
  readonly #send: (packet: Buffer) => void;
  readonly #random: () => number;
  readonly carried: Carried = { packets: 0, bytes: 0, lost: 0 };
  #way: Way = {};
  #freeAt = 0;
  #lastDueAt = 0;
  /** TCP connections that a translator of addresses has forgotten. */
  #forgotten = new Set<string>();
  readonly #seen = new Set<string>();

  constructor(send: (packet: Buffer) => void, random: () => number) {
    this.#send = send;
    this.#random = random;
  }

  set way(way: Way) {
    this.#way = way;
    this.#freeAt = 0;
  }

  /** From now on every connection that has been seen is a stranger; new ones pass. */
  forget(): void {
    this.#forgotten = new Set(this.#seen);
  }

  take(packet: Buffer, now: number): void {
    const { delayMs = 0, jitterMs = 0, loss = 0, kbitPerSecond, isHole = false } = this.#way;
    const bytes = packet.length - innerAt;
    const flow = flowOf(packet);
    if (flow !== null) this.#seen.add(flow);
    const isLost = isHole || (flow !== null && this.#forgotten.has(flow)) || this.#random() < loss;
    let dueAt = now + delayMs + jitterMs * this.#random();
    if (kbitPerSecond !== undefined && !isLost) {
      const freeAt = Math.max(now, this.#freeAt);
      if (freeAt - now > queueMs) {
        this.carried.lost++;
        return;
      }
      this.#freeAt = freeAt + (bytes * 8) / kbitPerSecond;
      dueAt += this.#freeAt - now;
    }
    if (isLost) {
      this.carried.lost++;
      return;
    }
    this.carried.packets++;
    this.carried.bytes += bytes;
    this.#lastDueAt = Math.max(this.#lastDueAt, dueAt);
    const waitMs = this.#lastDueAt - now;
    if (waitMs < 0.5) this.#send(packet);
    else setTimeout(() => this.#send(packet), waitMs);
  }
}

/** The two ports of a TCP packet, the same in both directions; null for anything else. */
function flowOf(packet: Buffer): string | null {
  if (packet.length < innerAt + 40 || packet[protocolAt] !== tcp) return null;
  const portsAt = innerAt + (packet[innerAt]! & 0x0f) * 4;
  const ports = [packet.readUInt16BE(portsAt), packet.readUInt16BE(portsAt + 2)];
  return ports.sort((a, b) => a - b).join("-");
}
