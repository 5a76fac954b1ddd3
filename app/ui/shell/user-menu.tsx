"use client";

import { LogOut, UserRound } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button } from "../primitives/button.tsx";
import { Menu, MenuItem, MenuSeparator } from "../primitives/menu.tsx";
import { useSay } from "../primitives/toast.tsx";

export type Viewer = { name: string; email: string; roleWord: string; operatorName: string };

/** Who is signed in, as what, and the way out. */
export function UserMenu({ viewer }: { viewer: Viewer }) {
  const t = useTranslations("shell");
  const say = useSay();
  async function signOut(): Promise<void> {
    const answer = await fetch("/api/auth/sign-out", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: "{}",
    }).catch(() => undefined);
    if (answer?.ok) window.location.assign("/sign-in");
    else say.failed(t("signOutFailed"));
  }
  return (
    <Menu
      trigger={
        <Button kind="quiet" aria-label={t("account", { name: viewer.name })}>
          <UserRound aria-hidden />
          <span className="hidden max-w-40 truncate lg:inline">{viewer.name}</span>
        </Button>
      }
    >
      <div className="px-2 py-1">
        <div className="font-medium">{viewer.name}</div>
        <div className="text-small text-muted">{viewer.email}</div>
        <div className="text-small text-muted">
          {t("roleAt", { role: viewer.roleWord, operator: viewer.operatorName })}
        </div>
      </div>
      <MenuSeparator />
      <MenuItem onClick={() => void signOut()}>
        <LogOut aria-hidden className="size-4" />
        {t("signOut")}
      </MenuItem>
    </Menu>
  );
}
