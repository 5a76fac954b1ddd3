import { cloudStateTopic, type UpKind } from "#contracts/topics.ts";
import type { LinkConnection, LinkEvents } from "#edge-runner/report/link-parts.ts";
import type { World } from "./world.ts";

type CloudEnd = { receive: (kind: UpKind, payload: Uint8Array) => void };
type Attached = { events: LinkEvents; onPuback: (payload: Uint8Array) => void; isDeaf: boolean };

const keepAliveMs = { min: 15_000, max: 22_000 };
const redialMs = { min: 50, max: 3_000 };

/**
 * A broker as one may have it: it takes a message, says so, and may then lose it; it forgets everything when it restarts.
 * An edge's connection may be cut, or be dead without anybody having noticed.
 */
export class SimBroker {
  readonly #world: World;
  #edge: Attached | null = null;
  #cloud: CloudEnd | null = null;
  #retained: Uint8Array | null = null;
  #isUp = true;
  #isReachable = true;

  constructor(world: World) {
    this.#world = world;
  }

  /** A connection of the edge, with all its later dials. */
  connect(events: LinkEvents, onPuback: (payload: Uint8Array) => void): LinkConnection {
    const { time } = this.#world;
    let isEnded = false;
    let mine: Attached | null = null;
    const dial = () => {
      if (isEnded) return;
      if (!this.#isUp || !this.#isReachable) {
        time.after(this.#world.between(redialMs.min, redialMs.max), dial);
        return;
      }
      const attached: Attached = { events: { ...events, onDown: lost }, onPuback, isDeaf: false };
      mine = attached;
      this.#edge = attached;
      events.onUp(this.#world.hex(16));
      this.#deliverRetained(attached);
    };
    const lost = () => {
      mine = null;
      if (isEnded) return;
      events.onDown();
      time.after(this.#world.between(redialMs.min, redialMs.max), dial);
    };
    return {
      start: () => time.after(this.#world.between(5, 50), dial),
      stop: async () => {
        isEnded = true;
        if (mine !== null && this.#edge === mine) this.#edge = null;
        mine = null;
      },
      drop: () => {
        if (mine === null) return;
        if (this.#edge === mine) this.#edge = null;
        lost();
      },
      publish: (kind, payload) => {
        if (mine === null) return false;
        this.#fromEdge(mine, kind, typeof payload === "string" ? new TextEncoder().encode(payload) : payload);
        return true;
      },
    };
  }

  attachCloud(cloud: CloudEnd): void {
    this.#cloud = cloud;
  }

  detachCloud(): void {
    this.#cloud = null;
  }

  get isUp(): boolean {
    return this.#isUp;
  }

  get isReachable(): boolean {
    return this.#isReachable;
  }

  /** From the cloud to the edge, or to whoever comes: presence is retained. */
  publishDown(topic: string, payload: Uint8Array): void {
    if (!this.#isUp) return;
    if (topic === cloudStateTopic) this.#retained = payload;
    const edge = this.#edge;
    if (edge === null) return;
    this.#world.carry(() => {
      if (this.#isUp && this.#edge === edge && !edge.isDeaf) edge.events.onMessage(topic, payload);
    });
  }

  /** Everybody loses the connection, and what was under way or retained is gone, acknowledged or not. */
  restart(awayMs: number, onBack: () => void): void {
    this.#isUp = false;
    this.#retained = null;
    this.#cloud = null;
    this.cutEdge();
    this.#world.time.after(awayMs, () => {
      this.#isUp = true;
      onBack();
    });
  }

  /** The edge's connection ends, and both ends know. */
  cutEdge(): void {
    const edge = this.#edge;
    this.#edge = null;
    edge?.events.onDown();
  }

  setReachable(isReachable: boolean): void {
    this.#isReachable = isReachable;
    if (!isReachable) this.cutEdge();
  }

  /** The edge's connection is dead, and neither end knows before its keep-alive runs out. */
  deafen(): void {
    const edge = this.#edge;
    if (edge === null) return;
    edge.isDeaf = true;
    this.#world.time.after(this.#world.between(keepAliveMs.min, keepAliveMs.max), () => {
      if (this.#edge === edge) this.cutEdge();
    });
  }

  #deliverRetained(edge: Attached): void {
    const payload = this.#retained;
    if (payload === null) return;
    this.#world.carry(() => {
      if (this.#edge === edge && !edge.isDeaf) edge.events.onMessage(cloudStateTopic, payload);
    });
  }

  #fromEdge(edge: Attached, kind: UpKind, payload: Uint8Array): void {
    const world = this.#world;
    if (edge.isDeaf) return;
    world.carry(() => {
      if (!this.#isUp || this.#edge !== edge || edge.isDeaf) return;
      if (kind === "record") world.time.after(world.between(1, 20), () => edge.onPuback(payload));
      // the subscriber may be gone by now, and nobody is told
      world.carry(() => {
        if (this.#isUp) this.#cloud?.receive(kind, payload);
      });
    });
  }
}
