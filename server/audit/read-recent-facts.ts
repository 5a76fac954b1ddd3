import { packFacts } from "#engine/scenario/fact-columns.ts";
import { withoutPersonal } from "#engine/scenario/without-personal.ts";
import type { LotContext } from "../identity/check-access.ts";
import { countRecordedPassages, readSomePassages } from "./read-recorded-passages.ts";

const days = 30;
const dayMs = 86_400_000;
/** Enough that a count is right to about one in a hundred, and small enough to hold in a page. */
const sampleMax = 4_000;

/**
 * What was known of the lot's cars in the last 30 days, without the cars: for the page to count at each key how many a
 * rule would meet. By fact the values that occurred, and for each passage which of them it had.
 */
export async function readRecentFacts({ db, lot: { operatorId, lotId } }: LotContext<"draft.read">) {
  const to = new Date();
  const span = { operatorId, lotId, from: new Date(to.getTime() - days * dayMs), to };
  const [total, passages] = await Promise.all([countRecordedPassages(db, span), readSomePassages(db, span, sampleMax)]);
  const readable = passages.flatMap(({ facts }) => (facts ? [withoutPersonal(facts)] : []));
  const unread = passages.length - readable.length;
  return { days, total, rows: readable.length, unread, columns: packFacts(readable) };
}
