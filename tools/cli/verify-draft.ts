import type { Diagnostic } from "#engine/model/diagnostic.ts";
import type { Finding, Undecided } from "#engine/verify/finding.ts";
import { findingText, undecidedText } from "#engine/words/finding-text.ts";
import type { Locale } from "#engine/words/locale.ts";
import { starterRuleName } from "#engine/words/starter-rule-words.ts";
import { draftFindings } from "./draft-findings.ts";
import { writeLine, writeOut } from "./line-output.ts";
import { type DraftFile, readDraftFile } from "./read-draft-file.ts";
import { witnessLines } from "./witness-lines.ts";

const errorsExitCode = 1;

type Options = { draft: string; json?: true; locale: Locale };

/**
 * `liftgate verify`: what is wrong or doubtful in a draft, each with an example that shows it. Code 1 when an error is
 * among it.
 */
export async function verifyDraftFile({ draft: name, json, locale }: Options): Promise<void> {
  const file = await readDraftFile(name);
  const { findings, undecided } = draftFindings(file);
  for (const finding of findings) {
    if (json) await writeLine(finding);
    else await writeOut(`${findingLines(finding, file, locale).join("\n")}\n`);
  }
  for (const open of undecided) {
    if (json) await writeLine({ undecided: open });
    else await writeOut(`${openText(open, locale)}\n`);
  }
  if (!json && findings.length + undecided.length === 0) await writeOut(`${nothing[locale]}\n`);
  if (findings.some(({ severity }) => severity === "error")) process.exitCode = errorsExitCode;
}

function findingLines(finding: Finding, { draft, lot, clock }: DraftFile, locale: Locale): string[] {
  const { severity, path, witness } = finding;
  const names = Object.fromEntries([
    ...lot.lanes.map(({ id, name }) => [id, name]),
    ...draft.rules.rules.map(({ id, name }) => [id, name ?? starterRuleName(id, locale)]),
  ]);
  const said = findingText(finding, locale, { currency: draft.tariff.currency, names });
  const first = `${severityWords[severity][locale]} ${placeOf(path)}: ${said}`;
  if (witness === undefined) return [first];
  return [first, ...witnessLines(witness, finding.region, { locale, clock, currency: draft.tariff.currency })];
}

function openText(open: Undecided, locale: Locale): string {
  return `${openWords[locale]} ${placeOf(open.path)}: ${undecidedText(open, locale)}`;
}

function placeOf(path: Diagnostic["path"]): string {
  return path.join(".") || "(draft)";
}

const severityWords = {
  error: { en: "error", "zh-CN": "错误" },
  warning: { en: "warning", "zh-CN": "提醒" },
} as const;
const openWords = { en: "undecided", "zh-CN": "未定" } as const;
const nothing = { en: "Nothing is wrong.", "zh-CN": "没有发现问题。" } as const;
