"use client";

import { useMutation } from "@tanstack/react-query";
import { useTRPCClient } from "../../../../ui/trpc/trpc-provider.tsx";
import { answerWithinMs } from "./gate-stage.ts";
import type { ReleaseReason } from "./use-release-reason-word.ts";

type Asked = { lotId: string; laneId: string; reasonCode: ReleaseReason; note: string | null };

/**
 * Asks a gate to open, once. The request is given up rather than kept: one that waited for the network would open the
 * gate when nobody looks any more.
 */
export function useOpenGate() {
  const client = useTRPCClient();
  return useMutation({
    mutationFn: (asked: Asked) => client.fleet.openGate.mutate(asked, { signal: AbortSignal.timeout(answerWithinMs) }),
    networkMode: "always",
    retry: false,
  });
}

export type GatePress = ReturnType<typeof useOpenGate>;
