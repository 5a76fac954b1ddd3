import fs from "node:fs";
import { answerCases, digestOfAnswers, type GoldenCase } from "#engine/self-check/answer-cases.ts";

/**
 * `edge.mjs --self-check FILE`: answers the golden cases of the file, a line for each, and ends with one digest of all.
 * On a new kind of device it proves that the engine inside this file prices and decides there as it does everywhere.
 */
export function runSelfCheck(file: string): void {
  const answers = answerCases(JSON.parse(fs.readFileSync(file, "utf8")) as GoldenCase[]);
  for (const answer of answers) process.stdout.write(`${JSON.stringify(answer)}\n`);
  process.stdout.write(`${JSON.stringify({ answers: answers.length, sha256: digestOfAnswers(answers) })}\n`);
}
