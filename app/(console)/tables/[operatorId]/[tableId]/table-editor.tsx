"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Banner } from "../../../../ui/primitives/banner.tsx";
import { Choice } from "../../../../ui/primitives/choice.tsx";
import { useMe } from "../../../../ui/shell/console-context.tsx";
import { LotZone } from "../../../../ui/shell/lot-zone.tsx";
import { QueryState } from "../../../../ui/state/query-state.tsx";
import { Skeleton } from "../../../../ui/state/skeleton.tsx";
import { useTRPC } from "../../../../ui/trpc/trpc-provider.tsx";
import { useWords } from "../../../../ui/words/use-words.ts";
import { EditorPanes } from "./editor-panes.tsx";
import type { SharedTable } from "./table-view.tsx";
import { useTableEdits } from "./use-table-edits.ts";

/** The prices of a shared table in the forms of a lot's tariff, shown as one of the lots would have them. */
export function TableEditor({ table, editable }: { table: SharedTable; editable: boolean }) {
  const t = useTranslations("sharedTables");
  const words = useWords();
  const trpc = useTRPC();
  const lots = useMe().lots.filter(({ operatorId }) => operatorId === table.operatorId);
  const using = lots.filter(({ id }) => table.uses.some(({ lotId }) => lotId === id));
  const [chosen, setChosen] = useState<string>();
  const lot = lots.find(({ id }) => id === chosen) ?? using[0] ?? lots[0];
  const edits = useTableEdits(table);
  const query = useQuery({
    ...trpc.draft.get.queryOptions({ lotId: lot?.id ?? "" }),
    enabled: lot !== undefined,
  });
  if (!lot) {
    return (
      <Banner tone="information" title={t("noLotTitle")}>
        {words.rateTableSentence(table.versions[0]!.content, table.currency)}
      </Banner>
    );
  }
  return (
    <QueryState query={query} what={t("lotWhat")} skeleton={<Skeleton className="h-96" />}>
      {(draft) => (
        <LotZone timeZone={lot.timeZone}>
          <EditorPanes
            shared={table}
            edits={edits}
            editable={editable}
            draft={draft}
            asIn={
              lots.length > 1 ? (
                <Choice
                  label={t("asIn")}
                  hideLabel
                  prefix={t("asIn")}
                  value={lot.id}
                  options={lots.map(({ id, name }) => ({ value: id, label: name }))}
                  onChange={setChosen}
                />
              ) : null
            }
          />
        </LotZone>
      )}
    </QueryState>
  );
}
