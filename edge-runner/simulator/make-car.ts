import type { Car } from "./visit.ts";

const provinces = [..."京沪粤浙苏鲁川渝津冀"];
const letters = [..."ABCDEFGHJKLMNPQRSTUVWXYZ"];
const digits = [..."0123456789"];
const vehicles = ["Sedan", "Sedan", "Sedan", "SUV", "SUV", "Van"];

/** A car with a plate of the country's usual pattern. */
export function makeCar(country: string, random: () => number): Car {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
  const several = (from: readonly string[], count: number) => Array.from({ length: count }, () => pick(from)).join("");
  const plate =
    country === "CN"
      ? pick(provinces) + pick(letters) + pick(letters) + several(digits, 4)
      : several(letters, 3) + several(digits, 4);
  return { plate, vehicle: pick(vehicles) };
}
