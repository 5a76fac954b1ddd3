import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "../../../../ui/trpc/trpc-provider.tsx";

/** ISO 4217's code for no currency: an amount of it has two digits and no sign. */
const noCurrency = "XXX";

/** The currency of the lot's tariff; undefined until it is known. */
export function useLotCurrency(lotId: string): string | undefined {
  const lot = useQuery(useTRPC().lots.get.queryOptions({ lotId }, { staleTime: 60_000 })).data;
  return lot === undefined ? undefined : (lot.currency ?? noCurrency);
}
