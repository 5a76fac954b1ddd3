import { randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import type { DemoLot } from "./demo-lots.ts";

export type Addresses = {
  readonly mqttUrl: string;
  readonly edgeHttpUrl: string;
  readonly cameraPort: number;
  readonly barrierPort: number;
};

type Wanted = Addresses & {
  readonly dataDir: string;
  readonly edgeId: string;
  readonly lot: DemoLot;
  readonly publicKey: string;
  /** Called only when there is no file with a password yet. */
  readonly password: () => Promise<string>;
};

type EdgeConfig = Awaited<ReturnType<typeof makeConfig>>;

/** Writes an edge's enrolment file, readable by its owner alone. Password, tokens and keys of an earlier one are kept, addresses follow. */
export async function keepEdgeConfig(wanted: Wanted): Promise<string> {
  const folder = path.join(wanted.dataDir, "edges", wanted.edgeId);
  const file = path.join(folder, "edge.json");
  const earlier = fs.existsSync(file) ? (JSON.parse(fs.readFileSync(file, "utf8")) as EdgeConfig) : null;
  const config = await makeConfig(wanted, earlier);
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  fs.chmodSync(folder, 0o700);
  const text = `${JSON.stringify(config, null, 2)}\n`;
  if (!earlier || JSON.stringify(earlier) !== JSON.stringify(config)) {
    const making = `${file}.making`;
    fs.rmSync(making, { force: true });
    fs.writeFileSync(making, text, { mode: 0o600, flush: true });
    fs.renameSync(making, file);
  }
  fs.chmodSync(file, 0o600);
  return file;
}

async function makeConfig(
  wanted: Wanted,
  earlier: { password: string; publicKeys: string[]; lanes: EarlierLane[] } | null,
) {
  const { edgeId, lot, mqttUrl, edgeHttpUrl, cameraPort, barrierPort, publicKey } = wanted;
  return {
    v: 1,
    edgeId,
    lotId: lot.id,
    country: lot.country,
    mqttUrl,
    httpUrl: edgeHttpUrl,
    password: earlier?.password ?? (await wanted.password()),
    publicKeys: earlier?.publicKeys ?? [publicKey],
    listen: { host: "127.0.0.1", port: cameraPort },
    lanes: lot.lanes.map(({ id }) => ({
      id,
      onJournalFailure: "openAndFlag",
      barrier: {
        kind: "shelly",
        url: `http://127.0.0.1:${barrierPort}/${id}`,
        switchId: 0,
        inputId: 0,
        pulseSeconds: 2,
      },
      cameras: [
        {
          id: `${id}-cam`,
          vendor: "plateRecognizer",
          token: earlier?.lanes.find((lane) => lane.id === id)?.cameras[0]?.token ?? newToken(),
          sources: ["127.0.0.1/32", "::1/128"],
        },
      ],
    })),
  };
}
type EarlierLane = { id: string; cameras: { token: string }[] };

function newToken(): string {
  return randomBytes(18).toString("base64url");
}

/**
 * Edges that this database does not know belong to one that is gone. Their journals may still hold the only copy of
 * something, so they are put aside, not deleted.
 */
export function setAsideOtherEdges(dataDir: string, configFiles: readonly string[]): void {
  const folder = path.join(dataDir, "edges");
  if (!fs.existsSync(folder)) return;
  const known = new Set(configFiles.map((file) => path.basename(path.dirname(file))));
  for (const name of fs.readdirSync(folder).filter((each) => !known.has(each))) {
    const aside = path.join(dataDir, "edges-of-earlier-databases");
    fs.mkdirSync(aside, { recursive: true, mode: 0o700 });
    fs.renameSync(path.join(folder, name), path.join(aside, `${name}-${randomBytes(3).toString("hex")}`));
  }
}
