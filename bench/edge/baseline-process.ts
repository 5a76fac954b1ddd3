import fs from "node:fs/promises";
import http from "node:http";

// What no edge can do without: read the message, put so many bytes on the disk for good, tell the barrier. Nothing is decided.
const [file, barrierPort] = process.argv.slice(2) as [string, string];
const journal = await fs.open(file, "a");
const record = Buffer.alloc(2_048, 0x78);
const agent = new http.Agent({ keepAlive: true });

function tellBarrier(): Promise<void> {
  return new Promise((resolve, reject) => {
    const options = { port: Number(barrierPort), host: "127.0.0.1", path: "/entry-1/rpc", method: "POST", agent };
    const request = http.request(options, (response) => {
      response.resume();
      response.once("end", () => resolve());
    });
    request.once("error", reject);
    request.end(JSON.stringify({ id: "baseline", method: "Switch.Set" }));
  });
}

const server = http.createServer(async (request, response) => {
  for await (const _ of request);
  await journal.appendFile(record);
  await journal.datasync();
  await tellBarrier();
  response.end("{}");
});
server.listen(0, "127.0.0.1", () => process.send!({ port: (server.address() as { port: number }).port }));
process.on("disconnect", () => process.exit(0));
