import { writeOut } from "./line-output.ts";
import { compileDraftFile, readDraftFile } from "./read-draft-file.ts";

/** `liftgate compile`: the bundle's exact bytes, without a line end, so that their SHA-256 is the bundle's name. */
export async function compile({ draft: file }: { draft: string }): Promise<void> {
  const { bytes } = compileDraftFile(await readDraftFile(file), file);
  await writeOut(bytes);
}
