"use client";

import { useTranslations } from "use-intl";
import { Banner } from "../primitives/banner.tsx";
import { useIsSignedOut } from "../trpc/signed-out-state.ts";

/** Says that the sign-in has ended. The page stays as it is, for somebody may have typed in it. */
export function SignedOut() {
  const t = useTranslations("shell");
  if (!useIsSignedOut()) return null;
  return (
    <div role="alert">
      <Banner
        wide
        tone="caution"
        title={t("signedOut")}
        action={
          <a href="/sign-in" target="_blank" rel="noreferrer" className="font-medium underline">
            {t("signInAgain")}
          </a>
        }
      >
        {t("signedOutText")}
      </Banner>
    </div>
  );
}
