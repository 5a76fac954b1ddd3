"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useTranslations } from "use-intl";
import type { Suggestion } from "#engine/scenario/suggest-scenarios.ts";
import { Button } from "../../../../../ui/primitives/button.tsx";
import { Card } from "../../../../../ui/primitives/card.tsx";
import { useSay } from "../../../../../ui/primitives/toast.tsx";
import { DecisionIntent } from "../../../../../ui/status/decision-intent.tsx";
import { useTRPC } from "../../../../../ui/trpc/trpc-provider.tsx";
import { useWords } from "../../../../../ui/words/use-words.ts";
import { useDraft } from "../draft-provider.tsx";

const nameMax = 120;

/** A scenario for each thing that none tries; a click keeps it. What it expects is what comes out now. */
export function SuggestionList({ suggestions }: { suggestions: readonly Suggestion[] }) {
  const t = useTranslations("suggestions");
  if (suggestions.length === 0) return null;
  return (
    <Card title={t("title")}>
      <p className="pb-1 text-small text-muted">{t("note")}</p>
      <ul className="flex flex-col">
        {suggestions.map((each) => (
          <SuggestionItem key={`${each.ruleId} ${each.condition?.place} ${each.condition?.result}`} suggestion={each} />
        ))}
      </ul>
    </Card>
  );
}

function SuggestionItem({ suggestion }: { suggestion: Suggestion }) {
  const t = useTranslations("suggestions");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const say = useSay();
  const words = useWords();
  const { lotId, lot, content, editable } = useDraft();
  const { ruleId, condition, scenario } = suggestion;
  const rule = content.rules.rules.find((each) => each.id === ruleId);
  const ruleWords = rule ? (words.ruleTitle(rule) ?? words.ruleSentence(rule)) : ruleId;
  const fact = condition ? words.fact(condition.fact) : "";
  const name = condition
    ? t(condition.result ? "holds" : "fails", { rule: ruleWords, fact })
    : t("meets", { rule: ruleWords });
  const lane = lot.lanes.find(({ id }) => id === scenario.given.laneId)?.name ?? scenario.given.laneId;
  const save = useMutation(
    trpc.scenarios.save.mutationOptions({
      onSuccess: () => {
        say.done(t("added"));
        void queryClient.invalidateQueries({ queryKey: trpc.scenarios.pathKey() });
        void queryClient.invalidateQueries({ queryKey: trpc.publish.pathKey() });
      },
      onError: (error) => say.failed(t("notAdded"), error.message),
    }),
  );
  const add = () => save.mutate({ lotId, id: null, scenario: { ...scenario, name: name.slice(0, nameMax) } });
  return (
    <li className="border-t border-border py-2 text-small">
      <p className="font-medium">{name}</p>
      <p className="text-muted">
        {lane}
        {Object.entries(scenario.given.facts).map(([id, value]) => (
          <span key={id}>
            {" · "}
            {t("given", { fact: words.fact(id), value: words.value(id, value) })}
          </span>
        ))}
      </p>
      <div className="flex flex-wrap items-center justify-between gap-2 pt-1">
        <DecisionIntent decision={scenario.expected.decision ?? null} />
        {editable ? (
          <Button size="small" disabled={save.isPending} aria-label={t("addNamed", { name })} onClick={add}>
            <Plus aria-hidden />
            {t("add")}
          </Button>
        ) : null}
      </div>
    </li>
  );
}
