import { syntaxTree } from "@codemirror/language";
import type { Range } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView, ViewPlugin, type ViewUpdate } from "@codemirror/view";

/** The console's own colours, which follow its theme by themselves. */
export const codeTheme = [
  EditorView.theme({
    "&": {
      color: "var(--text)",
      backgroundColor: "var(--background)",
      border: "1px solid var(--border-control)",
      borderRadius: "0.375rem",
      height: "min(70dvh, 48rem)",
    },
    "&.cm-focused": { outline: "2px solid var(--accent)", outlineOffset: "2px" },
    ".cm-scroller": { fontFamily: "var(--font-mono)", fontSize: "0.8125rem", lineHeight: "1.5" },
    ".cm-content": { caretColor: "var(--text)" },
    ".cm-cursor": { borderLeftColor: "var(--text)" },
    ".cm-gutters": {
      color: "var(--text-muted)",
      backgroundColor: "var(--surface)",
      borderRight: "1px solid var(--border)",
    },
    ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "var(--surface)" },
    "& > .cm-scroller > .cm-selectionLayer .cm-selectionBackground": { backgroundColor: "var(--accent-tint)" },
    "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground": {
      backgroundColor: "var(--accent-tint)",
    },
    "&.cm-focused .cm-matchingBracket": {
      backgroundColor: "var(--quiet-tint)",
      outline: "1px solid var(--border-control)",
    },
    ".cm-foldPlaceholder": { color: "var(--text-muted)", backgroundColor: "var(--quiet-tint)", border: "none" },
    ".cm-tooltip": {
      color: "var(--text)",
      backgroundColor: "var(--background)",
      border: "1px solid var(--border-control)",
      borderRadius: "0.375rem",
      boxShadow: "var(--float)",
    },
    ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--font-mono)", maxHeight: "16rem" },
    ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "0.25rem 0.5rem" },
    ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": {
      color: "var(--on-accent)",
      backgroundColor: "var(--accent)",
    },
    ".cm-completionDetail": { fontFamily: "var(--font-sans)", fontStyle: "normal", opacity: "1" },
    ".cm-completionIcon": { display: "none" },
    ".cm-diagnostic": { fontFamily: "var(--font-sans)", maxWidth: "30rem" },
    ".cm-diagnostic-error": { borderLeftColor: "var(--negative)" },
    ".cm-diagnostic-warning": { borderLeftColor: "var(--caution)" },
    ".cm-lintRange-error": {
      backgroundImage: "none",
      textDecoration: "underline wavy var(--negative)",
      textUnderlineOffset: "3px",
    },
    ".cm-lintRange-warning": {
      backgroundImage: "none",
      textDecoration: "underline wavy var(--caution)",
      textUnderlineOffset: "3px",
    },
    ".cm-panels": { color: "var(--text)", backgroundColor: "var(--surface)" },
  }),
  ViewPlugin.define((view) => new Colours(view), { decorations: ({ marks }) => marks }),
];

const colours = new Map<string, Decoration>(
  Object.entries({
    PropertyName: "var(--accent)",
    String: "var(--positive)",
    Number: "var(--held)",
    True: "var(--held)",
    False: "var(--held)",
    Null: "var(--held)",
  }).map(([name, colour]) => [name, Decoration.mark({ attributes: { style: `color: ${colour}` } })]),
);

/** Colours of the words in sight, by the syntax tree. */
class Colours {
  marks: DecorationSet;
  private tree: ReturnType<typeof syntaxTree>;

  constructor(view: EditorView) {
    this.tree = syntaxTree(view.state);
    this.marks = marksIn(view);
  }

  update({ view, docChanged, viewportChanged }: ViewUpdate): void {
    const tree = syntaxTree(view.state);
    if (!docChanged && !viewportChanged && tree === this.tree) return;
    this.tree = tree;
    this.marks = marksIn(view);
  }
}

function marksIn(view: EditorView): DecorationSet {
  const marks: Range<Decoration>[] = [];
  for (const { from, to } of view.visibleRanges) {
    syntaxTree(view.state).iterate({
      from,
      to,
      enter: (node) => {
        const mark = colours.get(node.name);
        if (mark) marks.push(mark.range(node.from, node.to));
      },
    });
  }
  return Decoration.set(marks, true);
}
