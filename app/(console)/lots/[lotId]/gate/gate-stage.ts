import type { Failure } from "../../../../ui/state/failure.ts";
import type { Outputs } from "../../../../ui/trpc/outputs.ts";

type CommandState = Outputs["fleet"]["command"]["state"];

/** How far the page says a command is. `silent`: the edge has it and its gate says nothing. */
export type GateStage =
  | "sending"
  | Exclude<CommandState, "noAnswer">
  | "noAnswer"
  | "silent"
  | "unreachable"
  | "noEdge"
  | "notAllowed"
  | "notFound"
  | "badInput";

/** After so long without an answer the page says so. */
export const answerWithinMs = 8_000;
/** A command that has not been done by then never will be; until then a second one could open the gate twice. */
export const overAfterMs = 11_000;

const refused: Partial<Record<Failure["kind"], GateStage>> = {
  conflict: "noEdge",
  notAllowed: "notAllowed",
  notFound: "notFound",
  badInput: "badInput",
};

type Press = {
  /** Why the request itself failed. */
  failure: Failure["kind"] | null;
  /** What the server last said; null: nothing yet. */
  state: CommandState | null;
  /** Since the press. */
  ageMs: number;
};

/** Only what somebody has said counts: without an answer nothing is ever called open. */
export function gateStage({ failure, state, ageMs }: Press): GateStage {
  if (failure) return refused[failure] ?? "unreachable";
  if (state === null || state === "sent") {
    if (ageMs >= answerWithinMs) return "noAnswer";
    return state ?? "sending";
  }
  return state === "received" && ageMs >= answerWithinMs ? "silent" : state;
}

/** May the gate be asked again? Not while the command before can still open it. */
export function isOver(press: Press): boolean {
  const { failure, state, ageMs } = press;
  if (failure) return refused[failure] !== undefined || ageMs >= overAfterMs;
  const isUnderWay = state === null || state === "sent" || state === "received";
  return !isUnderWay || ageMs >= overAfterMs;
}
