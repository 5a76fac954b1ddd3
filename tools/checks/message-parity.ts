import fs from "node:fs";
import path from "node:path";
import {
  isLiteralElement,
  isPluralElement,
  isPoundElement,
  isSelectElement,
  isTagElement,
  type MessageFormatElement,
  parse,
} from "@formatjs/icu-messageformat-parser";
import { projectFolder } from "../freshness.ts";

/** The console's words say the same in every language: same keys, same placeholders, none empty. */
export function checkMessageParity(): string[] {
  const read = (locale: string) => {
    const file = path.join(projectFolder, "app/messages", `${locale}.json`);
    return flatten(JSON.parse(fs.readFileSync(file, "utf8")));
  };
  return compareMessages(read("en"), read("zh-CN"));
}

/** What differs between English and Chinese words, one sentence each. */
export function compareMessages(english: Map<string, string>, chinese: Map<string, string>): string[] {
  const problems: string[] = [];
  for (const [key, words] of english) {
    const translated = chinese.get(key);
    if (translated === undefined) {
      problems.push(`zh-CN.json lacks ${key}`);
      continue;
    }
    if (words.trim() === "" || translated.trim() === "") problems.push(`${key} is empty`);
    const [wanted, found] = [placeholders(words), placeholders(translated)];
    if (wanted !== found)
      problems.push(`${key}: en.json has ${wanted || "no placeholder"}, zh-CN.json ${found || "none"}`);
  }
  for (const key of chinese.keys()) if (!english.has(key)) problems.push(`en.json lacks ${key}`);
  return problems;
}

/** Nested objects as dotted keys. */
export function flatten(messages: object, prefix = ""): Map<string, string> {
  const flat = new Map<string, string>();
  for (const [name, value] of Object.entries(messages)) {
    const key = prefix ? `${prefix}.${name}` : name;
    if (typeof value === "string") flat.set(key, value);
    else for (const [inner, words] of flatten(value, key)) flat.set(inner, words);
  }
  return flat;
}

/** The names of ICU arguments and rich-text tags. Branches of a plural may differ, as languages do. */
function placeholders(words: string): string {
  return [...new Set(namesIn(parse(words)))].sort().join(" ");
}

function namesIn(elements: readonly MessageFormatElement[]): string[] {
  return elements.flatMap((element) => {
    if (isLiteralElement(element) || isPoundElement(element)) return [];
    if (isTagElement(element)) return [`<${element.value}>`, ...namesIn(element.children)];
    const branches = isSelectElement(element) || isPluralElement(element) ? Object.values(element.options) : [];
    return [`{${element.value}}`, ...branches.flatMap((branch) => namesIn(branch.value))];
  });
}
