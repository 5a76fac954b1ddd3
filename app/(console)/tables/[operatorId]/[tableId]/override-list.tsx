"use client";

import { useTranslations } from "use-intl";
import type { RateTable } from "#engine/model/rate-table.ts";
import { useOverrideText } from "../../../../ui/words/use-override-text.ts";
import { ChangeItem } from "../../../lots/[lotId]/(editor)/review/change-item.tsx";

/** What two tables say otherwise, each difference as what it was and what it becomes. */
export function OverrideList(props: {
  differences: readonly { readonly path: readonly string[] }[];
  before: RateTable;
  after: RateTable;
  currency: string;
  /** What the two sides are called, where it is not what was and what will be. */
  sides?: "sharedAndHere";
}) {
  const t = useTranslations("sharedTables");
  const overrideText = useOverrideText();
  const labels = props.sides ? { before: t("sideShared"), after: t("sideHere") } : {};
  return (
    <ul>
      {props.differences.map(({ path }) => {
        const { topic, before, after } = overrideText(path, props, props.currency);
        const hasWords = before !== null || after !== null;
        return (
          <ChangeItem
            key={path.join("/")}
            title={topic}
            labels={labels}
            before={hasWords ? before : ""}
            after={after}
          />
        );
      })}
    </ul>
  );
}
