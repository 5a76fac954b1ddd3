import type * as z from "zod/mini";
import type { Diagnostic } from "./diagnostic.ts";

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
    if (meant) return meant.flatMap((inner) => fromIssue(inner, path));
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

function furthest(branches: readonly (readonly z.core.$ZodIssue[])[]): readonly z.core.$ZodIssue[] | undefined {
  const reach = (branch: readonly z.core.$ZodIssue[]) => Math.max(0, ...branch.map(depthOf));
  const missing = (branch: readonly z.core.$ZodIssue[]) => branch.filter((issue) => issue.path.length <= 1).length;
  return [...branches].sort((a, b) => reach(b) - reach(a) || missing(a) - missing(b))[0];
}

function depthOf(issue: z.core.$ZodIssue): number {
  const inner = issue.code === "invalid_union" ? Math.max(0, ...issue.errors.flat().map(depthOf)) : 0;
  return issue.path.length + inner;
}

function error(code: string, path: Diagnostic["path"], params: Diagnostic["params"]): Diagnostic {
  return { code, severity: "error", path: path.slice(0, PATH_MAX), params };
}
