"use client";

import clsx from "clsx";
import { useTranslations } from "use-intl";
import type { Trace, TraceCondition } from "#contracts/trace.ts";
import type { ReleaseRule } from "#engine/model/rule.ts";
import { Cell, HeadCell, Table } from "../../../ui/primitives/table.tsx";
import { RuleOutcome } from "../../../ui/status/rule-outcome.tsx";
import { useWords } from "../../../ui/words/use-words.ts";

/** How many values a row shows: all that made a rule match, the one that kept it from matching. */
const seenMax = { matched: 4, unknown: 2, notMatched: 1, notReached: 0 };

/** Each rule in order: its sentence, the values it saw, and what came of it. Rules never reached stand in one row. */
export function TraceTable({ trace, rules }: { trace: Trace; rules: readonly ReleaseRule[] }) {
  const t = useTranslations("trace");
  const words = useWords();
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  const reached = trace.rules.filter((rule) => rule.outcome !== "notReached");
  const notReached = trace.rules.length - reached.length;
  return (
    <div className="@container">
      <Table label={t("label")}>
        <thead>
          <tr>
            <HeadCell className="pl-4">{t("number")}</HeadCell>
            <HeadCell>{t("sentence")}</HeadCell>
            <HeadCell className="@max-md:hidden">{t("seen")}</HeadCell>
            <HeadCell>{t("outcome")}</HeadCell>
          </tr>
        </thead>
        <tbody>
          {reached.map((entry, index) => {
            const rule = byId.get(entry.ruleId);
            const fired = entry.outcome === "matched";
            return (
              <tr key={entry.ruleId} className={clsx(fired && "bg-accent-tint font-medium")}>
                <Cell className="pl-4 text-muted">{index + 1}</Cell>
                <Cell>
                  {rule ? (words.ruleTitle(rule) ?? words.ruleSentence(rule)) : entry.ruleId}
                  <div className="text-small font-normal text-muted @md:hidden">
                    <Seen condition={entry.condition} outcome={entry.outcome} />
                  </div>
                </Cell>
                <Cell className="text-muted @max-md:hidden">
                  <Seen condition={entry.condition} outcome={entry.outcome} />
                </Cell>
                <Cell>
                  <RuleOutcome outcome={entry.outcome} />
                </Cell>
              </tr>
            );
          })}
          {notReached > 0 ? (
            <tr>
              <Cell className="pl-4" />
              <Cell className="text-muted">{t("notReached", { count: notReached })}</Cell>
              <Cell className="@max-md:hidden" />
              <Cell>
                <RuleOutcome outcome="notReached" />
              </Cell>
            </tr>
          ) : null}
          {trace.decision.ruleId === "otherwise" ? (
            <tr className="bg-accent-tint font-medium">
              <Cell className="pl-4" />
              <Cell>{words.otherwise()}</Cell>
              <Cell className="@max-md:hidden" />
              <Cell>
                <RuleOutcome outcome="matched" />
              </Cell>
            </tr>
          ) : null}
        </tbody>
      </Table>
    </div>
  );
}

/** The values that settled a rule: those that held for one that matched, else those that failed; of an open one those not known. */
function Seen({ condition, outcome }: { condition: TraceCondition | null; outcome: Outcome }) {
  const t = useTranslations("trace");
  const words = useWords();
  if (!condition) return null;
  const leaves = factsOf(condition);
  const telling = leaves.filter((leaf) =>
    outcome === "matched" ? leaf.result : !leaf.result && (leaf.seen === null) === (outcome === "unknown"),
  );
  const shown = (telling.length > 0 ? telling : leaves).slice(0, seenMax[outcome]);
  return (
    <ul className="flex flex-col">
      {shown.map((leaf) => (
        <li key={`${leaf.fact} ${leaf.operator} ${JSON.stringify(leaf.limit)}`}>
          {t("value", { fact: words.fact(leaf.fact), value: words.value(leaf.fact, leaf.seen) })}
        </li>
      ))}
    </ul>
  );
}

type Outcome = Trace["rules"][number]["outcome"];
type FactSeen = Extract<TraceCondition, { kind: "fact" }>;

function factsOf(condition: TraceCondition): FactSeen[] {
  return condition.kind === "fact" ? [condition] : condition.conditions.flatMap(factsOf);
}
