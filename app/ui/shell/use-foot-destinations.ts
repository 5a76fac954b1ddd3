"use client";

import { useMe } from "./console-context.tsx";
import { auditDestination, type Destination, peopleDestination, tablesDestination } from "./destinations.ts";
import { may } from "./permissions.ts";

/** What belongs to no single lot, as far as it is for this person: only an owner manages people. */
export function useFootDestinations(): readonly Destination[] {
  const roles = useMe().operators.map(({ role }) => role);
  return [
    ...(roles.some((role) => may(role, "readDraft")) ? [tablesDestination] : []),
    ...(roles.includes("owner") ? [peopleDestination] : []),
    auditDestination,
  ];
}
