import fs from "node:fs";
import path from "node:path";
import { createTranslator } from "use-intl/core";
import type { Locale } from "#engine/words/locale.ts";
import { projectFolder } from "#tools/freshness.ts";

/** The words of the console under a key of its messages, such as `rules.add`. A key that is not there throws. */
export type Words = (key: string, values?: Record<string, string | number>) => string;

export function wordsOf(locale: Locale): Words {
  const file = path.join(projectFolder, "app/messages", `${locale}.json`);
  const messages = JSON.parse(fs.readFileSync(file, "utf8"));
  const onError = (error: Error) => {
    throw error;
  };
  return createTranslator({ locale, messages, onError });
}
