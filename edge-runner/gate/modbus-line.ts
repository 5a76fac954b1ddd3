import net from "node:net";
import { ModbusTCPClient, UserRequestError } from "jsmodbus";

/** A Modbus exception: the device has heard the request and says no, with a code of the protocol. */
export class ModbusException extends Error {
  override readonly name = "ModbusException";
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

type Open = { readonly socket: net.Socket; readonly client: ModbusTCPClient; readonly ready: Promise<void> };

/** A relay that restarted forgets its connections without a word, so none is kept from one car to the next. */
const idleMs = 5_000;

/**
 * One connection to a Modbus TCP device, made when it is needed, with one request on it at a time. After any fault it
 * is thrown away: an answer that comes late must never be taken for the answer to the next request.
 */
export class ModbusLine {
  readonly #address: { readonly host: string; readonly port: number };
  readonly #unitId: number;
  readonly #timeoutMs: number;
  #open: Open | null = null;
  #last: Promise<unknown> = Promise.resolve();

  constructor(url: string, unitId: number, timeoutMs: number) {
    const { hostname, port } = new URL(url);
    this.#address = { host: hostname.replace(/^\[|\]$/g, ""), port: Number(port || 502) };
    this.#unitId = unitId;
    this.#timeoutMs = timeoutMs;
  }

  /** Sends a request, connecting first where needed. Rejects with {@link ModbusException}, or an Error that says why there is no answer. */
  request<Answer>(send: (client: ModbusTCPClient) => Promise<Answer>): Promise<Answer> {
    const answer = this.#last.then(() => this.#request(send));
    this.#last = answer.catch(() => undefined); // the caller hears of it
    return answer;
  }

  async #request<Answer>(send: (client: ModbusTCPClient) => Promise<Answer>): Promise<Answer> {
    const line = this.#connect();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`no answer within ${this.#timeoutMs} ms`)), this.#timeoutMs);
    });
    const run = line.ready.then(() => send(line.client));
    try {
      return await Promise.race([run, late]);
    } catch (error) {
      run.catch(() => undefined); // it was given up; what it says later is of no interest
      const exception = toException(error);
      if (exception === null) this.#drop(line);
      throw exception ?? new Error((error as { message: string }).message);
    } finally {
      clearTimeout(timer);
    }
  }

  #connect(): Open {
    if (this.#open !== null) return this.#open;
    const socket = net.connect({ ...this.#address, noDelay: true });
    // the library counts requests from the moment of the connection, so it has to be there before it
    const client = new ModbusTCPClient(socket, this.#unitId, this.#timeoutMs);
    const ready = new Promise<void>((resolve, reject) => {
      socket.once("connect", resolve);
      socket.once("error", reject);
      socket.once("close", () => reject(new Error("the connection was closed")));
    });
    ready.catch(() => undefined); // whoever waits for it hears of it
    const line = { socket, client, ready };
    socket.on("error", () => this.#drop(line));
    socket.on("close", () => this.#drop(line));
    socket.setTimeout(idleMs, () => this.#drop(line));
    this.#open = line;
    return line;
  }

  #drop(line: Open): void {
    if (this.#open === line) this.#open = null;
    line.socket.destroy();
  }
}

function toException(error: unknown): ModbusException | null {
  if (!(error instanceof UserRequestError) || error.err !== "ModbusException") return null;
  const code = Number((error.response as { body?: { code?: unknown } } | undefined)?.body?.code);
  return new ModbusException(code, `Modbus exception ${code}`);
}
