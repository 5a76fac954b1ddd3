import type { Draft } from "../model/draft.ts";
import { tariffSchema } from "../model/rate-table.ts";
import { releaseRulesSchema } from "../model/rule.ts";

const widthMax = 100;

/**
 * One part of a draft as text for people and for version control: keys in the order of the model, a value that fits on
 * a line on one line, a line break at the end. The same part always gives the same text, and reading it as JSON gives
 * the part back.
 */
export function draftPartText(part: keyof Draft, value: Draft[keyof Draft]): string {
  const read = (part === "tariff" ? tariffSchema : releaseRulesSchema).safeParse(value);
  return `${written(withSortedNames(read.success ? read.data : value), "", 0)}\n`;
}

/** Parameters of actions have no order in the model: theirs is that of their names. */
function withSortedNames(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withSortedNames);
  if (typeof value !== "object" || value === null) return value;
  const members = membersOf(value).map(([key, member]): [string, unknown] => {
    const isNamed = key === "params" && typeof member === "object" && member !== null;
    return [
      key,
      isNamed ? Object.fromEntries(membersOf(member).sort(([a], [b]) => (a < b ? -1 : 1))) : withSortedNames(member),
    ];
  });
  return Object.fromEntries(members);
}

/** `taken`: how much of the first line stands before the value. */
function written(value: unknown, indent: string, taken: number): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const oneLine = onOneLine(value);
  if (oneLine !== null && taken + oneLine.length <= widthMax) return oneLine;
  const inner = `${indent}  `;
  const [open, close, items] = Array.isArray(value)
    ? ["[", "]", value.map((item) => written(item, inner, inner.length + 1))]
    : [
        "{",
        "}",
        membersOf(value).map(([key, member]) => {
          const name = `${JSON.stringify(key)}: `;
          return name + written(member, inner, inner.length + name.length + 1);
        }),
      ];
  return `${open}\n${items.map((item) => inner + item).join(",\n")}\n${indent}${close}`;
}

/** A value without lists or objects inside lists or objects; null where it has some. */
function onOneLine(value: object): string | null {
  const nested = (member: unknown) => typeof member === "object" && member !== null;
  if (Array.isArray(value))
    return value.some(nested) ? null : `[${value.map((item) => JSON.stringify(item)).join(", ")}]`;
  const members = membersOf(value);
  if (members.length === 0) return "{}";
  const texts = members.map(([key, member]) => {
    const text = nested(member) ? listOnOneLine(member) : JSON.stringify(member);
    return text === null ? null : `${JSON.stringify(key)}: ${text}`;
  });
  return texts.includes(null) ? null : `{ ${texts.join(", ")} }`;
}

function listOnOneLine(value: unknown): string | null {
  if (Array.isArray(value)) return onOneLine(value);
  return membersOf(value as object).length === 0 ? "{}" : null;
}

/** Members that JSON keeps. */
function membersOf(value: object): [string, unknown][] {
  return Object.entries(value).filter(([, member]) => member !== undefined);
}
