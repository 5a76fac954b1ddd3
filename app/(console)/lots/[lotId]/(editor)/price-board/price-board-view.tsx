"use client";

import { Printer } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useNow } from "../../../../../ui/format/use-now.ts";
import { Button } from "../../../../../ui/primitives/button.tsx";
import { Choice } from "../../../../../ui/primitives/choice.tsx";
import { PageBody } from "../../../../../ui/shell/page-body.tsx";
import { PageHead } from "../../../../../ui/shell/page-head.tsx";
import { Skeleton } from "../../../../../ui/state/skeleton.tsx";
import { useDraft } from "../draft-provider.tsx";
import { BoardSheet } from "./board-sheet.tsx";

/** The prices on an A4 sheet in both languages, as they are live or as they would be. */
export function PriceBoardView() {
  const t = useTranslations("priceBoard");
  const { live, content, lot, lotId, clock } = useDraft();
  const [which, setWhich] = useState<"live" | "draft">(live ? "live" : "draft");
  const now = useNow();
  const shown = which === "live" && live ? live : null;
  return (
    <PageBody>
      <div className="screen-only">
        <PageHead
          title={t("title")}
          parent={{ href: `/lots/${encodeURIComponent(lotId)}/tariff`, label: t("tariff") }}
          actions={
            <>
              {live ? (
                <Choice
                  label={t("which")}
                  hideLabel
                  value={which}
                  options={[
                    { value: "live", label: t("live", { number: live.number }) },
                    { value: "draft", label: t("draft") },
                  ]}
                  onChange={setWhich}
                />
              ) : null}
              <Button kind="primary" onClick={() => window.print()}>
                <Printer aria-hidden />
                {t("print")}
              </Button>
            </>
          }
        />
      </div>
      {now === 0 ? (
        <Skeleton className="h-96" />
      ) : (
        <BoardSheet
          tariff={shown ? shown.draft.tariff : content.tariff}
          lotName={lot.name}
          clock={clock}
          now={now}
          version={shown ? shown.number : null}
        />
      )}
    </PageBody>
  );
}
