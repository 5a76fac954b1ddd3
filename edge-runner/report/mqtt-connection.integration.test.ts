import { once } from "node:events";
import net, { type AddressInfo } from "node:net";
import { pino } from "pino";
import { afterEach, expect, it } from "vitest";
import { TestCloud } from "../testing/test-cloud.ts";
import { waitFor } from "../testing/test-lot.ts";
import { MqttConnection } from "./mqtt-connection.ts";

const stopping: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stopping.splice(0).reverse()) await stop();
});

function connect(url: string, password = "edge-password") {
  const seen = { up: 0, down: 0, warnings: [] as string[] };
  const log = pino({ level: "warn" }, { write: (line: string) => void seen.warnings.push(JSON.parse(line).reason) });
  const connection = new MqttConnection({
    edgeId: "testedge01",
    url,
    password,
    nowMs: () => Date.now(),
    connectTimeoutMs: 500,
    log,
    onUp: () => seen.up++,
    onDown: () => seen.down++,
    onMessage: () => undefined,
  });
  connection.start();
  stopping.push(() => connection.stop());
  return { connection, seen };
}

it("comes back for ever to a broker that takes the connection and says nothing", async () => {
  let taken = 0;
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    taken++;
    sockets.add(socket);
    socket.on("error", () => undefined);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  stopping.push(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const { seen } = connect(`mqtt://127.0.0.1:${(server.address() as AddressInfo).port}`);
  await waitFor(() => taken >= 3, "a third attempt", 25_000);
  expect(seen.up).toBe(0);
});

it("says once why it is not let in, and says hello again under a new link when a link is lost", async () => {
  const cloud = new TestCloud("testedge01", "edge-password");
  await cloud.start();
  stopping.push(() => cloud.stop());
  const stranger = connect(cloud.url, "wrong-password");
  await waitFor(() => stranger.seen.warnings.length > 0, "a warning");
  await stranger.connection.stop();
  expect(stranger.seen).toMatchObject({ up: 0 });
  expect(new Set(stranger.seen.warnings).size).toBe(stranger.seen.warnings.length);

  const { connection, seen } = connect(cloud.url);
  await waitFor(() => seen.up === 1, "the link");
  connection.drop();
  await waitFor(() => seen.up === 2, "a new link");
  expect(seen.down).toBe(1);
  await waitFor(() => cloud.states.filter((state) => state.online).length === 2, "both links announced");
  const online = cloud.states.filter((state) => state.online);
  expect(new Set(online.map((state) => state.linkId)).size).toBe(2);
  await connection.stop();
  await waitFor(() => cloud.states.at(-1)?.online === false, "the good-bye");
  expect(cloud.states.at(-1)!.linkId).toBe(online[1]!.linkId);
});

it("publishes nothing, and keeps nothing, while there is no link", () => {
  const { connection } = connect("mqtt://127.0.0.1:9");
  expect(connection.publish("telemetry", "{}", 0)).toBe(false);
});
