import type { Draft } from "#engine/model/draft.ts";
import { draftPartText } from "#engine/text/draft-part-text.ts";
import { readJsonText } from "#engine/text/read-json-text.ts";
import { BadInputError } from "./bad-input-error.ts";
import { withConsole } from "./console-client.ts";
import {
  digestOf,
  draftParts,
  partFile,
  pulledFile,
  readPartText,
  readPulled,
  writeDraftFiles,
} from "./draft-files.ts";

/** `liftgate pull`: a lot's draft as files. What has been edited there and is not pushed is never written over. */
export async function pullDraft(lot: string, folder: string = lot): Promise<void> {
  const pulled = await readPulled(folder);
  if (pulled && pulled.lot !== lot) throw new BadInputError([`${folder} holds the draft of ${pulled.lot}`]);
  const { content, revision } = await withConsole(({ api }) => api.draft.get.query({ lotId: lot }));
  const edited = draftParts.filter((part) => {
    const text = readPartText(folder, part);
    return text !== null && saidDigest(part, text) !== pulled?.sha256[part];
  });
  if (edited.length > 0) {
    throw new BadInputError([
      ...edited.map((part) => `${partFile(folder, part)} is not as it was pulled`),
      `nothing was written: pull into another folder, for example "liftgate pull ${lot} ${lot}-new"`,
    ]);
  }
  writeDraftFiles(folder, { lot, revision, draft: content });
  process.stderr.write(`liftgate: revision ${revision} in ${folder}: tariff.json, rules.json, ${pulledFile}\n`);
}

/** The digest of what a text says, however it is spaced. */
function saidDigest(part: keyof Draft, text: string): string {
  const json = readJsonText(text);
  return digestOf(json.ok ? draftPartText(part, json.value as Draft[typeof part]) : text);
}
