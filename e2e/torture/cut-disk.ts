import { execFileSync, spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

/** A disk whose power can be cut: ext4 in an image. What was written and not flushed when it is cut, is gone. */
export class CutDisk {
  readonly #folder = fs.mkdtempSync(path.join(os.tmpdir(), "cut-disk-"));
  readonly #image = path.join(this.#folder, "image");
  readonly mount = path.join(this.#folder, "mount");

  constructor(megabytes: number) {
    fs.writeFileSync(this.#image, "");
    fs.truncateSync(this.#image, megabytes * 1024 * 1024);
    execFileSync("mkfs.ext4", ["-q", "-F", this.#image]);
    fs.mkdirSync(this.mount);
  }

  powerOn(): void {
    execFileSync("mount", ["-o", "loop", this.#image, this.mount]);
  }

  /** From this moment nothing reaches the disk any more, not even what the file system has already taken. */
  cut(): void {
    execFileSync("xfs_io", ["-x", "-c", "shutdown", this.mount]);
  }

  /** After a cut, once nobody uses it: the machine is off. */
  powerOff(): void {
    for (let tries = 0; tries < 50; tries++) {
      if (spawnSync("umount", [this.mount], { stdio: "ignore" }).status === 0) return;
      execFileSync("sleep", ["0.1"]);
    }
    throw new Error(`${this.mount} cannot be unmounted`);
  }

  throwAway(): void {
    spawnSync("umount", ["-l", this.mount], { stdio: "ignore" });
    fs.rmSync(this.#folder, { recursive: true, force: true });
  }
}
