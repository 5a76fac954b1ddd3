import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** What `make` leaves behind on the heap and in buffers, once everything that nobody holds is gone. */
export function heapKiB(make: () => unknown): number {
  const before = used();
  const kept = make();
  const after = used();
  if (kept === undefined) throw new Error("nothing was made");
  return (after - before) / 1_024;
}

function used(): number {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  collect();
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
