"use client";

import { useContext, useMemo } from "react";
import type { ReleaseRules } from "#engine/model/rule.ts";
import type { TextContext } from "#engine/words/value-text.ts";
import { LotWordsContext } from "../../../../ui/words/lot-words.ts";
import { useWords } from "../../../../ui/words/use-words.ts";

/** What sentences about rules call lanes and rules. */
export function useNames(all: readonly ReleaseRules[]): TextContext {
  const lot = useContext(LotWordsContext);
  const words = useWords();
  const text = JSON.stringify(all.flatMap(({ rules }) => rules.map((rule) => [rule.id, words.ruleName(rule)])));
  return useMemo(() => ({ ...lot, names: { ...lot.names, ...Object.fromEntries(JSON.parse(text)) } }), [lot, text]);
}
