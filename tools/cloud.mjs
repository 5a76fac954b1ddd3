// @ts-check
// `npm run cloud -- off | on | status`: acts on the `npm start` that runs in this folder.
import { dataDir, fail } from "./bootstrap.mjs";
import { askRunningStart } from "./control-socket.mjs";

const [wish = "status", ...rest] = process.argv.slice(2);
if (!["on", "off", "status"].includes(wish) || rest.length > 0) fail("usage: npm run cloud -- off | on | status");

const request = wish === "status" ? { command: "status" } : { command: "cloud", state: wish };
const answer = await askRunningStart(dataDir, request);
if (!answer) fail("nothing runs in this folder: npm start starts it");
if (answer.error) fail(answer.error);

process.stdout.write(`the cloud is ${answer.cloud}\n`);
for (const { name, state, port } of answer.children) {
  process.stdout.write(`  ${name.padEnd(10)} ${state}${port ? ` on port ${port}` : ""}\n`);
}
