import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { useTRPC } from "../../../../../ui/trpc/trpc-provider.tsx";
import type { SettingPlace, SettingValue } from "./settings-draft.ts";

const units: Partial<Record<SettingPlace["name"], "megabytes" | "kbit" | "seconds">> = {
  diskMegabytes: "megabytes",
  meteredMegabytesPerDay: "megabytes",
  backlogKbitPerSecond: "kbit",
  telemetrySeconds: "seconds",
  provenAfterSeconds: "seconds",
};
const words = ["openAndFlag", "wait", "hold", "release"] as const;

/** Settings in words: where one stands, and what it is. */
export function useSettingWords(lotId: string) {
  const t = useTranslations("edgeSettings");
  const trpc = useTRPC();
  const lanes = useQuery(trpc.lots.get.queryOptions({ lotId })).data?.lanes ?? [];
  const laneName = (id: string) => lanes.find((lane) => lane.id === id)?.name ?? id;
  const unit = (name: SettingPlace["name"]) => {
    const key = units[name];
    return key === undefined ? "" : t(`units.${key}`);
  };
  return {
    laneName,
    unit,
    place: ({ group, id, name }: SettingPlace) => {
      if (group === "edge") return t(`names.${name}`);
      return t("placed", { name: t(`names.${name}`), at: group === "lanes" ? laneName(id) : id });
    },
    value: ({ name }: SettingPlace, value: SettingValue | undefined) => {
      if (value === undefined) return t("asInstalled");
      if (value === null) return t("edgePace");
      if (typeof value === "boolean") return t(value ? "yes" : "no");
      const word = words.find((one) => one === value);
      return word === undefined ? `${value} ${unit(name)}` : t(`values.${word}`);
    },
  };
}
