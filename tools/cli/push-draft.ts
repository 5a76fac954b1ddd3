import { TRPCClientError } from "@trpc/client";
import { canonicalJson } from "#engine/compile/canonical-json.ts";
import type { Draft } from "#engine/model/draft.ts";
import { draftPartText } from "#engine/text/draft-part-text.ts";
import { readDraftPart } from "#engine/text/read-draft-part.ts";
import { type JsonPlaces, lineColumnOf, placeOf } from "#engine/text/read-json-text.ts";
import type { Finding } from "#engine/verify/finding.ts";
import { diagnosticText } from "#engine/words/diagnostic-text.ts";
import { findingText } from "#engine/words/finding-text.ts";
import type { Locale } from "#engine/words/locale.ts";
import { BadInputError } from "./bad-input-error.ts";
import { type ConsoleClient, withConsole } from "./console-client.ts";
import { digestOf, draftParts, type Pulled, partFile, readPartText, readPulled, writePulled } from "./draft-files.ts";
import { draftFindings } from "./draft-findings.ts";

const changedExitCode = 1;

type Current = Awaited<ReturnType<ConsoleClient["api"]["draft"]["get"]["query"]>>;
type Written = { readonly draft: Draft; readonly sources: Readonly<Record<keyof Draft, Source>> };
type Source = { readonly file: string; readonly text: string; readonly places: JsonPlaces };

/**
 * `liftgate push`: files of a pull become the lot's draft. Refused with code 1 when somebody has saved the draft since
 * the pull, and with code 2 when it could not be published; what is found is said with file and line.
 */
export async function pushDraft(lot: string, folder: string = lot, { locale }: { locale: Locale }): Promise<void> {
  const pulled = await readPulled(folder);
  if (!pulled) throw new BadInputError([`${folder} holds no draft: liftgate pull ${lot} ${folder}`]);
  if (pulled.lot !== lot) throw new BadInputError([`${folder} holds the draft of ${pulled.lot}`]);
  await withConsole(async ({ api }) => {
    const current = await api.draft.get.query({ lotId: lot });
    const written = readFiles(folder, current.content, locale);
    const { findings } = draftFindings({ draft: written.draft, lot: current.lot, clock: current.clock });
    const lines = findings.map((finding) => findingLine(finding, written, current, locale));
    const isWrong = findings.some(({ severity }) => severity === "error");
    if (isWrong) throw new BadInputError([...lines, "nothing was pushed"]);
    for (const line of lines) say(line);
    if (current.revision !== pulled.revision) return refuse(pulled, current, written.draft);
    try {
      const { revision } = await api.draft.save.mutate({
        lotId: lot,
        content: written.draft,
        revision: pulled.revision,
      });
      writePulled(folder, { lot, revision, draft: written.draft });
      say(revision === pulled.revision ? "the draft is as in the files already" : `pushed: revision ${revision}`);
    } catch (error) {
      if (!(error instanceof TRPCClientError) || error.data?.code !== "CONFLICT") throw error;
      refuse(pulled, await api.draft.get.query({ lotId: lot }), written.draft);
    }
  });
}

function readFiles(folder: string, other: Draft, locale: Locale): Written {
  const problems: string[] = [];
  const found: Partial<Record<keyof Draft, Source>> = {};
  const draft = { ...other };
  const take = <Part extends keyof Draft>(part: Part) => {
    const file = partFile(folder, part);
    const text = readPartText(folder, part);
    if (text === null) throw new BadInputError([`${file} is missing`]);
    const read = readDraftPart(part, text, other);
    const place = (at: number) => placeText(file, text, at);
    if (read.kind === "part") {
      draft[part] = read.value;
      found[part] = { file, text, places: read.places };
    } else if (read.kind === "notJson") {
      const { code, at, found: what } = read.problem;
      problems.push(`${place(at)}: error: ${problemWords[code]}${what && `: ${what}`}`);
    } else {
      for (const each of read.diagnostics) {
        const { key, from } = placeOf(read.places, each.path);
        problems.push(`${place(key?.from ?? from)}: ${each.severity}: ${diagnosticText(each, locale)}`);
      }
    }
  };
  for (const part of draftParts) take(part);
  const { tariff, rules } = found;
  if (!tariff || !rules) throw new BadInputError([...problems, "nothing was pushed"]);
  return { draft, sources: { tariff, rules } };
}

