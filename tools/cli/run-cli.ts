import { Command, CommanderError, Option } from "commander";
import { locales } from "#engine/words/locale.ts";
import { BadInputError } from "./bad-input-error.ts";
import { endQuietlyWhenUnread } from "./line-output.ts";

const badInputExitCode = 2;

/**
 * The `liftgate` command: JSON in, JSON out, problems on standard error. Bad input and bad usage end with code 2.
 * Each command loads only what it needs.
 */
export async function runCli(argv: readonly string[]): Promise<void> {
  endQuietlyWhenUnread();
  const program = new Command("liftgate")
    .description("Liftgate's tariffs and rules on the command line")
    .exitOverride();
  program
    .command("quote")
    .description("price stays: a line of JSON in, a line of JSON out")
    .requiredOption("--table <file>", 'JSON {"timeZone", "tariff"}')
    .option("--stays <file>", 'lines of {"entry", "exit", "vehicleClass", "conditions"}', "-")
    .action(async (options) => (await import("./quote-stays.ts")).quoteStays(options));
  program
    .command("compile")
    .description("compile a draft into a bundle, whose exact bytes go to standard output")
    .option(
      "--draft <file>",
      'JSON {"lot": {"id", "name", "timeZone", "country", "lanes"}, "draft": {"tariff", "rules"}}',
      "-",
    )
    .action(async (options) => (await import("./compile.ts")).compile(options));
  program
    .command("decide")
    .description("decide cars: a line of facts in, a decision a line out")
    .requiredOption("--bundle <file>", "what compile wrote")
    .option("--facts <file>", "lines of facts by their ids; what is absent is unknown", "-")
    .action(async (options) => (await import("./decide-facts.ts")).decideFacts(options));
  program
    .command("explain")
    .description("say why cars are decided as they are: a line of facts in, what each rule made of them out")
    .requiredOption("--bundle <file>", "what compile wrote")
    .option("--facts <file>", "lines of facts by their ids; what is absent is unknown", "-")
    .option("--json", "the trace as a line of JSON")
    .addOption(localeOption())
    .action(async (options) => (await import("./explain-facts.ts")).explainFacts(options));
  program
    .command("verify")
    .description("say what is wrong or doubtful in a draft, each with an example; code 1 when there are errors")
    .option("--draft <file>", "as for compile", "-")
    .option("--json", "a line of JSON for each finding")
    .addOption(localeOption())
    .action(async (options) => (await import("./verify-draft.ts")).verifyDraftFile(options));
  program
    .command("diff")
    .description("say in which situations and for which stays two drafts or bundles differ, each with an example")
    .argument("<before>", "a draft as for compile, or a bundle")
    .argument("<after>", "another")
    .option("--json", "a line of JSON for each difference")
    .addOption(localeOption())
    .action(async (before, after, options) => (await import("./diff-drafts.ts")).diffFiles(before, after, options));
  program
    .command("replay")
    .description("say what would have changed for recorded passages under another bundle")
    .argument("[file]", 'lines of decision records, each a body or {"body", "personal"}; standard input without it')
    .requiredOption("--before <bundle>", "what compile wrote")
    .requiredOption("--after <bundle>", "another")
    .option("--stored", "the records in the cloud's database instead (DATABASE_URL, or that of npm start here)")
    .option("--lot <id>", "whose records")
    .option("--json", "a line of JSON for each change, and one for the result")
    .addOption(localeOption())
    .action(async (file, options) => (await import("./replay-passages.ts")).replayPassages(file, options));
  program
    .command("import")
    .description('turn a tariff of another standard into JSON {"timeZone", "tariff"}; code 2 when a part is lost')
    .argument("[file]", "its JSON; standard input without it")
    .addOption(new Option("--from <standard>", "its standard").choices(["ocpi", "apds"]).makeOptionMandatory())
    .requiredOption("--time-zone <zone>", "the lot's, for example Europe/Berlin")
    .addOption(localeOption())
    .action(async (file, options) => (await import("./import-table.ts")).importTable(file, options));
  program
    .command("export")
    .description("turn a tariff into the JSON of another standard; code 2 when a part is lost")
    .argument("[file]", 'JSON {"timeZone", "tariff"}; standard input without it')
    .addOption(new Option("--to <standard>", "the standard").choices(["apds"]).makeOptionMandatory())
    .option("--place <id>", "id of the lot in the document", "lot")
    .option("--issuer <id>", "id of the operator in the document", "operator")
    .addOption(localeOption())
    .action(async (file, options) => (await import("./export-table.ts")).exportTable(file, options));
  program
    .command("pull")
    .description("write a lot's draft into files, for teams that keep rules in version control")
    .argument("<lot>", "its id")
    .argument("[dir]", "the folder; one of the lot's name without it")
    .action(async (lot, folder) => (await import("./pull-draft.ts")).pullDraft(lot, folder));
  program
    .command("push")
    .description("make pulled files the lot's draft; code 1 when the draft has changed since the pull")
    .argument("<lot>", "its id")
    .argument("[dir]", "the folder; one of the lot's name without it")
    .addOption(localeOption())
    .action(async (lot, folder, options) => (await import("./push-draft.ts")).pushDraft(lot, folder, options));
  program
    .command("plate")
    .description('normalise plates: a plate a line in, {"key"} a line out')
    .requiredOption("--country <code>", "ISO 3166 alpha-2, for example CN")
    .action(async (options) => (await import("./plate-keys.ts")).plateKeys(options));
  program
    .command("key")
    .description('a signing key\'s seed in, {"keyId", "publicKey"} out')
    .action(async () => (await import("./show-public-key.ts")).showPublicKey());
  program
    .command("journal")
    .description("records of an edge")
    .command("verify")
    .description("prove that records are whole, unaltered and chained: a line for each stream; code 1 when not")
    .argument("[file]", "an edge's journal, or a copy of one")
    .option("--stored", "the records in the cloud's database instead (DATABASE_URL, or that of npm start here)")
    .option("--edge <id>", "whose records")
    .option("--key <hex>", "the edge's public key, as somebody else knows it; of stored records the one that is pinned")
    .action(async (file, options) => (await import("./verify-journal.ts")).verifyJournal(file, options));
  program
    .command("broker")
    .description("a broker of your own")
    .command("passwords")
    .description("write Mosquitto's password file: the cloud's account and every enrolled edge")
    .argument("<file>", "where; it keeps its owner and mode")
    .option("--watch", "again whenever an edge is enrolled or its password renewed, until Ctrl-C")
    .option("--pid-file <file>", "of the Mosquitto that is to read it again")
    .action(async (file, options) => (await import("./broker-passwords.ts")).brokerPasswords(file, options));
  program
    .command("passages")
    .description("what the console shows of the records in the cloud's database")
    .command("rebuild")
    .description("make passages again from their records: a line for each lot")
    .option("--lot <id>", "only this lot")
    .action(async (options) => (await import("./rebuild-lots.ts")).rebuildLots(options));
  try {
    await program.parseAsync(argv as string[]);
  } catch (error) {
    process.exitCode = report(error);
  }
}

function localeOption(): Option {
  return new Option("--locale <language>", "language of the words").choices([...locales]).default("en");
}

function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : badInputExitCode; // has said it already
  if (!(error instanceof BadInputError)) throw error;
  for (const line of error.lines) process.stderr.write(`liftgate: ${line}\n`);
  return badInputExitCode;
}
