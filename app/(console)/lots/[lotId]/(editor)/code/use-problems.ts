"use client";

import { useEffect, useState } from "react";
import { useLocale, useTranslations } from "use-intl";
import type { Draft } from "#engine/model/draft.ts";
import { lineColumnOf } from "#engine/text/read-json-text.ts";
import { useDraft } from "../draft-provider.tsx";
import { useNames } from "../use-names.ts";
import { useWorker } from "../use-worker.ts";
import type { Problem } from "./code-editor.tsx";
import type { ProblemQuestion } from "./find-problems.ts";
import type { useCodeText } from "./use-code-text.ts";

const settleMs = 250;

/** What the checks find in the text, a moment after each key. Null until they have run once. */
export function useProblems(part: keyof Draft, code: ReturnType<typeof useCodeText>): readonly Problem[] | null {
  const t = useTranslations("code");
  const locale = useLocale();
  const { content, lot, clock } = useDraft();
  const context = useNames([content.rules]);
  const [problems, setProblems] = useState<readonly Problem[] | null>(null);
  const { ask } = useWorker<ProblemQuestion, Problem[]>(
    () => new Worker(new URL("./problems-worker.ts", import.meta.url), { type: "module" }),
    setProblems,
  );
  const { text, read } = code;
  useEffect(() => {
    const check = () => {
      if (read.kind === "notJson") {
        const { code: what, at, found } = read.problem;
        const place = { ...lineColumnOf(text, at), found };
        const to = at + Math.max(1, found.length);
        setProblems([{ from: at, to, severity: "error", text: t(`notJson.${what}`, place) }]);
        return;
      }
      const written = read.kind === "part" ? { ...content, [part]: read.value } : content;
      const setting = { content: written, lot, clock };
      ask({ part, text, read, setting, speech: { locale, context } });
    };
    const timer = setTimeout(check, settleMs);
    return () => clearTimeout(timer);
  }, [part, text, read, content, lot, clock, locale, context, t, ask]);
  return problems;
}
