type LineOptions = { messagesMax: number; bytesMax: number };

/** A bounded queue of messages. What does not fit is turned away: the edge still has it and sends it again. */
export class MessageLine<Message extends { readonly payload: Uint8Array }> {
  readonly #options: LineOptions;
  #messages: Message[] = [];
  #head = 0;
  #bytes = 0;
  #turnedAway = 0;
  #wake: (() => void) | undefined;
  #isClosed = false;

  constructor(options: LineOptions) {
    this.#options = options;
  }

  get length(): number {
    return this.#messages.length - this.#head;
  }

  /** How many messages were turned away since the last time this was asked. */
  takeTurnedAway(): number {
    const count = this.#turnedAway;
    this.#turnedAway = 0;
    return count;
  }

  push(message: Message): void {
    const { messagesMax, bytesMax } = this.#options;
    if (this.length >= messagesMax || this.#bytes + message.payload.length > bytesMax) {
      this.#turnedAway += 1;
      return;
    }
    this.#messages.push(message);
    this.#bytes += message.payload.length;
    this.#wake?.();
  }

  /** Takes messages from the front, up to a bound and while they go with the first one; the first one always. */
  take({ messagesMax, bytesMax }: LineOptions, goesWith: (first: Message, next: Message) => boolean): Message[] {
    const taken: Message[] = [];
    let bytes = 0;
    while (this.length > 0) {
      const message = this.#messages[this.#head]!;
      bytes += message.payload.length;
      const isFull = taken.length >= messagesMax || bytes > bytesMax;
      if (taken.length > 0 && (isFull || !goesWith(taken[0]!, message))) break;
      this.#head += 1;
      this.#bytes -= message.payload.length;
      taken.push(message);
    }
    if (this.length === 0 || (this.#head > 1_000 && this.#head * 2 > this.#messages.length)) {
      this.#messages = this.#messages.slice(this.#head);
      this.#head = 0;
    }
    return taken;
  }

  /** Resolves when a message is there, or the line is closed. */
  async wait(): Promise<void> {
    if (this.length > 0 || this.#isClosed) return;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    this.#wake = undefined;
  }

  close(): void {
    this.#isClosed = true;
    this.#wake?.();
  }
}
