import {
  CarFront,
  ClipboardList,
  ContactRound,
  Cpu,
  FlaskConical,
  ListChecks,
  type LucideIcon,
  Rocket,
  SquareParking,
  Table2,
  Tag,
  Users,
} from "lucide-react";

export type Destination = {
  key:
    | "lots"
    | "passages"
    | "tariff"
    | "rules"
    | "lists"
    | "scenarios"
    | "rollouts"
    | "fleet"
    | "audit"
    | "people"
    | "tables";
  href: string;
  icon: LucideIcon;
};

/** What belongs to one lot, in the order of the work. */
export function lotDestinations(lotId: string): readonly Destination[] {
  const base = `/lots/${encodeURIComponent(lotId)}`;
  return [
    { key: "passages", href: `${base}/passages`, icon: CarFront },
    { key: "tariff", href: `${base}/tariff`, icon: Tag },
    { key: "rules", href: `${base}/rules`, icon: ListChecks },
    { key: "lists", href: `${base}/lists`, icon: ContactRound },
    { key: "scenarios", href: `${base}/scenarios`, icon: FlaskConical },
    { key: "rollouts", href: `${base}/rollouts`, icon: Rocket },
    { key: "fleet", href: `${base}/fleet`, icon: Cpu },
  ];
}

export const homeDestination: Destination = { key: "lots", href: "/lots", icon: SquareParking };
export const tablesDestination: Destination = { key: "tables", href: "/tables", icon: Table2 };
export const auditDestination: Destination = { key: "audit", href: "/audit", icon: ClipboardList };

export const peopleDestination: Destination = { key: "people", href: "/people", icon: Users };

/** The lot that a path is about, if any. */
export function lotIdOf(pathname: string): string | undefined {
  const part = /^\/lots\/([^/]+)/.exec(pathname)?.[1];
  return part ? decodeURIComponent(part) : undefined;
}

/** The same page of another lot; a page about one thing falls back to its list. */
export function samePageOfLot(pathname: string, lotId: string): string {
  const page = /^\/lots\/[^/]+\/([^/]+)/.exec(pathname)?.[1] ?? "passages";
  return `/lots/${encodeURIComponent(lotId)}/${page}`;
}

export function isHere(destination: Destination, pathname: string): boolean {
  if (destination.key === "lots") return pathname === "/lots";
  if (pathname === destination.href || pathname.startsWith(`${destination.href}/`)) return true;
  if (destination.key === "scenarios") return pathname.endsWith("/backtest");
  return destination.key === "rollouts" && pathname.endsWith("/review");
}
