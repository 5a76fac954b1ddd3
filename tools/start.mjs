// @ts-check
// `npm start`. Runs on Node alone until the packages are there, then hands over to the supervisor.
import { bootstrap, dataDir, fail, say } from "./bootstrap.mjs";
import { askRunningStart } from "./control-socket.mjs";

const running = await askRunningStart(dataDir, { command: "status" });
if (running) fail(`Liftgate already runs in this folder at ${running.address ?? "an address it still looks for"}`);

await bootstrap();
const { supervise } = await import("./supervisor.ts");
await supervise({ dataDir, say });
