import type { Plan } from "./plan-view.tsx";

/** Every edge of the lot runs the version. */
export function isLive({ edges }: Plan["lots"][number]): boolean {
  return edges.length > 0 && edges.every(({ step }) => step === "live");
}
