import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import * as z from "zod";
import type { Draft } from "#engine/model/draft.ts";
import { draftPartText } from "#engine/text/draft-part-text.ts";
import { BadInputError } from "./bad-input-error.ts";
import { readJson } from "./read-input.ts";

export const draftParts = ["tariff", "rules"] as const;
type Part = (typeof draftParts)[number];

/** Names what the files beside it were pulled from, and their digests then. */
export const pulledFile = "liftgate.json";
const digestsSchema = z.strictObject({ tariff: z.string(), rules: z.string() });
const pulledSchema = z.strictObject({ lot: z.string(), revision: z.int().min(1), sha256: digestsSchema });
export type Pulled = z.output<typeof pulledSchema>;

export const partFile = (folder: string, part: Part): string => path.join(folder, `${part}.json`);

export async function readPulled(folder: string): Promise<Pulled | null> {
  const file = path.join(folder, pulledFile);
  return fs.existsSync(file) ? readJson(file, pulledSchema) : null;
}

/** Text of a part's file, or null without one. */
export function readPartText(folder: string, part: Part): string | null {
  try {
    return fs.readFileSync(partFile(folder, part), "utf8");
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw new BadInputError([`cannot read ${partFile(folder, part)}: ${(cause as Error).message}`], { cause });
  }
}

/** Writes a draft's files, the small one last: without it they are nobody's. */
export function writeDraftFiles(
  folder: string,
  { lot, revision, draft }: { lot: string; revision: number; draft: Draft },
) {
  fs.mkdirSync(folder, { recursive: true });
  for (const part of draftParts) fs.writeFileSync(partFile(folder, part), draftPartText(part, draft[part]));
  writePulled(folder, { lot, revision, draft });
}

/** Notes that the files stand for a revision. The digests are those of the drafts' own text, however a file is spaced. */
export function writePulled(folder: string, { lot, revision, draft }: { lot: string; revision: number; draft: Draft }) {
  const sha256 = Object.fromEntries(draftParts.map((part) => [part, digestOf(draftPartText(part, draft[part]))]));
  const pulled = { lot, revision, sha256 };
  fs.writeFileSync(path.join(folder, pulledFile), `${JSON.stringify(pulled, null, 2)}\n`);
}

export function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
