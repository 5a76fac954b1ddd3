"use client";

import { Antenna, CircleDashed, Clock, Cpu, Plug, TriangleAlert, Unplug } from "lucide-react";
import { useTranslations } from "use-intl";
import { Status } from "./status.tsx";

const connections = {
  online: { icon: Plug, tone: "positive" },
  online4g: { icon: Antenna, tone: "caution" },
  late: { icon: Clock, tone: "caution" },
  offline: { icon: Unplug, tone: "negative" },
  neverSeen: { icon: CircleDashed, tone: "quiet" },
} as const;

const works = {
  deciding: { icon: Cpu, tone: "positive" },
  decidingLocally: { icon: Cpu, tone: "caution" },
  notDeciding: { icon: TriangleAlert, tone: "negative" },
  notKnown: { icon: CircleDashed, tone: "quiet" },
} as const;

export type Connection = keyof typeof connections;
export type Work = keyof typeof works;

/** How the edge is linked to the cloud. Never merged with what it does. */
export function ConnectionStatus({ connection, bare }: { connection: Connection; bare?: boolean }) {
  const t = useTranslations("status.connection");
  const { icon, tone } = connections[connection];
  return <Status icon={icon} tone={tone} word={t(connection)} bare={bare ?? false} />;
}

/** Whether the edge decides cars. `old`: it said so before its link broke, so it is drawn grey and says so. */
export function WorkStatus({ work, old }: { work: Work; old: boolean }) {
  const t = useTranslations("status.work");
  const { icon, tone } = works[work];
  const word = old && work !== "notKnown" ? t("lastSaid", { work: t(work) }) : t(work);
  return <Status icon={icon} tone={old ? "quiet" : tone} word={word} bare />;
}
