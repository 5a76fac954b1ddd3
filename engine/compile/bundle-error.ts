/** Why a bundle must not decide. */
export type BundleErrorCode =
  | "tooLarge"
  | "notText"
  | "notJson"
  | "tooDeep"
  | "envelope"
  | "semantics"
  | "clock"
  | "tariff"
  | "release"
  | "notCanonical"
  | "selfCheck";

/** A bundle that was refused. `path` leads to the part at fault, dot-separated; empty when it is the whole. */
export class BundleError extends Error {
  override readonly name = "BundleError";
  readonly code: BundleErrorCode;
  readonly path: string;

  constructor(code: BundleErrorCode, path: string, message: string, options?: { cause: unknown }) {
    super(message, options);
    this.code = code;
    this.path = path;
  }
}
