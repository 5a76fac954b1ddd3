import type { WholeSettings } from "#contracts/edge-settings.ts";
import type { EdgeConfig } from "./edge-config.ts";

const telemetrySeconds = 5;

/** What the enrolment says of all that can be changed from afar: the values that an edge starts with. */
export function installedSettings(config: EdgeConfig): WholeSettings {
  const { lanes, photos, uplinks = [], backlogKbitPerSecond } = config;
  return {
    lanes: Object.fromEntries(
      lanes.map(({ id, onJournalFailure, onRuleFailure }) => [id, { onJournalFailure, onRuleFailure }]),
    ),
    photos: { ...photos },
    uplinks: Object.fromEntries(
      uplinks.map(({ id, isMetered, backlogKbitPerSecond: pace = null, provenAfterSeconds }) => [
        id,
        { isMetered, backlogKbitPerSecond: pace, provenAfterSeconds },
      ]),
    ),
    backlogKbitPerSecond,
    telemetrySeconds,
  };
}
