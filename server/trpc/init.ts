import { initTRPC } from "@trpc/server";
import superjson from "superjson";
import * as z from "zod";
import { nameSchema } from "#contracts/names.ts";
import { checkLot, checkLots, checkOperator, checkOperators, checkSelf } from "../identity/check-access.ts";
import { Failure } from "../identity/failure.ts";
import type { Permission } from "../identity/permissions.ts";
import type { Asker, Context } from "./context.ts";
import { holdsUnstorable } from "./holds-unstorable.ts";
import { failureShape, toTrpcError } from "./map-failure.ts";

/** What a procedure is checked for; the permission walk reads it. */
export type CheckMeta = {
  readonly scope: "lot" | "lots" | "operator" | "operators" | "self";
  readonly permission: Permission | "self";
};

const t = initTRPC
  .context<Context>()
  .meta<CheckMeta>()
  .create({
    transformer: superjson,
    errorFormatter: failureShape,
    sse: { ping: { enabled: true, intervalMs: 3_000 }, client: { reconnectAfterInactivityMs: 10_000 } },
  });

export const makeRouter = t.router;
export const makeCallerFactory = t.createCallerFactory;

const operatorIdSchema = z.string().min(1).max(64);
const lotInput = z.object({
  lotId: z.string().check(z.refine((id) => nameSchema.safeParse(id).success, "not a lot id")),
});
const someLotsInput = lotInput.partial().optional();
const operatorInput = z.object({ operatorId: operatorIdSchema });
const someOperatorsInput = operatorInput.partial().extend(lotInput.partial().shape).optional();

// There is no bare procedure: each of the five below names its check, which runs before the input of the procedure is read.

/** About one lot, named by `lotId`. */
export function lotProcedure<P extends Permission>(permission: P) {
  return checkedProcedure({ scope: "lot", permission }, lotInput, (asker, { lotId }) =>
    checkLot(asker, permission, lotId),
  );
}

/** About the named lot, or all that the person sees. */
export function lotsProcedure<P extends Permission>(permission: P) {
  return checkedProcedure({ scope: "lots", permission }, someLotsInput, (asker, wanted) =>
    checkLots(asker, permission, wanted?.lotId),
  );
}

/** About one operator, named by `operatorId`. */
export function operatorProcedure<P extends Permission>(permission: P) {
  return checkedProcedure({ scope: "operator", permission }, operatorInput, (asker, { operatorId }) =>
    checkOperator(asker, permission, operatorId),
  );
}

/** About the named operator, or all of the person's. */
export function operatorsProcedure<P extends Permission>(permission: P) {
  return checkedProcedure({ scope: "operators", permission }, someOperatorsInput, (asker, wanted) =>
    checkOperators(asker, permission, wanted ?? {}),
  );
}

/** About nothing but the person who asks. */
export function selfProcedure() {
  return checkedProcedure({ scope: "self", permission: "self" }, z.object({}).optional(), checkSelf);
}

function checkedProcedure<Input extends z.ZodType<object | undefined>, Checked extends object>(
  meta: CheckMeta,
  input: Input,
  check: (asker: Asker, input: z.output<Input>) => Checked,
) {
  return t.procedure
    .meta(meta)
    .use(async ({ ctx, next, getRawInput }) => {
      const passed = await refuseOr(async () => {
        const asker = await ctx.asker();
        const raw = await getRawInput();
        if (holdsUnstorable(raw)) throw new Failure("badInput", "a text holds characters that cannot be kept");
        const parsed = input.safeParse(raw);
        if (!parsed.success) throw new Failure("badInput", z.prettifyError(parsed.error));
        return { checked: check(asker, parsed.data), wanted: parsed.data };
      });
      const checkAgain = () => refuseOr(async () => check(await ctx.askerNow(), passed.wanted));
      const result = await next({ ctx: { checked: passed.checked, checkAgain } });
      if (!result.ok && result.error.cause instanceof Failure) throw toTrpcError(result.error.cause);
      return result;
    })
    .input(input);
}

async function refuseOr<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof Failure ? toTrpcError(error) : error;
  }
}
