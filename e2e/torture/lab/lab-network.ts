import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Carried, Way } from "./shaper.ts";

export type ShaperOrder =
  | { readonly kind: "shape"; readonly uplink: number; readonly up: Way; readonly down: Way }
  | { readonly kind: "forget" | "carried"; readonly uplink: number };

/** Of the wires below the tunnels. */
export const addresses = {
  edge: "10.99.1.2",
  wireToEdge: "10.99.1.1",
  wireToCloud: "10.99.2.1",
  cloud: "10.99.2.2",
  /** One tunnel for each uplink. */
  ports: [5001, 5002],
} as const;

/** Where the cloud is, whichever uplink leads there. */
export const cloudAddress = "198.18.9.9";
export const uplinkInterfaces = ["up1", "up2"] as const;

const run = (command: string, ...args: string[]) =>
  execFileSync(command, args, { stdio: ["ignore", "ignore", "inherit"] });
const ip = (...args: string[]) => run("ip", ...args);
const words = (line: string) => line.split(" ");
const mac = (uplink: number, end: "edge" | "cloud") => `02:00:00:00:0${uplink + 1}:0${end === "edge" ? 1 : 2}`;
const subnet = (uplink: number) => `198.18.${uplink + 1}`;

/**
 * A lot and its cloud on two uplinks, in network namespaces of this process: it is the cloud, `edge` the lot, and between
 * them `wire`, where a shaper carries each packet. An uplink is a VXLAN tunnel whose other end is the shaper's UDP socket,
 * so real TCP of a real kernel meets whatever the shaper does, and nobody needs to be root.
 */
export class LabNetwork {
  #shaper: ChildProcess | null = null;

  async start(logFolder: string, seed: number): Promise<void> {
    run("mount", "-t", "tmpfs", "tmpfs", "/run");
    fs.mkdirSync("/run/netns");
    for (const name of ["edge", "wire"]) ip("netns", "add", name);
    for (const name of [[], ["-n", "edge"], ["-n", "wire"]]) ip(...name, ...words("link set lo up"));
    this.#wire("edge", addresses.edge, addresses.wireToEdge);
    this.#wire(null, addresses.cloud, addresses.wireToCloud);
    ip(...words(`address add ${cloudAddress}/32 dev lo`));
    for (const uplink of [0, 1]) this.#tunnel(uplink);
    const file = fileURLToPath(new URL("./shaper-process.ts", import.meta.url));
    this.#shaper = spawnIn("wire", [file, String(seed)], path.join(logFolder, "shaper.log"));
    await once(this.#shaper, "message");
  }

  /** How an uplink carries from now on; both directions alike unless told otherwise. */
  shape(uplink: number, up: Way, down: Way = up): void {
    this.#shaper!.send({ kind: "shape", uplink, up, down } satisfies ShaperOrder);
  }

  /** A translator of addresses forgets its connections: their packets vanish, new ones pass. */
  forget(uplink: number): void {
    this.#shaper!.send({ kind: "forget", uplink } satisfies ShaperOrder);
  }

  async carried(uplink: number): Promise<{ up: Carried; down: Carried }> {
    const answer = once(this.#shaper!, "message");
    this.#shaper!.send({ kind: "carried", uplink } satisfies ShaperOrder);
    return (await answer)[0] as { up: Carried; down: Carried };
  }

  /** The cable is pulled out or put in; routes vanish with it and are made anew, as a network's own service does. */
  setCarrier(uplink: number, isUp: boolean): void {
    const name = uplinkInterfaces[uplink]!;
    ip("-n", "edge", ...words(`link set ${name} ${isUp ? "up" : "down"}`));
    if (isUp) this.#route(uplink);
  }

  stop(): void {
    this.#shaper?.kill("SIGKILL");
  }

  #wire(namespace: string | null, near: string, far: string): void {
    const [name, peer] = [`n${far.split(".")[2]}`, `f${far.split(".")[2]}`];
    ip(...words(`link add name ${name} type veth peer name ${peer} netns wire`));
    if (namespace !== null) ip(...words(`link set ${name} netns ${namespace}`));
    const here = namespace === null ? [] : ["-n", namespace];
    ip(...here, ...words(`address add ${near}/30 dev ${name}`));
    ip("-n", "wire", ...words(`address add ${far}/30 dev ${peer}`));
    ip(...here, ...words(`link set ${name} up`));
    ip("-n", "wire", ...words(`link set ${peer} up`));
  }

  #tunnel(uplink: number): void {
    const port = addresses.ports[uplink]!;
    const [edgeEnd, cloudEnd] = [uplinkInterfaces[uplink]!, `down${uplink + 1}`];
    const tunnel = (name: string, local: string, remote: string, address: string) =>
      words(
        `link add name ${name} address ${address} type vxlan id ${uplink + 1} local ${local} remote ${remote} dstport ${port}`,
      );
    ip("-n", "edge", ...tunnel(edgeEnd, addresses.edge, addresses.wireToEdge, mac(uplink, "edge")));
    ip(...tunnel(cloudEnd, addresses.cloud, addresses.wireToCloud, mac(uplink, "cloud")));
    // a packet is what a wire carries: whole, with its checksum, and not glued to others for a card that is not there
    const plain = (name: string) => words(`-K ${name} tx off tso off gso off gro off`);
    run("ip", ...words("netns exec edge ethtool"), ...plain(edgeEnd));
    run("ethtool", ...plain(cloudEnd));
    ip("-n", "edge", ...words(`address add ${subnet(uplink)}.1/24 dev ${edgeEnd}`));
    ip(...words(`address add ${subnet(uplink)}.2/24 dev ${cloudEnd}`));
    ip(...words(`link set ${cloudEnd} up`));
    ip(...words(`neigh replace ${subnet(uplink)}.1 lladdr ${mac(uplink, "edge")} nud permanent dev ${cloudEnd}`));
    ip("-n", "edge", ...words(`link set ${edgeEnd} up`));
    ip("-n", "edge", ...words(`rule add from ${subnet(uplink)}.1 table 10${uplink}`));
    this.#route(uplink);
  }

  #route(uplink: number): void {
    const name = uplinkInterfaces[uplink]!;
    const gateway = `${subnet(uplink)}.2`;
    ip("-n", "edge", ...words(`neigh replace ${gateway} lladdr ${mac(uplink, "cloud")} nud permanent dev ${name}`));
    ip("-n", "edge", ...words(`route replace ${cloudAddress}/32 via ${gateway} dev ${name} table 10${uplink}`));
  }
}

/** Starts a program of ours in a namespace, or here; what it prints goes to a file, and messages pass both ways. */
export function spawnIn(
  namespace: string | null,
  args: readonly string[],
  logFile: string,
  env: NodeJS.ProcessEnv = process.env,
): ChildProcess {
  fs.mkdirSync(path.dirname(logFile), { recursive: true });
  const log = fs.openSync(logFile, "a");
  const node = [process.execPath, ...(args[0]!.endsWith(".ts") ? ["--import", "tsx"] : []), ...args];
  const command = namespace === null ? node : ["ip", "netns", "exec", namespace, ...node];
  const child = spawn(command[0]!, command.slice(1), { stdio: ["ignore", log, log, "ipc"], env });
  fs.closeSync(log);
  return child;
}