function findingLine(finding: Finding, { draft, sources }: Written, { lot }: Current, locale: Locale): string {
  const [part, ...path] = finding.path;
  const source = part === "tariff" || part === "rules" ? sources[part] : undefined;
  const names = Object.fromEntries([
    ...lot.lanes.map(({ id, name }) => [id, name]),
    ...draft.rules.rules.map(({ id, name }) => [id, name ?? id]),
  ]);
  const words = findingText(finding, locale, { currency: draft.tariff.currency, names });
  if (!source) return `${finding.severity}: ${words}`;
  const { key, from } = placeOf(source.places, path);
  return `${placeText(source.file, source.text, key?.from ?? from)}: ${finding.severity}: ${words}`;
}

function placeText(file: string, text: string, at: number): string {
  const { line, column } = lineColumnOf(text, at);
  return `${file}:${line}:${column}`;
}

/** Says who saved, which part is another than was pulled, and what differs from the files. */
function refuse({ lot, revision, sha256 }: Pulled, current: Current, draft: Draft): void {
  const { updatedName, updatedAt, content } = current;
  say(
    `${updatedName} saved revision ${current.revision} at ${updatedAt.toISOString()}; revision ${revision} was pulled`,
  );
  const changed = draftParts.filter((part) => digestOf(draftPartText(part, content[part])) !== sha256[part]);
  say(`changed there since the pull: ${changed.join(", ") || "nothing that the files say"}`);
  for (const words of differences(content, draft)) say(`the files differ from it in ${words}`);
  say(
    `nothing was pushed: pull into another folder, for example "liftgate pull ${lot} ${lot}-new", and bring both together`,
  );
  process.exitCode = changedExitCode;
}

/** Rules and price tables that differ, by their ids, and whatever else does. */
function differences(there: Draft, here: Draft): string[] {
  const listed = (word: string, a: ReadonlyMap<string, unknown>, b: ReadonlyMap<string, unknown>) =>
    [...new Set([...a.keys(), ...b.keys()])]
      .filter((id) => canonicalJson(a.get(id) ?? null) !== canonicalJson(b.get(id) ?? null))
      .map((id) => `${word} ${id}`);
  const rulesOf = ({ rules }: Draft) => new Map(rules.rules.map((rule) => [rule.id, rule]));
  const tablesOf = ({ tariff }: Draft) =>
    new Map(tariff.rateTables.map((table) => [`${table.id} version ${table.version}`, table]));
  const restOf = ({ tariff }: Draft) => new Map(Object.entries({ ...tariff, rateTables: null }));
  const orderOf = ({ rules }: Draft) => rules.rules.map(({ id }) => id).join(" ");
  const found = [
    ...listed("rule", rulesOf(there), rulesOf(here)),
    ...listed("price table", tablesOf(there), tablesOf(here)),
    ...listed("tariff", restOf(there), restOf(here)),
  ];
  return found.length === 0 && orderOf(there) !== orderOf(here) ? ["the order of the rules"] : found;
}

function say(line: string): void {
  process.stderr.write(`liftgate: ${line}\n`);
}

const problemWords = {
  unexpected: "this cannot stand here",
  unfinished: "the text ends too early",
  badString: "a quote without its end, or a backslash that means nothing",
  duplicateKey: "this key stands twice",
  tooDeep: "too many brackets inside one another",
  afterEnd: "this stands behind the end",
} as const;
