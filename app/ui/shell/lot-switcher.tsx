"use client";

import { ChevronDown } from "lucide-react";
import { usePathname, useRouter } from "next/navigation";
import { useTranslations } from "use-intl";
import { Button } from "../primitives/button.tsx";
import { Menu, MenuChoices, MenuItem, MenuSeparator } from "../primitives/menu.tsx";
import { lotIdOf, samePageOfLot } from "./destinations.ts";

/** Which lot the page is about. Choosing another goes to the same page there. */
export function LotSwitcher({ lots }: { lots: readonly { id: string; name: string }[] }) {
  const t = useTranslations("shell");
  const pathname = usePathname();
  const router = useRouter();
  const lotId = lotIdOf(pathname) ?? "";
  const current = lots.find((lot) => lot.id === lotId);
  return (
    <Menu
      trigger={
        <Button className="min-w-0 shrink" aria-label={t("switchLot", { lot: current?.name ?? t("allLots") })}>
          <span className="truncate">{current?.name ?? t("allLots")}</span>
          <ChevronDown aria-hidden />
        </Button>
      }
    >
      <MenuItem onClick={() => router.push("/lots")}>
        <span className="size-4" />
        {t("allLots")}
      </MenuItem>
      <MenuSeparator />
      <MenuChoices
        label={t("lots")}
        value={lotId}
        choices={lots.map((lot) => ({ value: lot.id, label: lot.name }))}
        onChoose={(next) => router.push(samePageOfLot(pathname, next))}
      />
    </Menu>
  );
}
