import type { Role } from "#prisma/client/enums.ts";

const everyone = ["owner", "manager", "support", "attendant", "auditor"] as const;
const office = ["owner", "manager", "support", "auditor"] as const;

/** Who may do what. Every procedure names one of these, or is about nothing but the person who asks. */
export const permissions = {
  "lot.read": everyone,
  "draft.read": office,
  "draft.write": ["owner", "manager"],
  "bundle.publish": ["owner", "manager"],
  "lot.setting": ["owner"],
  "rollout.read": office,
  "passage.read": everyone,
  "passage.erase": ["owner"],
  "list.read": office,
  "list.write": ["owner", "manager"],
  "decision.try": ["owner", "manager", "support"],
  "fleet.read": office,
  "gate.open": ["owner", "manager", "support", "attendant"],
  "edge.enrol": ["owner"],
  "edge.settings": ["owner", "manager"],
  "anomaly.resolve": ["owner", "manager", "support"],
  "quarantine.read": ["owner", "manager", "support"],
  "audit.read": ["owner", "manager", "auditor"],
  "member.manage": ["owner"],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof permissions;

/** May people of this role do this? */
export function isAllowed(role: Role, permission: Permission): boolean {
  return (permissions[permission] as readonly Role[]).includes(role);
}
