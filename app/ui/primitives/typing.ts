import { createContext } from "react";

/** Told by fields that keep their own text. */
export type TypingEvents = {
  /** A key was typed: what need not follow each key may follow a moment later. */
  readonly begin: () => void;
  /** The field was left: everything must be as it was typed before another field is changed. */
  readonly end: () => void;
};

/** Where nobody listens, the page follows each key at once. */
export const Typing = createContext<TypingEvents>({ begin: () => undefined, end: () => undefined });
