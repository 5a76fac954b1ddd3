import fs from "node:fs";

/** Fills the disk of this file, to the last byte. */
export function fillDisk(file: string): void {
  const handle = fs.openSync(file, "a");
  try {
    for (let size = 65_536; size >= 1; size = Math.floor(size / 2)) {
      try {
        for (;;) fs.writeSync(handle, Buffer.alloc(size, 0x66));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
      }
    }
  } finally {
    fs.closeSync(handle);
  }
}
