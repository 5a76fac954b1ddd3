import { askRunningStart } from "../control-socket.mjs";

/** Where the console of the start on a data folder answers; undefined when none runs. */
export async function runningAddress(dataDir: string): Promise<string | undefined> {
  const running = await askRunningStart(dataDir, { command: "status" });
  return running?.address;
}
