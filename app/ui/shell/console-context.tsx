"use client";

import { createContext, type ReactNode, useContext } from "react";
import type { Outputs } from "../trpc/outputs.ts";

export type Me = Outputs["me"]["get"];
export type Role = Me["operators"][number]["role"];

const MeContext = createContext<Me | null>(null);

/** Who is signed in, and the operators and lots that this person may see. */
export function MeProvider({ me, children }: { me: Me; children: ReactNode }) {
  return <MeContext value={me}>{children}</MeContext>;
}

export function useMe(): Me {
  const me = useContext(MeContext);
  if (!me) throw new Error("used outside the console");
  return me;
}

/** A visible lot with this person's role there, or undefined. */
export function useLot(lotId: string): (Me["lots"][number] & { role: Role }) | undefined {
  const me = useMe();
  const lot = me.lots.find((each) => each.id === lotId);
  const operator = me.operators.find((each) => each.id === lot?.operatorId);
  return lot && operator ? { ...lot, role: operator.role } : undefined;
}
