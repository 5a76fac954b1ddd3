"use client";

import { skipToken, useQuery, useQueryClient } from "@tanstack/react-query";
import { useSubscription } from "@trpc/tanstack-react-query";
import { useNow } from "../../../../ui/format/use-now.ts";
import { failureOf } from "../../../../ui/state/failure.ts";
import { useTRPC } from "../../../../ui/trpc/trpc-provider.tsx";
import { gateStage, isOver, overAfterMs } from "./gate-stage.ts";
import type { GatePress } from "./use-open-gate.ts";

const everyMs = 1_000;
const readsMax = 30;

/** What became of a press, live: each step is told, and read once a second in case the telling is cut. */
export function useGateCommand(lotId: string, press: GatePress) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const now = useNow();
  const commandId = press.data?.commandId;
  const options = trpc.fleet.command.queryOptions(commandId ? { lotId, commandId } : skipToken);
  const { data: command } = useQuery({
    ...options,
    refetchInterval: ({ state: { data, dataUpdateCount } }) =>
      dataUpdateCount < readsMax && (!data || data.state === "sent" || data.state === "received") ? everyMs : false,
  });
  useSubscription(
    trpc.fleet.watchCommands.subscriptionOptions(
      { lotId },
      { onData: () => void queryClient.invalidateQueries({ queryKey: options.queryKey }) },
    ),
  );
  const ageMs = Math.max(0, now - press.submittedAt);
  const said = {
    failure: press.error ? failureOf(press.error).kind : null,
    state: command?.state ?? null,
    ageMs,
  };
  return {
    stage: gateStage(said),
    isOver: isOver(said),
    secondsLeft: Math.ceil(Math.max(0, overAfterMs - ageMs) / 1_000),
    isSent: commandId !== undefined,
    // an edge that says no has it too
    isReceived: command !== undefined && command.state !== "sent" && command.state !== "noAnswer",
    reason: command?.reason ?? null,
    finishedAt: command?.finishedAt ?? null,
  };
}

export type GateCommand = ReturnType<typeof useGateCommand>;
