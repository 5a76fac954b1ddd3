"use client";

import { useDeferredValue, useMemo, useState } from "react";
import type { TypingEvents } from "./typing.ts";

/**
 * A value as most of the page should see it: at once, but while somebody types in a field that keeps its own text a
 * moment later, drawn in pieces that give way to the next key.
 */
export function useSettled<Value>(latest: Value): { settled: Value; typing: TypingEvents } {
  const [isTyping, setTyping] = useState(false);
  const deferred = useDeferredValue(latest);
  const typing = useMemo(() => ({ begin: () => setTyping(true), end: () => setTyping(false) }), []);
  return { settled: isTyping ? deferred : latest, typing };
}
