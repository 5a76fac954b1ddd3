"use client";

import { CircleDot, Pencil } from "lucide-react";
import { useTranslations } from "use-intl";
import { Status } from "./status.tsx";

const looks = {
  draft: { icon: Pencil, tone: "quiet" },
  live: { icon: CircleDot, tone: "positive" },
} as const;

/** Whether what is shown is a draft or what cars meet now. */
export function DraftStatus({ state }: { state: keyof typeof looks }) {
  const t = useTranslations("status.draft");
  const { icon, tone } = looks[state];
  return <Status icon={icon} tone={tone} word={t(state)} />;
}
