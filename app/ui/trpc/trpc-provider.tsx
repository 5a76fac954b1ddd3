"use client";

import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createTRPCClient, httpBatchStreamLink, httpSubscriptionLink, splitLink } from "@trpc/client";
import { createTRPCContext } from "@trpc/tanstack-react-query";
import { type ReactNode, useState } from "react";
import superjson from "superjson";
import type { AppRouter } from "#server/trpc/router.ts";
import { failureOf } from "../state/failure.ts";
import { noteSignedOut } from "./signed-out-state.ts";

const context = createTRPCContext<AppRouter>();
export const useTRPC = context.useTRPC;
export const useTRPCClient = context.useTRPCClient;

const url = "/api/trpc";
const retriesMax = 2;

/** Somebody whose session has ended stays on the page with what was typed in it, and is told so. */
const watchSignIn = {
  onError: (error: unknown) => {
    if (failureOf(error).kind === "signedOut") noteSignedOut(true);
  },
  onSuccess: () => noteSignedOut(false),
};

function makeQueryClient(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache(watchSignIn),
    mutationCache: new MutationCache(watchSignIn),
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        retry: (failures, error) => failures < retriesMax && failureOf(error).kind === "unreachable",
      },
    },
  });
}

export function TrpcProvider({ children }: { children: ReactNode }) {
  const [queryClient] = useState(makeQueryClient);
  const [client] = useState(() =>
    createTRPCClient<AppRouter>({
      links: [
        splitLink({
          condition: (operation) => operation.type === "subscription",
          true: httpSubscriptionLink({ url, transformer: superjson }),
          false: httpBatchStreamLink({ url, transformer: superjson }),
        }),
      ],
    }),
  );
  return (
    <QueryClientProvider client={queryClient}>
      <context.TRPCProvider trpcClient={client} queryClient={queryClient}>
        {children}
      </context.TRPCProvider>
    </QueryClientProvider>
  );
}
