"use client";

import { CircleAlert } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button } from "../ui/primitives/button.tsx";
import { PageBody } from "../ui/shell/page-body.tsx";
import { StateBlock } from "../ui/state/state-block.tsx";

/** A page that broke: what still works, a way to try again, and a reference for support. */
export default function PageError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const t = useTranslations("page");
  const state = useTranslations("state");
  return (
    <PageBody>
      <div className="pt-6">
        <StateBlock
          isPage
          alert
          icon={CircleAlert}
          tone="negative"
          title={t("errorTitle")}
          action={<Button onClick={reset}>{state("retry")}</Button>}
        >
          <p>{t("errorText")}</p>
          {error.digest ? <p className="text-small">{state("reference", { reference: error.digest })}</p> : null}
        </StateBlock>
      </div>
    </PageBody>
  );
}
