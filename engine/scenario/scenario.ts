import * as z from "zod/mini";
import type { Facts } from "#contracts/decision.ts";
import { caughtAs } from "../caught-as.ts";
import { decisionTypes } from "../model/actions.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { readFacts } from "../model/facts.ts";
import { isNestedDeeperThan } from "../model/nesting.ts";
import { shapeDiagnostics } from "../model/shape-diagnostics.ts";
import { QuoteError } from "../price/quote-error.ts";
import { readStay, type Stay } from "../price/stay.ts";

const DEPTH_MAX = 8;
const nameSchema = z.string().check(z.minLength(1), z.maxLength(120));
const idSchema = z.string().check(z.minLength(1), z.maxLength(64));

const scenarioSchema = z.strictObject({
  name: nameSchema,
  given: z.strictObject({
    laneId: idSchema,
    /** Epoch ms, at any date of the lot's clock table. */
    at: z.int(),
    stay: z.optional(z.unknown()),
    facts: z.unknown(),
  }),
  expected: z
    .strictObject({
      decision: z.optional(
        z.enum(decisionTypes as readonly ["release", "hold", "refuse", "requestPayment", "requestConfirm"]),
      ),
      ruleId: z.optional(idSchema),
      feeMinor: z.optional(z.int().check(z.minimum(0), z.maximum(1e12))),
    })
    .check(z.refine((expected) => Object.values(expected).some((value) => value !== undefined))),
});

/**
 * A vehicle at a lane as somebody describes it, and what should come of it. `facts` are what is given beyond what
 * follows from lane, time and stay; they win over what follows. The stay is priced by the bundle that is tried and
 * ends at `at`.
 */
export type Scenario = {
  readonly name: string;
  readonly given: {
    readonly laneId: string;
    readonly at: number;
    readonly stay?: Stay;
    readonly facts: Facts;
  };
  /** Whatever stands here must come out; the rest may be anything. `feeMinor` is the fee of the whole stay. */
  readonly expected: z.infer<typeof scenarioSchema>["expected"];
};

/** A scenario from outside (a form, a file, a recorded passage). Names each thing that is wrong with its path. */
export function readScenario(
  input: unknown,
): { ok: true; scenario: Scenario } | { ok: false; diagnostics: Diagnostic[] } {
  if (isNestedDeeperThan(input, DEPTH_MAX)) return refused([], "shape.tooDeep", { max: DEPTH_MAX });
  const read = scenarioSchema.safeParse(input);
  if (!read.success) return { ok: false, diagnostics: shapeDiagnostics(read.error.issues) };
  const { name, given, expected } = read.data;
  const { facts, problems } = readFacts(given.facts);
  if (problems.length > 0) {
    const found = problems.map(({ id }) => refusal(["given", "facts", ...(id === "" ? [] : [id])], "shape.value", {}));
    return { ok: false, diagnostics: found };
  }
  const known = Object.keys(given.facts as object).map((id) => [id, facts[id] ?? null] as const);
  const situation = { laneId: given.laneId, at: given.at, facts: Object.fromEntries(known) };
  if (given.stay === undefined) return { ok: true, scenario: { name, given: situation, expected } };
  try {
    const stay = readStay(given.stay);
    if (stay.exitAt !== given.at) return refused(["given", "stay", "exitAt"], "shape.value", {});
    return { ok: true, scenario: { name, given: { ...situation, stay }, expected } };
  } catch (error) {
    const { path } = caughtAs(QuoteError, error);
    return refused(["given", "stay", ...path], "shape.value", {});
  }
}

function refused(path: Diagnostic["path"], code: Diagnostic["code"], params: Diagnostic["params"]) {
  return { ok: false as const, diagnostics: [refusal(path, code, params)] };
}

function refusal(path: Diagnostic["path"], code: Diagnostic["code"], params: Diagnostic["params"]): Diagnostic {
  return { code, severity: "error", path, params };
}
