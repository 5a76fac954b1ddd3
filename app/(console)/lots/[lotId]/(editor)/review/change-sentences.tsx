"use client";

import { useTranslations } from "use-intl";
import { useFormat } from "../../../../../ui/format/use-format.ts";
import { useLotZone } from "../../../../../ui/shell/lot-zone.tsx";
import { useWords, type WordsOf } from "../../../../../ui/words/use-words.ts";
import type { DraftChange } from "../draft-changes.ts";
import { useDraft } from "../draft-provider.tsx";
import { ChangeItem } from "./change-item.tsx";

/** Each change as what it was and what it becomes, in words. */
export function ChangeSentences() {
  const t = useTranslations("review");
  const words = useWords();
  const { changes, content } = useDraft();
  const format = useFormat(useLotZone());
  return (
    <ul className="flex flex-col">
      {changes.map((change) => {
        const said = sayChange(change, words, content.tariff.currency, format.duration, t);
        return <ChangeItem key={change.id} {...said} />;
      })}
    </ul>
  );
}

type Said = { title: string; before: string | null; after: string | null };

function sayChange(
  change: DraftChange,
  words: WordsOf,
  currency: string,
  duration: (minutes: number) => string,
  t: ReturnType<typeof useTranslations<"review">>,
): Said {
  switch (change.kind) {
    case "table": {
      const table = change.after ?? change.before;
      const say = (each: typeof table) => (each ? words.rateTableSentence(each, currency) : null);
      const name = table?.rateTableName ?? table?.id ?? "";
      return { title: t(titleOf("table", change), { name }), before: say(change.before), after: say(change.after) };
    }
    case "rule": {
      const rule = change.after ?? change.before;
      const name = rule ? words.ruleName(rule) : change.id;
      const say = (each: typeof rule) => (each ? `${words.ruleSentence(each)} ${words.unknownSentence(each)}` : null);
      return { title: t(titleOf("rule", change), { name }), before: say(change.before), after: say(change.after) };
    }
    case "exitGrace":
      return { title: t("exitGrace"), before: duration(change.before), after: duration(change.after) };
    case "ruleOrder":
      return { title: t("ruleOrder"), before: "", after: "" };
    case "whoPays":
      return { title: t("whoPays"), before: "", after: "" };
    case "otherTariff":
      return { title: t("otherTariff"), before: "", after: "" };
  }
}

function titleOf<Kind extends "table" | "rule">(kind: Kind, change: { before: unknown; after: unknown }) {
  if (!change.before) return `${kind}Added` as const;
  return change.after ? (`${kind}Changed` as const) : (`${kind}Removed` as const);
}
