"use client";

import clsx from "clsx";
import { useTranslations } from "use-intl";
import type { ReplayResult } from "#engine/replay/replay-result.ts";
import { useFormat } from "../../../../../ui/format/use-format.ts";
import { Card } from "../../../../../ui/primitives/card.tsx";
import { Cell, HeadCell, Table } from "../../../../../ui/primitives/table.tsx";
import { useLotZone } from "../../../../../ui/shell/lot-zone.tsx";

const kinds = ["release", "requestPayment", "requestConfirm", "hold", "refuse"] as const;

/** How often each decision of live became which of the draft. What did not change stands on the diagonal. */
export function OutcomeMatrix({ outcomes }: { outcomes: ReplayResult["outcomes"] }) {
  const t = useTranslations("backtest");
  const intent = useTranslations("status.intent");
  const format = useFormat(useLotZone());
  const seen = kinds.filter((kind) => outcomes.some(({ before, after }) => before === kind || after === kind));
  const countOf = (before: string, after: string) =>
    outcomes.find((each) => each.before === before && each.after === after)?.count ?? 0;
  return (
    <Card title={t("matrix")} aside={t("matrixNote")}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable by keyboard. */}
      <section aria-label={t("matrix")} tabIndex={0} className="overflow-x-auto">
        <Table label={t("matrix")}>
          <thead>
            <tr>
              <HeadCell>{t("liveDecides")}</HeadCell>
              {seen.map((after) => (
                <HeadCell key={after} numeric>
                  {intent(after)}
                </HeadCell>
              ))}
            </tr>
          </thead>
          <tbody>
            {seen.map((before) => (
              <tr key={before}>
                <Cell className="font-medium">{intent(before)}</Cell>
                {seen.map((after) => {
                  const count = countOf(before, after);
                  const changed = before !== after && count > 0;
                  return (
                    <Cell
                      key={after}
                      numeric
                      className={clsx(changed ? "bg-caution-tint font-semibold text-caution" : "text-muted")}
                    >
                      {count === 0 ? "–" : format.count(count)}
                    </Cell>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </Table>
      </section>
    </Card>
  );
}
