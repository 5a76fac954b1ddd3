import type { Facts } from "#contracts/decision.ts";
import { readFacts } from "#engine/model/facts.ts";
import { answerLines } from "./answer-lines.ts";
import { errorLine } from "./line-output.ts";

/** Answers each line of facts with what `answer` makes of them, or with what is wrong with them. */
export async function answerFacts(file: string, answer: (facts: Facts) => object | string): Promise<void> {
  await answerLines(file, (line) => {
    const read = readFacts(line);
    const problem = read.problems[0];
    if (!problem) return answer(read.facts);
    const words = problem.id ? `${problem.id}: ${problem.code}` : "facts are an object of values by fact id";
    return errorLine(`facts.${problem.code}`, problem.id ? [problem.id] : [], words);
  });
}
