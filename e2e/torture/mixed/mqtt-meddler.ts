import net from "node:net";

/** What happens to a message that asks for a receipt, each with its probability. */
export type Meddling = { readonly double: number; readonly swap: number; readonly takeAndLose: number };

export const noMeddling: Meddling = { double: 0, swap: 0, takeAndLose: 0 };
/** How often each was done. */
export type Meddled = { doubled: number; swapped: number; takenAndLost: number };

const publish = 3;
const puback = 4;
const again = 0x08;
/** Only what carries records and their acknowledgement; what is held back waits for the next of these. */
const meddled = /\/(up\/record|down\/ack)$/;

/**
 * Stands before a broker and reads what passes: it sends messages twice, lets one overtake another, or takes one with a
 * receipt and loses it, as a broker does that dies, or that has nobody to give it to.
 */
export class MqttMeddler {
  meddling: Meddling = noMeddling;
  readonly counts: Meddled = { doubled: 0, swapped: 0, takenAndLost: 0 };
  readonly #server: net.Server;

  constructor(brokerPort: number, brokerHost: string, random: () => number) {
    this.#server = net.createServer({ noDelay: true }, (edge) => {
      const broker = net.connect({ port: brokerPort, host: brokerHost, noDelay: true });
      this.#carry(edge, broker, random);
      this.#carry(broker, edge, random);
    });
  }

  start(port: number, host: string): Promise<void> {
    return new Promise((resolve) => this.#server.listen(port, host, () => resolve()));
  }

  stop(): void {
    this.#server.close();
  }

  #carry(from: net.Socket, to: net.Socket, random: () => number): void {
    const cut = splitPackets();
    let held: Buffer | null = null;
    const send = (packet: Buffer) => {
      to.write(packet);
      if (held !== null) to.write(held);
      held = null;
    };
    from.on("data", (chunk: Buffer) => {
      for (const packet of cut(chunk)) {
        const fate = isMeddled(packet) ? this.#fate(random()) : "pass";
        if (fate === "takeAndLose") from.write(receiptFor(packet));
        else if (fate === "swap" && held === null) held = packet;
        else send(packet);
        if (fate === "double") to.write(markAgain(packet));
      }
    });
    from.on("close", () => to.destroy());
    from.on("error", () => to.destroy());
  }

  #fate(chance: number): "pass" | keyof Meddling {
    const { double, swap, takeAndLose } = this.meddling;
    const fate = chance < double ? "double" : chance < double + swap ? "swap" : "takeAndLose";
    if (chance >= double + swap + takeAndLose) return "pass";
    this.counts[({ double: "doubled", swap: "swapped", takeAndLose: "takenAndLost" } as const)[fate]]++;
    return fate;
  }
}

/** Cuts a stream of bytes into whole packets. */
function splitPackets(): (chunk: Buffer) => Buffer[] {
  let rest: Buffer = Buffer.alloc(0);
  return (chunk) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const packets: Buffer[] = [];
    for (let head = readHead(rest); head !== null && rest.length >= head.end; head = readHead(rest)) {
      packets.push(rest.subarray(0, head.end));
      rest = rest.subarray(head.end);
    }
    return packets;
  };
}

/** Where a packet's own content begins and where it ends; null while its length is not there yet. */
function readHead(bytes: Buffer): { start: number; end: number } | null {
  let [length, shift] = [0, 0];
  for (let at = 1; at < Math.min(bytes.length, 5); at++) {
    length += (bytes[at]! & 0x7f) << shift;
    shift += 7;
    if ((bytes[at]! & 0x80) === 0) return { start: at + 1, end: at + 1 + length };
  }
  return null;
}

function isMeddled(packet: Buffer): boolean {
  const asksForReceipt = packet[0]! >> 4 === publish && (packet[0]! & 0x06) === 0x02;
  return asksForReceipt && meddled.test(topicOf(packet));
}

function topicOf(packet: Buffer): string {
  const { start } = readHead(packet)!;
  return packet.toString("utf8", start + 2, start + 2 + packet.readUInt16BE(start));
}

function markAgain(packet: Buffer): Buffer {
  const copy = Buffer.from(packet);
  copy[0]! |= again;
  return copy;
}

function receiptFor(packet: Buffer): Buffer {
  const { start } = readHead(packet)!;
  const idAt = start + 2 + packet.readUInt16BE(start);
  return Buffer.concat([Buffer.from([puback << 4, 2]), packet.subarray(idAt, idAt + 2)]);
}
