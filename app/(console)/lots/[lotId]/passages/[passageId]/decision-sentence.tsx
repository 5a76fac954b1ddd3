"use client";

import clsx from "clsx";
import { useTranslations } from "use-intl";
import { useFormat } from "../../../../../ui/format/use-format.ts";
import { useLotZone } from "../../../../../ui/shell/lot-zone.tsx";
import { useWords } from "../../../../../ui/words/use-words.ts";
import { decisionOf } from "./decision-of.ts";
import type { Passage } from "./passage-view.tsx";

const tints = {
  release: "bg-positive-tint",
  hold: "bg-held-tint",
  requestConfirm: "bg-held-tint",
  requestPayment: "bg-caution-tint",
  refuse: "bg-negative-tint",
} as const;

/** Why, as one sentence with the fact and the limit; then who decided it, with what and how fast. */
export function DecisionSentence({ passage, large }: { passage: Passage; large?: boolean }) {
  const t = useTranslations("passage");
  const words = useWords();
  const format = useFormat(useLotZone());
  const { trace, body, bundle } = passage;
  const decision = decisionOf(passage);
  return (
    <section className={clsx("rounded-card px-4 py-3", tints[decision.decision])}>
      <h2 className="text-small font-medium">{t(`why.${decision.decision}`)}</h2>
      <p className={clsx("font-semibold", large ? "text-title" : "text-large")}>{words.why(decision, trace)}</p>
      <p className={large ? "text-body" : "text-small"}>
        {body && bundle
          ? t("decidedBy", {
              time: format.exactTime(passage.at),
              number: bundle.number ?? 0,
              ms: Math.max(1, Math.round(body.decideMs)),
            })
          : t("decidedAt", { time: format.exactTime(passage.at) })}
      </p>
    </section>
  );
}
