import { spawnSync } from "node:child_process";
import fs from "node:fs";

/** Why this machine cannot run it; null when it can. A skip names its reason, so that it is counted and not forgotten. */
export type Reason = string | null;

const runs = (command: string, args: readonly string[]) => spawnSync(command, args, { stdio: "ignore" }).status === 0;

/** A file system of its own in memory, without being root. */
export function cannotMountTmpfs(): Reason {
  const mount = 'd=$(mktemp -d) && mount -t tmpfs -o size=1m tmpfs "$d"';
  return runs("unshare", ["-Urm", "sh", "-c", mount]) ? null : "the kernel gives no mounts to a user namespace";
}

/** Something that stands before the C library. */
export function cannotCompile(): Reason {
  return runs("cc", ["--version"]) ? null : "there is no C compiler (apt install gcc libc6-dev)";
}

/** An image with a file system that can be cut from its power. */
export function cannotCutPower(): Reason {
  if (process.getuid?.() !== 0) return "only root may mount an image";
  if (!runs("xfs_io", ["-V"])) return "xfs_io is not installed (apt install xfsprogs)";
  if (!runs("losetup", ["-f"])) return "there is no free loop device";
  return null;
}

/** A wall clock and a boot of its own for one process. */
export function cannotFakeTime(): Reason {
  if (faketimeLibrary() === null) return "libfaketime is not installed (apt install faketime)";
  const bind = "mount --bind /dev/null /proc/sys/kernel/random/boot_id";
  return runs("unshare", ["-Urm", "sh", "-c", bind]) ? null : "the kernel gives no mounts to a user namespace";
}

export function faketimeLibrary(): string | null {
  const places = ["x86_64-linux-gnu", "aarch64-linux-gnu", "arm-linux-gnueabihf"];
  return places.map((name) => `/usr/lib/${name}/faketime/libfaketime.so.1`).find((file) => fs.existsSync(file)) ?? null;
}

/** Network namespaces with links of their own, and tunnels whose other end is a program, without being root. */
export function cannotMakeLinks(): Reason {
  if (!runs("ip", ["-V"])) return "iproute2 is not installed (apt install iproute2)";
  if (!runs("ethtool", ["--version"])) return "ethtool is not installed (apt install ethtool)";
  const tunnel = "ip link add name probe0 type vxlan id 1 remote 127.0.0.1 dstport 5001";
  const rule = "ip link set lo up && ip rule add from 127.0.0.9 table 100";
  if (!runs("unshare", ["-Urnm", "true"])) return "the kernel gives no namespaces to a user";
  if (!runs("unshare", ["-Urnm", "sh", "-c", tunnel])) return "the kernel has no VXLAN";
  return runs("unshare", ["-Urnm", "sh", "-c", rule]) ? null : "the kernel has no rules for routes";
}
