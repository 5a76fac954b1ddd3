/** One opening: a command that the relay took. */
export type Opening = { readonly at: number; readonly laneId: string; readonly commandId: string };

type Frame = { readonly id?: unknown; readonly src?: unknown; readonly method?: unknown; readonly params?: unknown };

/**
 * A barrier on a Shelly relay, as far as an edge can see it: a switch whose own timer ends the pulse, an input wired
 * to the loop under the barrier, and a boom that stays up until a car has passed or its time is over.
 */
export class BarrierDevice {
  readonly laneId: string;
  readonly #onOpening: (opening: Opening) => void;
  readonly #boomMs: number;
  readonly #waiting = new Set<() => void>();
  #isOn = false;
  #isOccupied = false;
  #upUntil = 0;
  #pulse: NodeJS.Timeout | undefined;

  constructor(laneId: string, onOpening: (opening: Opening) => void, boomMs = 8_000) {
    this.laneId = laneId;
    this.#onOpening = onOpening;
    this.#boomMs = boomMs;
  }

  /** Is the boom up, so that a car can pass? */
  get isOpen(): boolean {
    return Date.now() < this.#upUntil;
  }

  /** A car is on the loop under the barrier, or no longer; the boom comes down behind it. */
  occupy(isOccupied: boolean): void {
    if (this.#isOccupied && !isOccupied) this.#upUntil = 0;
    this.#isOccupied = isOccupied;
  }

  /** Resolves to true when the boom goes up (or is up), to false after the time. */
  waitUntilOpen(timeoutMs: number): Promise<boolean> {
    if (this.isOpen) return Promise.resolve(true);
    return new Promise((resolve) => {
      const end = (isOpen: boolean) => {
        clearTimeout(timer);
        this.#waiting.delete(opened);
        resolve(isOpen);
      };
      const opened = () => end(true);
      const timer = setTimeout(() => end(false), timeoutMs);
      this.#waiting.add(opened);
    });
  }

  /** Answers one RPC request frame. */
  answer(frame: Frame): Record<string, unknown> {
    const head = { id: frame.id ?? null, src: `shellysim-${this.laneId}`, dst: frame.src ?? "" };
    const params = (typeof frame.params === "object" && frame.params !== null ? frame.params : {}) as Params;
    const method = String(frame.method);
    if (method === "Switch.Set") return { ...head, ...this.#set(String(frame.id), params) };
    const status: Record<string, unknown> = {
      "Switch.GetStatus": { id: 0, source: "HTTP", output: this.#isOn },
      "Input.GetStatus": { id: 0, state: this.#isOccupied },
      "Shelly.GetStatus": {
        "switch:0": { id: 0, output: this.#isOn },
        "input:0": { id: 0, state: this.#isOccupied },
      },
    };
    if (Object.hasOwn(status, method) && (params.id ?? 0) === 0) return { ...head, result: status[method] };
    return { ...head, error: { code: 404, message: `No handler for ${method}` } };
  }

  #set(commandId: string, { id, on, toggle_after: seconds }: Params): Record<string, unknown> {
    if (id !== 0 || typeof on !== "boolean") return { error: { code: -103, message: "Invalid argument" } };
    const wasOn = this.#isOn;
    clearTimeout(this.#pulse);
    this.#isOn = on;
    if (typeof seconds === "number") {
      this.#pulse = setTimeout(() => {
        this.#isOn = !on;
      }, seconds * 1_000);
    }
    if (on) this.#raise(commandId);
    return { result: { was_on: wasOn } };
  }

  #raise(commandId: string): void {
    this.#onOpening({ at: Date.now(), laneId: this.laneId, commandId });
    this.#upUntil = Date.now() + this.#boomMs;
    for (const opened of this.#waiting) opened();
  }
}

type Params = { readonly id?: unknown; readonly on?: unknown; readonly toggle_after?: unknown };
