"use client";

import { useTranslations } from "use-intl";
import { Card } from "../../../../../ui/primitives/card.tsx";
import { useWords } from "../../../../../ui/words/use-words.ts";
import type { Passage } from "./passage-view.tsx";

/** Every fact that the decision read, as it was then. */
export function FactsCard({ passage }: { passage: Passage }) {
  const t = useTranslations("passage");
  const words = useWords();
  const facts = Object.entries(passage.facts ?? {}).sort(([a], [b]) => a.localeCompare(b));
  return (
    <Card title={t("facts", { count: facts.length })}>
      <dl className="grid gap-x-8 gap-y-0 sm:grid-cols-2">
        {facts.map(([fact, value]) => (
          <div key={fact} className="flex justify-between gap-4 border-t border-border py-1.5">
            <dt className="text-muted">{words.fact(fact)}</dt>
            <dd className="text-right wrap-anywhere">{words.value(fact, value)}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
