import * as z from "zod";
import { decisionBodySchema, personalSchema, wholeStay } from "#contracts/record-body.ts";
import type { RecordedPassage } from "#engine/replay/recorded-passage.ts";
import { createReplay } from "#engine/replay/replay.ts";
import type { Locale } from "#engine/words/locale.ts";
import { BadInputError } from "./bad-input-error.ts";
import { writeLine, writeOut } from "./line-output.ts";
import { loadBundleFile } from "./load-bundle-file.ts";
import { withOperatorDatabase } from "./operator-database.ts";
import { readLines } from "./read-input.ts";
import { replayLines } from "./replay-lines.ts";
import { storedPassages } from "./stored-passages.ts";

type Options = { before: string; after: string; stored?: true; lot?: string; json?: true; locale: Locale };

const progressEvery = 10_000;

/**
 * `liftgate replay`: what would have changed for recorded passages if another bundle had been in force. Interrupted, it
 * says what it has found so far.
 */
export async function replayPassages(file: string | undefined, options: Options): Promise<void> {
  const { before, after, stored = false, lot, json, locale } = options;
  if (stored ? file !== undefined || lot === undefined : lot !== undefined)
    throw new BadInputError(["name a file of passages, or --stored and --lot <id>"]);
  const bundles = [await loadBundleFile(before), await loadBundleFile(after)] as const;
  const replay = createReplay(...bundles, { absentIsUnknown: true });
  const run = async (passages: AsyncIterable<RecordedPassage>) => {
    let isStopped = false; // by the first Ctrl-C; the second ends the program
    const stop = () => {
      isStopped = true;
    };
    process.once("SIGINT", stop);
    let read = 0;
    for await (const passage of passages) {
      const change = replay.add(passage);
      if (change && json) await writeLine({ change });
      read += 1;
      if (read % progressEvery === 0) process.stderr.write(`liftgate: ${read} passages so far\n`);
      if (isStopped) break;
    }
    process.off("SIGINT", stop);
  };
  if (lot === undefined) await run(passagesIn(file ?? "-"));
  else await withOperatorDatabase((transaction) => run(storedPassages(transaction, lot)));
  const result = replay.result();
  if (json) await writeLine({ result });
  else await writeOut(`${replayLines(result, bundles[0].bundle.tariff.currency, locale).join("\n")}\n`);
}

/** A decision record as an edge writes it: its body alone, or with its personal part, whose facts rules may read. */
const passageSchema = z.union([
  z.object({ body: decisionBodySchema, personal: z.nullable(personalSchema) }),
  z.pipe(
    decisionBodySchema,
    z.transform((body) => ({ body, personal: null })),
  ),
]);

async function* passagesIn(file: string): AsyncGenerator<RecordedPassage> {
  let number = 0;
  for await (const line of readLines(file)) {
    number += 1;
    if (line === "") continue;
    const read = passageSchema.safeParse(parse(line));
    if (!read.success) {
      const { path = [], message = "" } = read.error.issues[0] ?? {};
      throw new BadInputError([`${file}: line ${number}: ${path.join(".") || "(line)"}: ${message}`]);
    }
    const { body, personal } = read.data;
    yield { body: { ...body, stay: wholeStay(body.stay, personal) }, personalFacts: personal?.facts ?? null };
  }
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined; // the schema says that it is no record
  }
}
