import dgram from "node:dgram";
import { once } from "node:events";
import { seededRandom } from "#edge-runner/simulator/seeded-random.ts";
import { addresses, type ShaperOrder } from "./lab-network.ts";
import { Shaper } from "./shaper.ts";

// Stands between two namespaces and carries the packets of each uplink from one to the other, as it is told.
const random = seededRandom(Number(process.argv[2]));

async function listen(address: string, port: number): Promise<dgram.Socket> {
  const socket = dgram.createSocket("udp4");
  socket.bind(port, address);
  await once(socket, "listening");
  socket.setRecvBufferSize(1 << 20);
  return socket;
}

const uplinks = await Promise.all(
  addresses.ports.map(async (port) => {
    const near = await listen(addresses.wireToEdge, port);
    const far = await listen(addresses.wireToCloud, port);
    const up = new Shaper((packet) => far.send(packet, port, addresses.cloud), random);
    const down = new Shaper((packet) => near.send(packet, port, addresses.edge), random);
    near.on("message", (packet) => up.take(packet, performance.now()));
    far.on("message", (packet) => down.take(packet, performance.now()));
    return { up, down };
  }),
);
process.on("message", (order: ShaperOrder) => {
  const uplink = uplinks[order.uplink]!;
  if (order.kind === "shape") {
    uplink.up.way = order.up;
    uplink.down.way = order.down;
  } else if (order.kind === "forget") {
    uplink.up.forget();
    uplink.down.forget();
  } else process.send!({ up: uplink.up.carried, down: uplink.down.carried });
});
process.on("disconnect", () => process.exit(0));
process.send!("ready");
