import { BundleError } from "#engine/compile/bundle-error.ts";
import { type LoadedBundle, loadBundle } from "#engine/compile/load-bundle.ts";
import { BadInputError } from "./bad-input-error.ts";
import { readBytes } from "./read-input.ts";

/** A bundle as `liftgate compile` wrote it. */
export async function loadBundleFile(file: string): Promise<LoadedBundle> {
  return bundleOfBytes(await readBytes(file), file);
}

/** The bundle that these bytes of `file` are. */
export function bundleOfBytes(bytes: Uint8Array, file: string): LoadedBundle {
  try {
    return loadBundle(withoutLineEnd(bytes));
  } catch (error) {
    if (!(error instanceof BundleError)) throw error;
    throw new BadInputError([`${file}: ${error.path || "(file)"}: ${error.code}: ${error.message}`], { cause: error });
  }
}

/** Editors and shells end a file with a line end that is not part of the bundle. */
function withoutLineEnd(bytes: Uint8Array): Uint8Array {
  return bytes.at(-1) === 0x0a ? bytes.subarray(0, -1) : bytes;
}
