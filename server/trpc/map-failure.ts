import { randomBytes } from "node:crypto";
import { TRPCError } from "@trpc/server";
import type { DefaultErrorShape } from "@trpc/server/unstable-core-do-not-import";
import { Failure, type FailureCode } from "../identity/failure.ts";
import { log } from "../link/log.ts";

const codes = {
  signedOut: "UNAUTHORIZED",
  notFound: "NOT_FOUND",
  forbidden: "FORBIDDEN",
  badInput: "BAD_REQUEST",
  conflict: "CONFLICT",
  tooLarge: "PAYLOAD_TOO_LARGE",
  tooMany: "TOO_MANY_REQUESTS",
} as const satisfies Record<FailureCode, TRPCError["code"]>;

/** The one place where a verb's refusal becomes an answer. */
export function toTrpcError(failure: Failure): TRPCError {
  return new TRPCError({ code: codes[failure.code], message: failure.message, cause: failure });
}

/**
 * What the page gets of an error: the code, a reference that also stands in the log, and what the refusal has to say.
 * Of a fault of ours it gets the reference alone.
 */
export function failureShape({
  shape,
  error,
  path,
}: {
  shape: DefaultErrorShape;
  error: TRPCError;
  path?: string | undefined;
}) {
  const reference = randomBytes(4).toString("hex");
  const { code } = shape.data;
  const isFault = code === "INTERNAL_SERVER_ERROR";
  log[isFault ? "error" : "info"](
    { reference, path, code, ...(isFault ? { err: error.cause ?? error } : {}) },
    "refused",
  );
  const { stack: _stack, ...data } = shape.data;
  return {
    ...shape,
    message: isFault ? "something went wrong on our side" : shape.message,
    data: { ...data, reference, ...(error.cause instanceof Failure ? (error.cause.data as Said) : {}) },
  };
}

/** What a refusal may say besides: who may, what somebody else saved meanwhile, what is wrong with a draft or with facts. */
type Said = {
  readonly roles?: readonly string[];
  readonly conflict?: Readonly<Record<string, unknown>>;
  readonly diagnostics?: readonly unknown[];
};
