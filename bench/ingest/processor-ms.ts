import fs from "node:fs";

const tickMs = 10;

/** Processor time that a process and its children have taken so far, in ms; it says the same on a busy machine. */
export function processorMs(pid: number | undefined): number {
  const children = fs.readdirSync("/proc").filter((name) => /^\d+$/.test(name) && statOf(name)?.parent === pid);
  return [String(pid), ...children].reduce((sum, name) => sum + (statOf(name)?.ms ?? 0), 0);
}

function statOf(pid: string): { parent: number; ms: number } | null {
  try {
    // the name of the program, in brackets, may hold anything
    const fields = fs
      .readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ")
      .map(Number);
    const [user, system, deadUser, deadSystem] = fields.slice(11, 15) as [number, number, number, number];
    return { parent: fields[1]!, ms: (user + system + deadUser + deadSystem) * tickMs };
  } catch {
    return null; // it has just ended
  }
}
