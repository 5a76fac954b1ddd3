import { TRPCClientError } from "@trpc/client";
import type { Role } from "../shell/console-context.tsx";

export type Failure = {
  kind: "notAllowed" | "notFound" | "conflict" | "badInput" | "unreachable" | "signedOut" | "other";
  /** Roles that may, where the server says so. */
  roles: readonly Role[];
  reference: string | undefined;
  /** What somebody else has done meanwhile, with `conflict`. */
  conflict: unknown;
  message: string;
};

const kinds: Readonly<Record<string, Failure["kind"]>> = {
  FORBIDDEN: "notAllowed",
  NOT_FOUND: "notFound",
  CONFLICT: "conflict",
  BAD_REQUEST: "badInput",
  PAYLOAD_TOO_LARGE: "badInput",
  UNAUTHORIZED: "signedOut",
};

/** Reads what the server, or the lack of one, says about a failed request. */
export function failureOf(error: unknown): Failure {
  if (!(error instanceof TRPCClientError)) {
    return { kind: "other", roles: [], reference: undefined, conflict: undefined, message: String(error) };
  }
  const said = (error.data ?? undefined) as
    | { code?: string; roles?: Role[]; conflict?: unknown; reference?: string }
    | undefined;
  return {
    kind: said?.code ? (kinds[said.code] ?? "other") : "unreachable",
    roles: said?.roles ?? [],
    reference: said?.reference,
    conflict: said?.conflict,
    message: error.message,
  };
}
