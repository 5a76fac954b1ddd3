"use client";

import { useSyncExternalStore } from "react";
import { useTranslations } from "use-intl";
import { Banner } from "../primitives/banner.tsx";

function subscribe(listener: () => void): () => void {
  window.addEventListener("online", listener);
  window.addEventListener("offline", listener);
  return () => {
    window.removeEventListener("online", listener);
    window.removeEventListener("offline", listener);
  };
}

/** Says that the browser has no network: reads stay, writes refuse. */
export function BrowserOffline() {
  const t = useTranslations("shell");
  const online = useSyncExternalStore(
    subscribe,
    () => navigator.onLine,
    () => true,
  );
  if (online) return null;
  return (
    <div role="status">
      <Banner wide tone="caution" title={t("browserOffline")}>
        {t("browserOfflineText")}
      </Banner>
    </div>
  );
}
