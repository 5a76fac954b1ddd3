import type { Stay } from "./stay.ts";
import type { TimeSpans } from "./time-spans.ts";

/** The paid time `[from, to)` of a stay, less the gaps that something else prices. */
export type Span = { stay: Stay; from: number; to: number; gaps: TimeSpans };

/** Lines for each occurrence of a period, sums over the whole stay, or no lines at all. */
export type Detail = "itemised" | "summed" | "fee";
