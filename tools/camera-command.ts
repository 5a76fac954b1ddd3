import fs from "node:fs";
import path from "node:path";
import * as z from "zod";

const edgeFileSchema = z.object({
  lanes: z.array(z.object({ cameras: z.array(z.object({ id: z.string(), vendor: z.string(), token: z.string() })) })),
});

/**
 * The command that posts a car to the first camera of the demo lot, as a Plate Recognizer Stream does. It fills in the
 * time when it runs: the edge opens for no message older than half a minute.
 */
export function cameraCommand(dataDir: string, cameraPort: number): string | undefined {
  const edges = path.join(dataDir, "edges");
  const names = fs.existsSync(edges) ? fs.readdirSync(edges).sort() : [];
  const files = names.map((name) => path.join(edges, name, "edge.json")).filter((file) => fs.existsSync(file));
  const lanes = files.flatMap((file) => edgeFileSchema.parse(JSON.parse(fs.readFileSync(file, "utf8"))).lanes);
  const camera = lanes.flatMap(({ cameras }) => cameras).find(({ vendor }) => vendor === "plateRecognizer");
  if (!camera) return undefined;
  const url = `http://127.0.0.1:${cameraPort}/camera/${camera.id}/${camera.token}`;
  const results = [{ plate: "京A41408", score: 0.97, region: { code: "cn" }, vehicle: { type: "Sedan", score: 0.9 } }];
  const message = JSON.stringify({ hook: { event: "recognition" }, data: { timestamp: "NOW", results } });
  return `curl -H 'content-type: application/json' '${url}' -d '${message.replace("NOW", "'$(date -u +%FT%TZ)'")}'`;
}
