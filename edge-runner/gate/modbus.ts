import { setTimeout as sleep } from "node:timers/promises";
import type { ModbusTCPClient } from "jsmodbus";
import type { ModbusConfig } from "../edge-config.ts";
import type { Barrier, BarrierAnswer } from "./barrier.ts";
import { ModbusException, ModbusLine } from "./modbus-line.ts";
import { type AttemptOutcome, attemptTimeoutMs, sendCommand } from "./send-command.ts";

/** Codes by which a device refuses for good: function, address or value are not for it, or it is broken. */
const refusals: ReadonlySet<number> = new Set([1, 2, 3, 4]);
const offRetryMs = { first: 100, most: 2_000 } as const;

/**
 * A barrier on a Modbus TCP relay. The relay times the pulse: by a register that takes its length, or because its
 * output is set up to fall back by itself. Where the enrolment allows it, this process times it instead.
 * A Modbus frame has no room for a command's id; a retry writes the same value again, which lengthens a pulse and
 * starts no other.
 */
export class ModbusBarrier implements Barrier {
  readonly #config: ModbusConfig;
  readonly #random: () => number;
  readonly #commands: ModbusLine;
  /** A loop that is slow to answer must not keep a command waiting. */
  readonly #inputs: ModbusLine;
  #pulse = 0;

  constructor(config: ModbusConfig, random: () => number = Math.random) {
    this.#config = config;
    this.#random = random;
    this.#commands = new ModbusLine(config.url, config.unitId, attemptTimeoutMs);
    this.#inputs = new ModbusLine(config.url, config.unitId, attemptTimeoutMs);
    // a process that died in a pulse of its own timing has left the coil on
    if (config.allowSoftwarePulse) void this.#switchOffAfter(0);
  }

  open(_commandId: string, openForSeconds?: number): Promise<BarrierAnswer> {
    const seconds = openForSeconds ?? this.#config.pulseSeconds;
    return sendCommand(() => this.#openOnce(seconds), this.#random);
  }

  async isLoopOccupied(): Promise<boolean | null> {
    try {
      const { response } = await this.#inputs.request((client) => client.readDiscreteInputs(this.#config.loopInput, 1));
      const value = response.body.valuesAsArray[0];
      return value === undefined ? null : Boolean(value);
    } catch {
      return null; // refused, broken or silent: for the loop all are "it does not say"
    }
  }

  async #openOnce(seconds: number): Promise<AttemptOutcome> {
    const { coil, pulseRegister, allowSoftwarePulse } = this.#config;
    const outcome =
      pulseRegister === undefined
        ? await this.#write((client) => client.writeSingleCoil(coil, true), coil, true)
        : await this.#writePulse(pulseRegister, seconds);
    // also when the echo is missing: the coil may be on
    if (allowSoftwarePulse) void this.#switchOffAfter(outcome.kind === "refused" ? 0 : seconds * 1_000);
    return outcome;
  }

  #writePulse(register: NonNullable<ModbusConfig["pulseRegister"]>, seconds: number): Promise<AttemptOutcome> {
    const { address, unitMs } = register;
    const units = Math.min(0xffff, Math.max(1, Math.round((seconds * 1_000) / unitMs)));
    return this.#write((client) => client.writeSingleRegister(address, units), address, units);
  }

  /** A write counts when its echo repeats address and value; any other answer says nothing about the relay. */
  async #write(send: (client: ModbusTCPClient) => Promise<Echo>, address: number, value: boolean | number) {
    try {
      const outcome = await this.#commands.request(async (client): Promise<AttemptOutcome> => {
        const { body } = (await send(client)).response;
        if (body.address !== address || body.value !== value) throw new Error("the echo is of another write");
        return { kind: "done" };
      });
      return outcome;
    } catch (error) {
      const { message } = error as Error;
      const isRefused = error instanceof ModbusException && refusals.has(error.code);
      return { kind: isRefused ? ("refused" as const) : ("noAnswer" as const), error: message };
    }
  }

  /** Ends a pulse that this process times; tries until the relay has said that the coil is off. */
  async #switchOffAfter(delayMs: number): Promise<void> {
    const pulse = ++this.#pulse;
    await sleep(delayMs);
    let waitMs: number = offRetryMs.first;
    while (pulse === this.#pulse) {
      const { coil } = this.#config;
      const outcome = await this.#write((client) => client.writeSingleCoil(coil, false), coil, false);
      if (outcome.kind !== "noAnswer") return;
      await sleep(waitMs);
      waitMs = Math.min(offRetryMs.most, waitMs * 2);
    }
  }
}

type Echo = { readonly response: { readonly body: { readonly address: number; readonly value: boolean | number } } };
