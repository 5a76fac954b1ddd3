import { BundleError } from "#engine/compile/bundle-error.ts";
import { type LoadedBundle, loadBundle } from "#engine/compile/load-bundle.ts";
import { decide } from "#engine/decide/decide.ts";
import { readFacts } from "#engine/model/facts.ts";
import { answerLines } from "./answer-lines.ts";
import { BadInputError } from "./bad-input-error.ts";
import { errorLine } from "./line-output.ts";
import { readBytes } from "./read-input.ts";

/** `liftgate decide`: what the rules of a bundle do with each line of facts. */
export async function decideFacts({ bundle: file, facts }: { bundle: string; facts: string }): Promise<void> {
  const bundle = load(withoutLineEnd(await readBytes(file)), file);
  await answerLines(facts, (line) => {
    const read = readFacts(line);
    const problem = read.problems[0];
    if (!problem) return decide(bundle, read.facts);
    const words = problem.id ? `${problem.id}: ${problem.code}` : "facts are an object of values by fact id";
    return errorLine(`facts.${problem.code}`, problem.id ? [problem.id] : [], words);
  });
}

function load(bytes: Uint8Array, file: string): LoadedBundle {
  try {
    return loadBundle(bytes);
  } catch (error) {
    if (!(error instanceof BundleError)) throw error;
    throw new BadInputError([`${file}: ${error.path || "(file)"}: ${error.code}: ${error.message}`], { cause: error });
  }
}

/** Editors and shells end a file with a line end that is not part of the bundle. */
function withoutLineEnd(bytes: Uint8Array): Uint8Array {
  return bytes.at(-1) === 0x0a ? bytes.subarray(0, -1) : bytes;
}
