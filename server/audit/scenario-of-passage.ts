import { correctedTime } from "#contracts/record-body.ts";
import { readStay } from "#engine/price/stay.ts";
import type { Scenario } from "#engine/scenario/scenario.ts";
import { withoutPersonal } from "#engine/scenario/without-personal.ts";
import type { LotContext } from "../identity/check-access.ts";
import { Failure } from "../identity/failure.ts";
import { passageInput, readPassage } from "./read-passage.ts";

export const passageScenarioInput = passageInput;

/**
 * A recorded passage as a scenario: what was known then, and what came of it, for a person to name and keep. The fee
 * facts are left out where there is a stay, so that every version prices it by its own tariff.
 */
export async function scenarioOfPassage(
  ctx: LotContext<"passage.read">,
  input: { passageId: string },
): Promise<Scenario> {
  const { body, facts, erased } = await readPassage(ctx, input);
  if (!body || !facts || erased) throw new Failure("conflict", "what was known of this passage has been erased");
  const { tariffSha256: _tariff, ...recorded } = (body.stay ?? {}) as Record<string, unknown>;
  const stay = body.stay === null ? undefined : readStay(recorded);
  const at = stay?.exitAt ?? correctedTime(body.stamp);
  const follows = (id: string) =>
    [
      "lane.id",
      "lane.direction",
      "place.id",
      "event.time",
      "event.localTime",
      "clock.timeOfDay",
      "clock.dayOfWeek",
    ].includes(id) ||
    (stay !== undefined && id.startsWith("fee."));
  const given = Object.fromEntries(Object.entries(withoutPersonal(facts)).filter(([id]) => !follows(id)));
  const { decision, ruleId } = body.decision;
  const feeMinor = body.quote && "feeMinor" in body.quote ? body.quote.feeMinor : undefined;
  return {
    name: "",
    given: { laneId: body.laneId, at, facts: given, ...(stay && { stay }) },
    expected: { decision, ruleId, ...(feeMinor !== undefined && { feeMinor }) },
  };
}
