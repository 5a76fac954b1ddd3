import { decide } from "#engine/decide/decide.ts";
import { answerFacts } from "./answer-facts.ts";
import { loadBundleFile } from "./load-bundle-file.ts";

/** `liftgate decide`: what the rules of a bundle do with each line of facts. */
export async function decideFacts({ bundle: file, facts }: { bundle: string; facts: string }): Promise<void> {
  const bundle = await loadBundleFile(file);
  await answerFacts(facts, (total) => decide(bundle, total));
}
