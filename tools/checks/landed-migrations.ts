import fs from "node:fs";
import path from "node:path";
import { projectFolder } from "../freshness.ts";
import { readMigrations } from "../migrate.ts";

type Checksums = Record<string, string>;

const folder = path.join(projectFolder, "prisma/migrations");
const notesFile = path.join(folder, "checksums.json");

/** A migration that has landed is never edited: databases out there have applied it as it was. */
export function checkLandedMigrations(): string[] {
  return compareChecksums(readNotes(), currentChecksums());
}

/** Adds migrations that are not noted yet; those that are noted stay as they are. */
export function noteMigrations(): void {
  const noted = { ...currentChecksums(), ...readNotes() };
  const sorted = Object.fromEntries(Object.entries(noted).sort(([a], [b]) => (a < b ? -1 : 1)));
  fs.writeFileSync(notesFile, `${JSON.stringify(sorted, null, 2)}\n`);
}

export function compareChecksums(noted: Checksums, current: Checksums): string[] {
  const problems: string[] = [];
  for (const [name, checksum] of Object.entries(noted)) {
    if (!(name in current)) problems.push(`migration ${name} has landed and is gone: put it back`);
    else if (current[name] !== checksum) problems.push(`migration ${name} has landed and was edited: write a new one`);
  }
  const last = Object.keys(noted).sort().at(-1) ?? "";
  for (const name of Object.keys(current)) {
    if (name in noted) continue;
    problems.push(`migration ${name} is not noted: run npm run check -- --note-migrations`);
    if (name < last) problems.push(`migration ${name} must sort after ${last}, which has landed`);
  }
  return problems;
}

function currentChecksums(): Checksums {
  return Object.fromEntries(readMigrations(folder).map(({ name, checksum }) => [name, checksum]));
}

function readNotes(): Checksums {
  return fs.existsSync(notesFile) ? JSON.parse(fs.readFileSync(notesFile, "utf8")) : {};
}
