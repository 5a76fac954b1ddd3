"use client";

import { CircleDashed, Plug, Unplug } from "lucide-react";
import { useTranslations } from "use-intl";
import { Status } from "./status.tsx";

/** How many of a lot's edges answer. */
export function EdgesStatus({ online, total }: { online: number; total: number }) {
  const t = useTranslations("status.edges");
  if (total === 0) return <Status icon={CircleDashed} tone="quiet" word={t("none")} />;
  const all = online === total;
  return (
    <Status icon={all ? Plug : Unplug} tone={all ? "positive" : "negative"} word={t("online", { online, total })} />
  );
}
