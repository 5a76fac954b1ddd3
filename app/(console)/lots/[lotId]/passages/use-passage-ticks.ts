"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useSubscription } from "@trpc/tanstack-react-query";
import { useRef } from "react";
import type { LiveState } from "../../../../ui/state/live-mark.tsx";
import { useTRPC } from "../../../../ui/trpc/trpc-provider.tsx";

const gatherMs = 250;

/**
 * Re-reads passages soon after one of the lot arrives or says something new; a burst is gathered into one read.
 * With `passageId`, only news of that passage counts.
 */
export function usePassageTicks(lotId: string, passageId?: string): LiveState {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const subscription = useSubscription(
    trpc.passages.watch.subscriptionOptions(
      { lotId },
      {
        onData: ({ data: { tick } }) => {
          if (timer.current || (passageId && tick && tick.id !== passageId)) return;
          timer.current = setTimeout(() => {
            timer.current = undefined;
            void queryClient.invalidateQueries({ queryKey: trpc.passages.pathKey() });
          }, gatherMs);
        },
      },
    ),
  );
  return subscription.status === "pending" ? "live" : "reconnecting";
}
