/** The plate of the car that came as number `index`: each its own, none a part of anything else in a log. */
export function plateOfCar(index: number): string {
  const letters = "ABCDEFGHJK";
  const digits = String(70_000 + index * 13).padStart(5, "0");
  return `粤${letters[index % letters.length]}${digits}`;
}
