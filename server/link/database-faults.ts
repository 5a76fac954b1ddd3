/** Kinds of SQLSTATE that speak of the data in the statement, not of the server: data exception, constraint, size, raised. */
const poisonClasses = /^(21|22|23|54|P0)/;

/**
 * Is it this data that failed, so that trying the same again fails again? Everything else (no server, no disk, a deadlock,
 * a time limit) is the world's fault and is tried again.
 */
export function isPoison(error: unknown): boolean {
  const { code, schema } = error as { code?: unknown; schema?: unknown };
  // A partition that was attached under a waiting insert: its next try finds the right one.
  if (code === "23514" && schema === "parts") return false;
  if (typeof code === "string") return poisonClasses.test(code);
  return error instanceof TypeError || error instanceof RangeError || error instanceof SyntaxError;
}
