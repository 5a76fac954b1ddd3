"use client";

import { createContext } from "react";
import type { TextContext } from "#engine/words/value-text.ts";

/** What words need to know of the lot: its currency, and names for its lanes. */
export const LotWordsContext = createContext<TextContext>({});
