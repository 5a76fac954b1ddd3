"use client";

import { useCallback, useEffect, useRef } from "react";
import { useLocale } from "use-intl";
import type { Draft } from "#engine/model/draft.ts";
import { useDraft } from "../draft-provider.tsx";
import type { Proposals } from "./complete-text.ts";

type CompleteText = typeof import("./complete-text.ts").completeText;

/** What can be written at a place of the text. Nothing until the schema has been loaded. */
export function useCompletion(part: keyof Draft): (text: string, cursor: number) => Proposals | null {
  const locale = useLocale();
  const { lanes } = useDraft().lot;
  const completeText = useRef<CompleteText | null>(null);
  useEffect(() => {
    void import("./complete-text.ts").then((file) => {
      completeText.current = file.completeText;
    });
  }, []);
  return useCallback(
    (text, cursor) => completeText.current?.(part, text, cursor, { locale, lanes }) ?? null,
    [part, locale, lanes],
  );
}
