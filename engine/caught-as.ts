/**
 * What was caught, when it is an error of this class. Anything else is a fault of the program and is thrown on, so that
 * it is never taken for an answer.
 *
 * @example try { ... } catch (cause) { const { code } = caughtAs(QuoteError, cause); ... }
 */
export function caughtAs<Caught extends Error>(kind: new (...args: never[]) => Caught, cause: unknown): Caught {
  if (cause instanceof kind) return cause;
  throw cause;
}
