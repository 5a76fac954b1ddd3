import { readEdgeConfig } from "#edge-runner/edge-config.ts";
import { BarrierDevice } from "#edge-runner/simulator/barrier-device.ts";
import { BarrierServer } from "#edge-runner/simulator/barrier-server.ts";
import { DurableLog } from "#edge-runner/simulator/durable-log.ts";

// The barriers of the lot: each opening is on disk before the edge hears of it, then a car drives over the loop.
const [configFile, openingsFile] = process.argv.slice(2) as [string, string];
const approachMs = 100;
const onLoopMs = 250;

const config = readEdgeConfig(configFile);
const log = new DurableLog(openingsFile);
const devices = config.lanes.map((lane) => {
  const device: BarrierDevice = new BarrierDevice(lane.id, (opening) => {
    log.add(opening);
    setTimeout(() => device.occupy(true), approachMs);
    setTimeout(() => device.occupy(false), approachMs + onLoopMs);
  });
  return device;
});
const { port, hostname } = new URL(config.lanes[0]!.barrier.url);
await new BarrierServer(devices).start(Number(port), hostname);
process.on("SIGTERM", () => process.exit(0));
