import type * as z from "zod/mini";
import type { Diagnostic } from "./diagnostic.ts";
import type { DiagnosticCode } from "./diagnostic-code.ts";

const DIAGNOSTICS_MAX = 50;
const PATH_MAX = 32;

/**
 * What a schema refused, as diagnostics that point at the innermost value at fault. At a union the form that was
 * probably meant is the one that got furthest before it failed.
 */
export function shapeDiagnostics(issues: readonly z.core.$ZodIssue[], base: Diagnostic["path"] = []): Diagnostic[] {
  return issues.flatMap((issue) => fromIssue(issue, base)).slice(0, DIAGNOSTICS_MAX);
}

function fromIssue(issue: z.core.$ZodIssue, base: Diagnostic["path"]): Diagnostic[] {
  const path = [...base, ...issue.path.map((part) => (typeof part === "number" ? part : String(part)))];
  if (issue.code === "invalid_union") {
    const meant = furthest(issue.errors);
    return meant ? meant.flatMap((inner) => fromIssue(inner, path)) : [error("shape.form", path, {})];
  }
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => error("shape.unknownKey", [...path, key], { key: key.slice(0, 64) }));
  }
  if (issue.code === "invalid_type") return [error("shape.type", path, { expected: issue.expected })];
  if (issue.code === "invalid_value") return [error("shape.value", path, {})];
  if (issue.code === "too_big") return [error("shape.tooBig", path, { max: Number(issue.maximum) })];
  if (issue.code === "too_small") return [error("shape.tooSmall", path, { min: Number(issue.minimum) })];
  return [error("shape.format", path, {})];
}

/** The branch that was meant; none when the nearest lacks what it needs and has what it does not know. */
function furthest(branches: readonly Branch[]): Branch | undefined {
  const reach = (branch: Branch) => Math.max(0, ...branch.map(depthOf));
  const best = [...branches].sort((a, b) => reach(b) - reach(a) || shallow(a) - shallow(b))[0];
  if (!best || (shallow(best) > 1 && best.some((issue) => issue.code === "unrecognized_keys"))) return undefined;
  return best;
}

type Branch = readonly z.core.$ZodIssue[];

function shallow(branch: Branch): number {
  return branch.filter((issue) => issue.path.length <= 1).length;
}

function depthOf(issue: z.core.$ZodIssue): number {
  const inner = issue.code === "invalid_union" ? Math.max(0, ...issue.errors.flat().map(depthOf)) : 0;
  return issue.path.length + inner;
}

function error(code: DiagnosticCode, path: Diagnostic["path"], params: Diagnostic["params"]): Diagnostic {
  return { code, severity: "error", path: path.slice(0, PATH_MAX), params };
}
