import { once } from "node:events";
import fs from "node:fs";
import net, { type AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildProcess } from "#edge-runner/testing/build-process.ts";
import { exampleConfig } from "#edge-runner/testing/example-config.ts";
import { lastWords, spawnChild } from "./spawn-child.ts";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "liftgate-taken-"));
const other = net.createServer();
let port: number;

beforeAll(async () => {
  other.listen(0, "127.0.0.1");
  await once(other, "listening");
  port = (other.address() as AddressInfo).port;
  fs.writeFileSync(path.join(folder, "edge.json"), JSON.stringify(exampleConfig()), { mode: 0o600 });
});
afterAll(() => {
  other.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

test.each([
  ["broker", async () => ["--import", "tsx", "server/link/broker-process.ts"]],
  ["edge", async () => [await buildProcess("main.ts", "test-taken-edge")]],
  ["simulator", async () => [await buildProcess("simulator/main.ts", "test-taken-simulator")]],
])("%s ends with words that name the port when another program has it", async (name, program) => {
  const logFile = path.join(folder, `${name}.log`);
  const env = {
    ...process.env,
    LIFTGATE_EDGE_CONFIG: path.join(folder, "edge.json"),
    LIFTGATE_CAMERA_PORT: String(port),
    LIFTGATE_BARRIER_PORT: String(port),
    MQTT_URL: `mqtt://127.0.0.1:${port}`,
  };
  const [code] = await once(spawnChild(await program(), env, logFile), "exit");
  expect(code).toBe(1);
  expect(lastWords(logFile)).toMatch(new RegExp(`: port ${port} of 127\\.0\\.0\\.1 is taken by another program$`));
});
