"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useSubscription } from "@trpc/tanstack-react-query";
import type { LiveState } from "../../../../ui/state/live-mark.tsx";
import { useTRPC } from "../../../../ui/trpc/trpc-provider.tsx";

/** Re-reads rollouts, plans and shadows when one of the lot moves a step. */
export function useRolloutTicks(lotId: string): LiveState {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const subscription = useSubscription(
    trpc.rollouts.watch.subscriptionOptions(
      { lotId },
      {
        onData: () => {
          void queryClient.invalidateQueries({ queryKey: trpc.rollouts.pathKey() });
          void queryClient.invalidateQueries({ queryKey: trpc.plans.pathKey() });
          void queryClient.invalidateQueries({ queryKey: trpc.shadows.pathKey() });
          void queryClient.invalidateQueries({ queryKey: trpc.me.status.pathKey() });
        },
      },
    ),
  );
  return subscription.status === "pending" ? "live" : "reconnecting";
}
