import { ensureClient, ensureConsole, ensureProcesses } from "./build.ts";
import { cameraCommand } from "./camera-command.ts";
import { openControlSocket } from "./control-socket.mjs";
import { requireProduction } from "./secrets.ts";
import { System } from "./system.ts";

type Say = (line: string) => void;
type Request = { command: string; state?: string; child?: string; signal?: NodeJS.Signals };

/** Runs everything until Ctrl-C. Whatever is missing or stale is made first, as much of it at once as two cores allow. */
export async function supervise({ dataDir, say }: { dataDir: string; say: Say }): Promise<void> {
  const system = new System({ dataDir, say });
  const progress = { isReady: false, isStopping: false };
  const closeControl = await openControlSocket(dataDir, (request) => answer(request, system, progress));
  const stop = async (exitCode: number) => {
    if (progress.isStopping) return;
    progress.isStopping = true;
    if (exitCode === 0) say("stopping");
    await system.stop();
    await closeControl();
    process.exit(exitCode);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void stop(0));
  try {
    await startAll(system, say);
    progress.isReady = true;
    if (!progress.isStopping) printWelcome(system, say);
  } catch (error) {
    if (!progress.isStopping) say(error instanceof Error ? error.message : String(error));
    await stop(1);
  }
}

async function startAll(system: System, say: Say): Promise<void> {
  if (system.isProduction) requireProduction(); // before minutes of building
  await ensureClient(say);
  const consoleBuilt = ensureConsole(say);
  const lotReady = Promise.all([ensureProcesses(say), system.prepare()]).then(() => system.run(consoleBuilt));
  const [silent] = await Promise.all([lotReady, consoleBuilt]);
  if (silent.length > 0) say(`not answering yet: ${silent.join(", ")}; see ${system.dataDir}/logs`);
}

async function answer(request: Request, system: System, progress: { isReady: boolean }): Promise<object> {
  const child = () => system.child(request.child ?? "");
  switch (request.command) {
    case "status":
      break;
    case "cloud":
      if (request.state !== "on" && request.state !== "off") throw new Error('state must be "on" or "off"');
      if (!progress.isReady) throw new Error("still starting: try again when it is ready");
      await system.setCloud(request.state);
      break;
    case "kill":
      if (!child().kill(request.signal ?? "SIGKILL")) throw new Error(`${request.child} does not run`);
      break;
    case "start":
      await child().start();
      break;
    case "stop":
      await child().stop();
      break;
    case "restart":
      await child().stop();
      await child().start();
      break;
    default:
      throw new Error(`no command named ${request.command}`);
  }
  const phase = progress.isReady ? "ready" : "starting";
  return { phase, cloud: system.isCloudOn() ? "on" : "off", address: system.webAddress, children: system.status() };
}

function printWelcome(system: System, say: Say): void {
  const { web } = system.addresses;
  say("ready");
  const lines = ["", `Liftgate runs at ${web}`];
  const people = Object.entries(system.demoPasswords);
  if (people.length > 0 && !system.isProduction) {
    lines.push("", "Demo sign-ins, for this machine only:");
    for (const [person, password] of people) lines.push(`  ${person.padEnd(34)} ${password}`);
    const command = cameraCommand(system.dataDir, system.addresses.cameraPort);
    if (command) lines.push("", "Send a car to the entry camera:", `  ${command}`);
    lines.push("", "Take the cloud away from the lot and give it back: npm run cloud -- off | on");
  }
  lines.push("Ctrl-C stops everything.");
  process.stdout.write(`${lines.join("\n")}\n`);
}
