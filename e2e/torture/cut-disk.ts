import { execFileSync, spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

const run = (command: string, ...args: string[]) => execFileSync(command, args);
const works = (command: string, ...args: string[]) => spawnSync(command, args, { stdio: "ignore" }).status === 0;

/** A disk whose power can be cut: ext4 in an image. What was written and not flushed when it is cut, is gone. */
export class CutDisk {
  readonly #folder = fs.mkdtempSync(path.join(os.tmpdir(), "cut-disk-"));
  readonly #image = path.join(this.#folder, "image");
  readonly mount = path.join(this.#folder, "mount");

  constructor(megabytes: number) {
    fs.writeFileSync(this.#image, "");
    fs.truncateSync(this.#image, megabytes * 1024 * 1024);
    run("mkfs.ext4", "-q", "-F", this.#image);
    fs.mkdirSync(this.mount);
  }

  powerOn(): void {
    run("mount", "-o", "loop", this.#image, this.mount);
  }

  /** From this moment nothing reaches the disk any more, not even what the file system has already taken. */
  cut(): void {
    run("xfs_io", "-x", "-c", "shutdown", this.mount);
  }

  /** The file system has found itself broken and takes nothing any more; what it holds can be read. */
  failReadOnly(): void {
    run("mount", "-o", "remount,abort", this.mount);
  }

  /** After a cut, once nobody uses it: the machine is off. */
  powerOff(): void {
    for (let tries = 0; tries < 50; tries++) {
      if (works("umount", this.mount)) return;
      run("sleep", "0.1");
    }
    throw new Error(`${this.mount} cannot be unmounted`);
  }

  throwAway(): void {
    works("umount", "-l", this.mount);
    fs.rmSync(this.#folder, { recursive: true, force: true });
  }
}
