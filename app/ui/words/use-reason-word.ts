"use client";

import { useCallback } from "react";
import { useLocale } from "use-intl";
import { reasonWord } from "#engine/words/reason-words.ts";
import { sentenceCase } from "./sentence-case.ts";

/** The word for a reason of a decision, alone: lists need no other of the engine's words. */
export function useReasonWord(): (code: string) => string {
  const locale = useLocale();
  return useCallback((code) => sentenceCase(reasonWord(code, locale)), [locale]);
}
