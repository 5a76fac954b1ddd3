import type { RolloutStep } from "../../../../ui/status/rollout-status.tsx";

/** An edge that is away has got nothing yet, whatever lies ready for it: it waits. */
export function shownStep({ step, online }: { step: RolloutStep; online: boolean }): RolloutStep {
  return step === "sent" && !online ? "waiting" : step;
}
