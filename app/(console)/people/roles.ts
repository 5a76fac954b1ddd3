import type { Role } from "../../ui/shell/console-context.tsx";

/** In the order of what they may. */
export const roles = ["owner", "manager", "support", "attendant", "auditor"] as const satisfies readonly Role[];
