"use client";

import { NuqsAdapter } from "nuqs/adapters/next/app";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { ToastProvider } from "../primitives/toast.tsx";
import { AppearanceMenu } from "../theme/appearance-menu.tsx";
import type { Density, Theme } from "../theme/preference.ts";
import { TrpcProvider } from "../trpc/trpc-provider.tsx";
import { BottomBar } from "./bottom-bar.tsx";
import { BrowserOffline } from "./browser-offline.tsx";
import { type Me, MeProvider } from "./console-context.tsx";
import { LiveBar } from "./live-bar.tsx";
import { LotSwitcher } from "./lot-switcher.tsx";
import { Rail } from "./rail.tsx";
import { SignedOut } from "./signed-out.tsx";
import { UserMenu } from "./user-menu.tsx";

/** The frame of every console page: rail, header with lot switcher and live bar, and the page. */
export function ConsoleFrame(props: { me: Me; theme: Theme; density: Density; children: ReactNode }) {
  const t = useTranslations("shell");
  return (
    <NuqsAdapter>
      <TrpcProvider>
        <ToastProvider>
          <MeProvider me={props.me}>
            <a
              href="#page"
              className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded-control focus:bg-background focus:px-3 focus:py-2 focus:shadow-float"
            >
              {t("skip")}
            </a>
            <div className="flex min-h-dvh">
              <Rail />
              <div className="flex min-w-0 flex-1 flex-col pb-14 md:pb-0">
                <header className="screen-only sticky top-0 z-20 flex h-12 shrink-0 items-center gap-3 border-b border-border bg-background px-4 md:gap-4 md:px-6">
                  <LotSwitcher lots={props.me.lots} />
                  <div className="ml-auto flex items-center gap-2">
                    <LiveBar />
                    <AppearanceMenu theme={props.theme} density={props.density} />
                    <UserMenu me={props.me} />
                  </div>
                </header>
                <BrowserOffline />
                <SignedOut />
                <main id="page" tabIndex={-1} className="flex min-w-0 flex-1 flex-col outline-none">
                  {props.children}
                </main>
              </div>
            </div>
            <BottomBar />
          </MeProvider>
        </ToastProvider>
      </TrpcProvider>
    </NuqsAdapter>
  );
}
