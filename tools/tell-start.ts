import { askRunningStart } from "./control-socket.mjs";

type Wish = { command: "cloud"; state: "on" | "off" } | { command: "start" | "stop"; child: string };

/** Tells the start that runs on this data folder to do something, and waits until it is done. */
export async function tellStart(dataDir: string, wish: Wish): Promise<void> {
  const answer = await askRunningStart(dataDir, wish);
  if (answer === undefined) throw new Error(`nothing runs on ${dataDir}`);
  if (answer.error) throw new Error(answer.error);
}
