import type { Diagnostic } from "../model/diagnostic.ts";
import type { DiagnosticCode } from "../model/diagnostic-code.ts";

type Path = Diagnostic["path"];

/** More than this about one document helps nobody. */
const NOTES_MAX = 200;
const VALUE_CHARS_MAX = 60;

/** Collects what is said about a document while it is converted. */
export class ExchangeNotes {
  readonly diagnostics: Diagnostic[] = [];
  readonly #saidOnce = new Set<DiagnosticCode>();

  /** A price or a condition of the document is missing from what came out. */
  error(code: DiagnosticCode, path: Path, params: Diagnostic["params"] = {}): void {
    this.#add({ code, severity: "error", path, params });
  }

  /** What came out says it otherwise, or leaves out what is no price. */
  warning(code: DiagnosticCode, path: Path, params: Diagnostic["params"] = {}): void {
    this.#add({ code, severity: "warning", path, params });
  }

  /** A warning about the document as a whole, shown where it first matters. */
  warningOnce(code: DiagnosticCode, path: Path, params: Diagnostic["params"] = {}): void {
    if (!this.#saidOnce.has(code)) this.warning(code, path, params);
    this.#saidOnce.add(code);
  }

  /** A price or a condition for which there is no word on the other side. */
  lost(path: Path, field: string): void {
    this.error("exchange.lost", path, { field: field.slice(0, VALUE_CHARS_MAX) });
  }

  /** Something that has no word on the other side and is no price. */
  leftOut(path: Path, field: string): void {
    this.warning("exchange.leftOut", path, { field: field.slice(0, VALUE_CHARS_MAX) });
  }

  /** Nothing came out. It is said however much has been said before. */
  unusable(problem: string): void {
    this.diagnostics.splice(NOTES_MAX - 1);
    this.error("exchange.unusable", [], { problem: problem.slice(0, 200) });
  }

  #add(found: Diagnostic): void {
    if (this.diagnostics.length < NOTES_MAX) this.diagnostics.push(found);
  }
}

/** A value of the document as it is shown in a sentence. */
export function shown(value: unknown): string {
  return String(value).slice(0, VALUE_CHARS_MAX);
}
