"use client";

import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { json } from "@codemirror/lang-json";
import { bracketMatching, foldGutter, foldKeymap, indentOnInput } from "@codemirror/language";
import { lintGutter, lintKeymap, type Diagnostic as Mark, setDiagnostics } from "@codemirror/lint";
import { Annotation, EditorState } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { useEffect, useRef } from "react";
import { codeTheme } from "./code-theme.ts";
import type { Proposals } from "./complete-text.ts";

/** What is wrong at a place of the text. */
export type Problem = { from: number; to: number; severity: "error" | "warning"; text: string };

type Props = {
  text: string;
  onText: (text: string) => void;
  problems: readonly Problem[];
  /** A place to go to; a new object goes there again. */
  goTo: { at: number } | null;
  complete: (text: string, cursor: number) => Proposals | null;
  readOnly: boolean;
  label: string;
  describedBy: string;
  /** Words of the editor itself by the English ones that it comes with. */
  phrases: Readonly<Record<string, string>>;
};

/** Text that the page put in, which the page need not be told of. */
const fromPage = Annotation.define<boolean>();

/** The text of the draft in CodeMirror. Loaded by the code view alone. */
export function CodeEditor(props: Props) {
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const latest = useRef(props);
  latest.current = props;
  const { readOnly, label, describedBy, phrases } = props;
  useEffect(() => {
    if (!place.current) return;
    const made = new EditorView({
      parent: place.current,
      state: EditorState.create({
        doc: latest.current.text,
        extensions: [
          lineNumbers(),
          foldGutter(),
          lintGutter(),
          history(),
          drawSelection(),
          indentOnInput(),
          bracketMatching(),
          closeBrackets(),
          highlightActiveLine(),
          json(),
          codeTheme,
          EditorState.phrases.of(phrases),
          autocompletion({ override: [(context) => proposalsAt(context, latest.current.complete)] }),
          keymap.of([
            ...closeBracketsKeymap,
            ...defaultKeymap,
            ...historyKeymap,
            ...foldKeymap,
            ...completionKeymap,
            ...lintKeymap,
            indentWithTab,
          ]),
          EditorState.readOnly.of(readOnly),
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ "aria-label": label, "aria-describedby": describedBy, tabindex: "0" }),
          EditorView.updateListener.of((update) => {
            letListBeScrolled(update.view);
            if (!update.docChanged || update.transactions.some((each) => each.annotation(fromPage))) return;
            latest.current.onText(update.state.doc.toString());
          }),
        ],
      }),
    });
    view.current = made;
    return () => {
      view.current = null;
      made.destroy();
    };
  }, [readOnly, label, describedBy, phrases]);

  const { text, problems, goTo } = props;
  useEffect(() => replaceText(view.current, text), [text]);
  useEffect(() => {
    const shown = view.current;
    if (!shown) return;
    const end = shown.state.doc.length;
    const marks = problems.map(
      ({ from, to, severity, text: message }): Mark => ({
        from: Math.min(from, end),
        to: Math.min(Math.max(to, from), end),
        severity,
        message,
      }),
    );
    shown.dispatch(setDiagnostics(shown.state, marks));
  }, [problems]);
  useEffect(() => {
    if (!goTo || !view.current) return;
    const at = Math.min(goTo.at, view.current.state.doc.length);
    view.current.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: "center" }) });
    view.current.focus();
  }, [goTo]);
  return <div ref={place} className="min-w-0" />;
}

/** A list of proposals that is longer than its box can be reached, and so scrolled, by keyboard too. */
function letListBeScrolled(view: EditorView): void {
  view.dom.querySelector(".cm-tooltip-autocomplete > ul")?.setAttribute("tabindex", "0");
}

/** Only what differs is replaced, so that cursor, folds and undo stay. */
function replaceText(view: EditorView | null, text: string): void {
  const shown = view?.state.doc.toString();
  if (!view || shown === undefined || shown === text) return;
  const shortest = Math.min(shown.length, text.length);
  let from = 0;
  while (from < shortest && shown[from] === text[from]) from += 1;
  let tail = 0;
  while (tail < shortest - from && shown.at(-1 - tail) === text.at(-1 - tail)) tail += 1;
  view.dispatch({
    changes: { from, to: shown.length - tail, insert: text.slice(from, text.length - tail) },
    annotations: fromPage.of(true),
  });
}

function proposalsAt(
  { state, pos, explicit }: { state: EditorState; pos: number; explicit: boolean },
  complete: Props["complete"],
) {
  const found = complete(state.doc.toString(), pos);
  if (!found || (!explicit && found.from === found.to)) return null;
  const { from, to, list } = found;
  const options = list.map(({ text, meaning }) => ({
    label: text,
    ...(meaning && { detail: meaning }),
    apply: (view: EditorView) => {
      // Behind an opened bracket the cursor stands inside it.
      const inside = /[[{][\]}]$/.test(text) ? 1 : 0;
      view.dispatch({
        changes: { from, to: Math.max(to, view.state.selection.main.head), insert: text },
        selection: { anchor: from + text.length - inside },
        userEvent: "input.complete",
      });
    },
  }));
  // Asked at a word that is whole already, everything that could stand there instead.
  const isWhole = explicit && list.some(({ text }) => text === state.sliceDoc(from, to));
  return isWhole ? { from, to, options, filter: false } : { from, to, options, validFor: /^"?[\w.-]*"?$/ };
}
