import type { Facts, FactValue } from "#contracts/decision.ts";
import { personalFactIds } from "../model/vocabulary.ts";

/** Stands for a plate or credential that was read. No rule can name one, so any text decides the same. */
export const standIn = "STAND-IN";

/** Facts of a real passage without whom they are about: what was known stays known. */
export function withoutPersonal(facts: Facts): Facts {
  const personal = new Set<string>(personalFactIds);
  const hide = (id: string, value: FactValue) => (personal.has(id) && value !== null ? standIn : value);
  return Object.fromEntries(Object.entries(facts).map(([id, value]) => [id, hide(id, value)]));
}
