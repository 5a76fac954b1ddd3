import { decisionOf, decisionTypes, effectOf, effectTypes, type ParamDefinition } from "../model/actions.ts";
import { enums } from "../model/enums.ts";
import { operatorIds, operators } from "../model/operators.ts";
import { ruleGroups } from "../model/rule.ts";
import { type FactDefinition, factIds, factOf } from "../model/vocabulary.ts";
import { decisionPhrase, effectWord } from "./action-words.ts";
import { factWord } from "./fact-words.ts";
import { groupWord, operatorWord, sourceWord, unitWord, unknownMeaningWord } from "./rule-words.ts";

/** The vocabulary as a page of documentation (Markdown), made from the tables so that it cannot fall behind them. */
export function vocabularyDocument(): string {
  return [introduction, factsSection(), operatorsSection(), decisionsSection(), effectsSection(), groupsSection()].join(
    "\n\n",
  );
}

const introduction = `# Rule vocabulary

Every fact that a release rule may read and everything that it may do. Made from the tables in \`engine/model\`
(\`vocabulary.ts\`, \`operators.ts\`, \`actions.ts\`, \`enums.ts\`) by \`engine/words/vocabulary-document.ts\`; a test
fails when this page differs. The console, the compiler, the verifier and the edge read the same tables. How rules are
evaluated is told in [rule-evaluation.md](rule-evaluation.md).

A rule is: *when these conditions hold, then this decision, with these effects; what is unknown counts as ...*. The
facts handed to a decision are total: every fact below is present, and \`null\` means unknown. A fact that is older than
its age limit reads as unknown; one that comes from *none yet* is unknown at every gate, and the editor says so. Each
condition on an unknown fact either does not hold (\`skip\`) or counts as met (\`holds\`), by the choice of the rule or of
the condition. A rule whose action refers to an unknown fact is not applied.

\`visits.*\` and \`freeUsed.today\` are of earlier visits that have ended, this one not counted; \`area.count\` is the number
of open stays. A permit, a validation or a reservation counts where the lot's lists say so: see
[wire-protocol.md](wire-protocol.md#what-an-edge-must-know-of-its-lot).

Personal facts identify a car or its driver. They stand in the erasable part of a record, and no rule may hold a typed
value for one: use a list.`;

function factsSection(): string {
  const rows = factIds.map((id) => {
    const fact = factOf(id);
    return [
      `\`${id}\``,
      factWord(id, "en"),
      factWord(id, "zh-CN"),
      typeText(fact),
      fact.hasNoSource ? `none yet (${sourceWord(fact.source, "en")})` : sourceWord(fact.source, "en"),
      fact.ageLimitMinutes === null ? "" : `${fact.ageLimitMinutes} min`,
      fact.personal ? "yes" : "",
      unknownMeaningWord(fact.unknown, "en"),
    ];
  });
  const head = ["Fact", "English", "Chinese", "Type", "From", "Age limit", "Personal", "Unknown means"];
  return `## Facts\n\n${tableText(head, rows)}`;
}

function typeText({ type, unit, values, min, max }: FactDefinition): string {
  const range = min === undefined || max === undefined ? "" : `, ${min} to ${max}`;
  const listed = values ? `: ${enums[values].map((value) => `\`${value}\``).join(" ")}` : "";
  return `${type}${unit ? ` (${unitWord(unit, "en")}${range})` : ""}${listed}`;
}

function operatorsSection(): string {
  const rows = operatorIds.map((id) => [
    `\`${id}\``,
    operatorWord(id, "en"),
    operatorWord(id, "zh-CN"),
    operators[id].types.join(", "),
    { one: "one value or another fact", many: "a list of values", none: "nothing" }[operators[id].operand],
    `\`${operators[id].opposite}\``,
  ]);
  return `## Operators\n\n${tableText(["Operator", "English", "Chinese", "For", "Right side", "Opposite"], rows)}`;
}

function decisionsSection(): string {
  const rows = decisionTypes.map((type) => [
    `\`${type}\``,
    decisionPhrase(type, "en"),
    decisionPhrase(type, "zh-CN"),
    decisionOf(type)
      .reasons.map((reason) => `\`${reason}\``)
      .join(" "),
    paramsText(decisionOf(type).params),
  ]);
  return `## Decisions\n\n${tableText(["Decision", "English", "Chinese", "Reasons", "Parameters"], rows)}`;
}

function effectsSection(): string {
  const rows = effectTypes.map((type) => [
    `\`${type}\``,
    effectWord(type, "en"),
    effectWord(type, "zh-CN"),
    paramsText(effectOf(type).params),
  ]);
  return `## Effects\n\n${tableText(["Effect", "English", "Chinese", "Parameters"], rows)}`;
}

function paramsText(params: Readonly<Record<string, ParamDefinition>>): string {
  return Object.entries(params)
    .map(([name, param]) => `\`${name}\`${param.required ? "" : "?"} ${paramText(param)}`)
    .join("<br>");
}

function paramText(param: ParamDefinition): string {
  switch (param.type) {
    case "integer":
      return `${param.unit}, ${param.min} to ${param.max}`;
    case "boolean":
      return "yes or no";
    case "enum":
      return `one of ${enums[param.values].map((value) => `\`${value}\``).join(" ")}`;
    case "enums":
      return `any of ${enums[param.values].map((value) => `\`${value}\``).join(" ")}`;
    case "text":
      return `text, or the fact ${param.facts.map((fact) => `\`${fact}\``).join(" or ")}`;
    case "texts":
      return `at most ${param.countMax} texts of ${param.lengthMax} characters`;
    case "factRef":
      return `the fact ${param.facts.map((fact) => `\`${fact}\``).join(" or ")}, never a typed amount`;
  }
}

function groupsSection(): string {
  const groups = [...ruleGroups, "otherwise" as const];
  const rows = groups.map((group, index) => [
    String(index + 1),
    `\`${group}\``,
    groupWord(group, "en"),
    groupWord(group, "zh-CN"),
  ]);
  return `## Order groups

Rules are tried by group, then by their place in the list. Every matching rule fires up to and including the first that
decides; effects add up. The last is fixed: hold and call support.

${tableText(["", "Group", "English", "Chinese"], rows)}
`;
}

function tableText(head: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
