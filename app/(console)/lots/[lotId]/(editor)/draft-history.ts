import type { Draft } from "#engine/model/draft.ts";

/** The two parts of a draft are edited, and undone, apart. */
export type DraftPart = keyof Draft;

/** A draft with the steps back and forward of each part. */
export type DraftHistory = {
  content: Draft;
  past: { [Part in DraftPart]: readonly Draft[Part][] };
  future: { [Part in DraftPart]: readonly Draft[Part][] };
};

const stepsMax = 100;

export function startHistory(content: Draft): DraftHistory {
  return { content, past: { tariff: [], rules: [] }, future: { tariff: [], rules: [] } };
}

/** A change by the person. `joins`: it belongs to the step before, as the next key in one field does. */
export function withEdit<Part extends DraftPart>(
  history: DraftHistory,
  part: Part,
  value: Draft[Part],
  joins: boolean,
): DraftHistory {
  const before = history.past[part];
  const past = joins && before.length > 0 ? before : [...before, history.content[part]].slice(-stepsMax);
  return {
    content: { ...history.content, [part]: value },
    past: { ...history.past, [part]: past },
    future: { ...history.future, [part]: [] },
  };
}

export function withUndo(history: DraftHistory, part: DraftPart): DraftHistory {
  return step(history, part, "past", "future");
}

export function withRedo(history: DraftHistory, part: DraftPart): DraftHistory {
  return step(history, part, "future", "past");
}

function step(history: DraftHistory, part: DraftPart, from: "past" | "future", to: "past" | "future"): DraftHistory {
  const value = history[from][part].at(-1);
  if (value === undefined) return history;
  return {
    ...history,
    content: { ...history.content, [part]: value },
    [from]: { ...history[from], [part]: history[from][part].slice(0, -1) },
    [to]: { ...history[to], [part]: [...history[to][part], history.content[part]] },
  };
}
