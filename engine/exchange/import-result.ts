import type { Diagnostic } from "../model/diagnostic.ts";
import type { Tariff } from "../model/rate-table.ts";

/**
 * What came out of a document of another standard. `tariff` is missing when nothing could be priced by it. Paths of
 * diagnostics lead into the document. An `error` is a price or a condition that the tariff lacks; a `warning` is
 * something that it says otherwise, in the way in which the diagnostic says.
 */
export type ImportResult = { tariff?: Tariff; diagnostics: Diagnostic[] };
