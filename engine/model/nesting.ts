/**
 * True when a JSON value nests deeper than `depthMax`. Asked before a schema that calls itself reads the value: a
 * hostile depth would otherwise end in a stack overflow instead of an error with a path.
 */
export function isNestedDeeperThan(value: unknown, depthMax: number): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > depthMax) return true;
    level = level.flatMap((one) =>
      typeof one === "object" && one !== null ? (Object.values(one) as unknown[]).filter(isBranch) : [],
    );
  }
  return false;
}

function isBranch(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}
