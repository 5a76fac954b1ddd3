"use client";

import { useTranslations } from "use-intl";
import { useDraft } from "../draft-provider.tsx";

/** Live and draft as data, side by side, for those who want the last word. */
export function DraftData() {
  const t = useTranslations("review");
  const { content, live, changes } = useDraft();
  const shown = (source: typeof content | null) => {
    if (!source) return t("noLive");
    const tables = new Set(changes.flatMap((change) => (change.kind === "table" ? [change.id] : [])));
    const rules = new Set(changes.flatMap((change) => (change.kind === "rule" ? [change.id] : [])));
    const { rateTables, ...rest } = source.tariff;
    const part = {
      ...(changes.some(({ kind }) => kind === "whoPays" || kind === "otherTariff" || kind === "exitGrace")
        ? { tariff: rest }
        : {}),
      rateTables: rateTables.filter((table) => tables.has(`table ${table.id}@${table.version}`)),
      rules: source.rules.rules.filter((rule) => rules.has(`rule ${rule.id}`)),
    };
    return JSON.stringify(part, null, 2);
  };
  return (
    <div className="grid gap-4 xl:grid-cols-2">
      {(["before", "after"] as const).map((side) => (
        <div key={side} className="min-w-0">
          <h2 className="pb-1 text-small font-medium text-muted">
            {side === "after" ? t("draft") : live ? t("live", { number: live.number }) : t("noLive")}
          </h2>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable by keyboard. */}
          <pre tabIndex={0} className="max-h-[32rem] overflow-auto rounded-control bg-surface p-3 font-mono text-small">
            {shown(side === "after" ? content : (live?.draft ?? null))}
          </pre>
        </div>
      ))}
    </div>
  );
}
