"use client";

import { useEffect, useState } from "react";
import { useLocale, useTranslations } from "use-intl";
import type { Draft } from "#engine/model/draft.ts";
import { type JsonProblem, lineColumnOf } from "#engine/text/read-json-text.ts";
import { useDraft } from "../draft-provider.tsx";
import { useNames } from "../use-names.ts";
import type { Problem } from "./code-editor.tsx";
import type { useCodeText } from "./use-code-text.ts";

const settleMs = 250;

/** What the checks find in the text, a moment after each key. Null until they have run once. */
export function useProblems(part: keyof Draft, code: ReturnType<typeof useCodeText>): readonly Problem[] | null {
  const t = useTranslations("code");
  const locale = useLocale();
  const { content, lot, clock } = useDraft();
  const context = useNames([content.rules]);
  const [problems, setProblems] = useState<readonly Problem[] | null>(null);
  const { text, read } = code;
  useEffect(() => {
    const isCurrent = { yes: true };
    const say = ({ code: what, at, found }: JsonProblem) => {
      const { line, column } = lineColumnOf(text, at);
      return t(`notJson.${what}`, { line, column, found });
    };
    const check = async () => {
      if (read.kind === "notJson") {
        const { at, found } = read.problem;
        const to = Math.max(at + 1, at + found.length);
        setProblems([{ from: at, to, severity: "error", text: say(read.problem) }]);
        return;
      }
      const { findProblems } = await import("./find-problems.ts");
      if (!isCurrent.yes) return;
      const written = read.kind === "part" ? { ...content, [part]: read.value } : content;
      setProblems(
        findProblems(part, { text, read }, { setting: { content: written, lot, clock }, speech: { locale, context } }),
      );
    };
    const timer = setTimeout(() => void check(), settleMs);
    return () => {
      isCurrent.yes = false;
      clearTimeout(timer);
    };
  }, [part, text, read, content, lot, clock, locale, context, t]);
  return problems;
}
