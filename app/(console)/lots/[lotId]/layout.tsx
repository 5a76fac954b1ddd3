import type { ReactNode } from "react";
import { LotGate } from "./lot-gate.tsx";

export default async function LotLayout(props: { params: Promise<{ lotId: string }>; children: ReactNode }) {
  const { lotId } = await props.params;
  return <LotGate lotId={decodeURIComponent(lotId)}>{props.children}</LotGate>;
}
