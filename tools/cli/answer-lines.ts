import { errorLine, writeLine } from "./line-output.ts";
import { readLines } from "./read-input.ts";

/** Answers each line of JSON with one line, in order; one that is not JSON is answered with an error. */
export async function answerLines(file: string, answer: (value: unknown) => object): Promise<void> {
  for await (const line of readLines(file)) await writeLine(answerOne(line, answer));
}

function answerOne(line: string, answer: (value: unknown) => object): object {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    return errorLine("json.invalid", [], (error as Error).message);
  }
  return answer(value);
}
