"use client";

import { useTranslations } from "use-intl";
import { tableOverrides } from "#engine/share/table-overrides.ts";
import { useFormat } from "../../../../ui/format/use-format.ts";
import { useNow } from "../../../../ui/format/use-now.ts";
import { useWords } from "../../../../ui/words/use-words.ts";
import { OverrideList } from "./override-list.tsx";
import type { SharedTable } from "./table-view.tsx";

/** Every version: why, by whom, when, and what it says otherwise than the one before. */
export function VersionList({ table }: { table: SharedTable }) {
  const t = useTranslations("sharedTables");
  const words = useWords();
  const format = useFormat("UTC");
  const now = useNow();
  const { versions, currency } = table;
  const oldest = versions.at(-1)?.number ?? 1;
  return (
    <ol className="flex max-w-[72ch] flex-col gap-4">
      {versions.map(({ number, note, createdName, createdAt, content }, place) => {
        const before = versions[place + 1]?.content;
        return (
          <li key={number} className="rounded-card border border-border px-4 py-3">
            <h2 className="text-body">
              {t("version", { number })} · {note}
            </h2>
            <p className="text-small text-muted">
              {t("by", { name: createdName, date: now === 0 ? "" : format.date(createdAt, now) })}
            </p>
            {before ? (
              <OverrideList
                differences={tableOverrides(before, content)}
                before={before}
                after={content}
                currency={currency}
              />
            ) : (
              <p className="pt-2">{words.rateTableSentence(content, currency)}</p>
            )}
          </li>
        );
      })}
      {oldest > 1 ? <li className="text-small text-muted">{t("olderVersions", { count: oldest - 1 })}</li> : null}
    </ol>
  );
}
