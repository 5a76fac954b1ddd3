import type { EnumValue } from "./enums.ts";

type Propulsion = EnumValue<"propulsion">;

/** After province and issuer: six characters, of which the first (small vehicles) or the last (large ones) is the drive. */
const chinese = /^\p{Script=Han}[A-Z](?:([A-HJK])[A-HJ-NP-Z0-9]\d{4}|\d{5}([A-HJK]))$/u;
/** D, then A, B, C and E once D ran out: battery or fuel cell alone. F, then G, H, J and K: an engine besides. */
const batteryAlone = new Set(["A", "B", "C", "D", "E"]);

/**
 * What drives a vehicle, as far as its plate (normalised) says so; null when it does not. China's plates for new-energy
 * vehicles carry it in a letter (GA 36-2018, 8 characters); ordinary plates there have 7 and say nothing.
 *
 * @example propulsionOfPlate("京AD12345", "CN") // "electric"; "粤B12345F" is "plugInHybrid"
 */
export function propulsionOfPlate(plate: string, country: string): Propulsion | null {
  if (country.toUpperCase() !== "CN") return null;
  const found = chinese.exec(plate);
  const letter = found?.[1] ?? found?.[2];
  if (letter === undefined) return null;
  return batteryAlone.has(letter) ? "electric" : "plugInHybrid";
}
