"use client";

import { KeyRound, LogOut, UserRound } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "use-intl";
import { Button } from "../primitives/button.tsx";
import { Menu, MenuItem, MenuSeparator } from "../primitives/menu.tsx";
import { useSay } from "../primitives/toast.tsx";
import type { Me } from "./console-context.tsx";

/** Who is signed in, as what, and the way out. */
export function UserMenu({ me }: { me: Me }) {
  const t = useTranslations("shell");
  const say = useSay();
  const router = useRouter();
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
        <Button kind="quiet" aria-label={t("account", { name: me.user.name })}>
          <UserRound aria-hidden />
          <span className="hidden max-w-40 truncate lg:inline">{me.user.name}</span>
        </Button>
      }
    >
      <div className="px-2 py-1">
        <div className="font-medium">{me.user.name}</div>
        <div className="text-small text-muted">{me.user.email}</div>
        {me.operators.map((operator) => (
          <div key={operator.id} className="text-small text-muted">
            {t("roleAt", { role: t(`roles.${operator.role}`), operator: operator.name })}
          </div>
        ))}
      </div>
      <MenuSeparator />
      <MenuItem onClick={() => router.push("/account")}>
        <KeyRound aria-hidden className="size-4" />
        {t("changePassword")}
      </MenuItem>
      <MenuItem onClick={() => void signOut()}>
        <LogOut aria-hidden className="size-4" />
        {t("signOut")}
      </MenuItem>
    </Menu>
  );
}
