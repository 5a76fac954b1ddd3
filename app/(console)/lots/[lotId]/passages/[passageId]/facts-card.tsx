"use client";

import { useTranslations } from "use-intl";
import { Card } from "../../../../../ui/primitives/card.tsx";
import { useWords } from "../../../../../ui/words/use-words.ts";
import type { Passage } from "./passage-view.tsx";

/** Every fact that the decision read, as it was then; what was not known stands together at the end. */
export function FactsCard({ passage }: { passage: Passage }) {
  const t = useTranslations("passage");
  const words = useWords();
  const facts = Object.entries(passage.facts ?? {}).sort(([a], [b]) => a.localeCompare(b));
  const known = facts.filter(([, value]) => value !== null);
  const unknown = facts.filter(([, value]) => value === null);
  return (
    <Card title={t("facts", { count: facts.length })}>
      <dl className="grid gap-x-8 sm:grid-cols-2">
        {known.map(([fact, value]) => (
          <div key={fact} className="flex justify-between gap-4 border-t border-border py-1.5">
            <dt className="text-muted first-letter:uppercase">{words.fact(fact)}</dt>
            <dd className="text-right wrap-break-word">{words.value(fact, value)}</dd>
          </div>
        ))}
      </dl>
      {unknown.length > 0 ? (
        <p className="border-t border-border pt-2 text-muted">
          {t("factsUnknown", { names: unknown.map(([fact]) => words.fact(fact)).join(t("separator")) })}
        </p>
      ) : null}
    </Card>
  );
}
