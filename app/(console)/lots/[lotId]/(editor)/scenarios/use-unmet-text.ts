"use client";

import { useTranslations } from "use-intl";
import type { ScenarioResult, Unmet } from "#engine/scenario/run-scenario.ts";
import { useFormat } from "../../../../../ui/format/use-format.ts";
import { useLotZone } from "../../../../../ui/shell/lot-zone.tsx";
import { useWords } from "../../../../../ui/words/use-words.ts";
import { useDraft } from "../draft-provider.tsx";

/** What came out otherwise than expected, as sentences. */
export function useUnmetText(): (result: ScenarioResult) => string[] {
  const t = useTranslations("scenarios");
  const common = useTranslations("common");
  const intent = useTranslations("status.intent");
  const words = useWords();
  const { content } = useDraft();
  const format = useFormat(useLotZone());
  const say = (part: Unmet["part"], value: string | number | null): string => {
    if (value === null) return t("nothing");
    if (part === "decision") return intent(value as "release");
    if (part === "ruleId") {
      const rule = content.rules.rules.find(({ id }) => id === value);
      if (rule) return words.ruleName(rule);
      return value === "otherwise" ? words.group("otherwise") : String(value);
    }
    return value === 0 ? common("free") : format.money(Number(value), content.tariff.currency);
  };
  return (result) => {
    if (result.kind === "failed") return [t("notRun", { message: result.message })];
    return result.unmet.map(({ part, expected, found }) =>
      t(`unmet.${part}`, { expected: say(part, expected), found: say(part, found) }),
    );
  };
}
