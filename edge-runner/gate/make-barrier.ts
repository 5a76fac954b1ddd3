import type { BarrierConfig } from "../edge-config.ts";
import type { Barrier } from "./barrier.ts";
import { ModbusBarrier } from "./modbus.ts";
import { ShellyBarrier } from "./shelly.ts";

/** The adapter for a barrier's hardware. */
export function makeBarrier(config: BarrierConfig): Barrier {
  return config.kind === "modbus" ? new ModbusBarrier(config) : new ShellyBarrier(config);
}
