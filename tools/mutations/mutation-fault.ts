/** A fault to plant: in `file`, `find` (which stands there once) becomes `put`. */
export type Fault = { what: string; file: string; find: string; put: string };

/** Faults that the same tests must catch; the first to fail ends a try. */
export type FaultSet = { name: string; tests: readonly string[]; faults: readonly Fault[] };
