import { errorLine, writeLine, writeOut } from "./line-output.ts";
import { readLines } from "./read-input.ts";

/** Answers each line of JSON with one line, or with words, in order; one that is not JSON is answered with an error. */
export async function answerLines(file: string, answer: (value: unknown) => object | string): Promise<void> {
  for await (const line of readLines(file)) {
    const answered = answerOne(line, answer);
    await (typeof answered === "string" ? writeOut(`${answered}\n`) : writeLine(answered));
  }
}

function answerOne(line: string, answer: (value: unknown) => object | string): object | string {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    return errorLine("json.invalid", [], (error as Error).message);
  }
  return answer(value);
}
