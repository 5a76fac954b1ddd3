import net from "node:net";

/** The wanted port of 127.0.0.1, or the next free one, which is then said in one line. */
export async function findFreePort(
  wanted: number,
  { name, say }: { name: string; say?: (line: string) => void },
): Promise<number> {
  for (let port = wanted; port < Math.min(wanted + portsTried, 65_536); port++) {
    if (!(await isFree(port))) continue;
    if (port !== wanted) say?.(`port ${wanted} is taken by another program: ${name} uses ${port}`);
    return port;
  }
  throw new Error(`${name}: no free port among ${wanted}..${wanted + portsTried - 1}`);
}

const portsTried = 100;

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = net.createServer();
    probe.once("error", () => resolve(false));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
  });
}
