import type { Role } from "./console-context.tsx";

/** Which roles may do what. The server decides; this only keeps buttons that would be refused off the page. */
const rolesThatMay = {
  readDraft: ["owner", "manager", "support", "auditor"],
  editDraft: ["owner", "manager"],
  publish: ["owner", "manager"],
  setApproval: ["owner"],
  tryOut: ["owner", "manager", "support"],
  resolveAnomaly: ["owner", "manager", "support"],
  readQuarantine: ["owner", "manager", "support"],
  openGate: ["owner", "manager", "support", "attendant"],
  erasePersonal: ["owner"],
  changeEdgeSettings: ["owner", "manager"],
} as const satisfies Record<string, readonly Role[]>;

export type Act = keyof typeof rolesThatMay;

export function may(role: Role | undefined, act: Act): boolean {
  return role !== undefined && (rolesThatMay[act] as readonly Role[]).includes(role);
}
