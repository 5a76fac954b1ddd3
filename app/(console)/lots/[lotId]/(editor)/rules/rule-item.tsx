"use client";

import clsx from "clsx";
import { ArrowDown, ArrowUp, Pencil, Trash2, X } from "lucide-react";
import dynamic from "next/dynamic";
import { type ComponentProps, memo } from "react";
import { useTranslations } from "use-intl";
import type { ReleaseRule } from "#engine/model/rule.ts";
import { Button } from "../../../../../ui/primitives/button.tsx";
import { DecisionIntent } from "../../../../../ui/status/decision-intent.tsx";
import { useWords } from "../../../../../ui/words/use-words.ts";
import type { ItemPlace } from "./rule-list.tsx";
import { RuleNotes } from "./rule-notes.tsx";

/** Loaded when a rule is first opened: it brings the search in the vocabulary. */
const RuleForm = dynamic(() => import("./rule-form.tsx").then((file) => file.RuleForm));

/** What the buttons of a rule do, to the rules as they stand when one is pressed. */
export type RuleActs = {
  readonly open: (id: string | null) => void;
  readonly move: (id: string, by: 1 | -1) => void;
  readonly replace: (rule: ReleaseRule) => void;
  readonly remove: (id: string) => void;
};

type Props = {
  rule: ReleaseRule;
  number: number;
  open: boolean;
  /** Made by this page's button, which then leads to its form. */
  isNew: boolean;
  isFirst: boolean;
  isLast: boolean;
  /** How it differs from live. */
  mark: "new" | "changed" | null;
  editable: boolean;
  acts: RuleActs;
  place: ItemPlace;
} & ComponentProps<typeof RuleNotes>;

/** One rule: its sentence, and when open the sentence as a form. Among many only the one that changed is made anew. */
export const RuleItem = memo(function RuleItem(props: Props) {
  const { rule, number, open, isNew, isFirst, isLast, mark, editable, acts, place, ...notes } = props;
  const t = useTranslations("rules");
  const words = useWords();
  const { top, index, count, measure } = place;
  const off = rule.enabled === false;
  const title = words.ruleTitle(rule);
  return (
    <li
      ref={measure}
      data-index={index}
      aria-posinset={top === null ? undefined : index + 1}
      aria-setsize={top === null ? undefined : count}
      style={top === null ? undefined : { position: "absolute", inset: "0 0 auto", transform: `translateY(${top}px)` }}
      className={clsx(
        "grid grid-cols-[2rem_minmax(0,1fr)] gap-x-2 border-b border-border px-2 py-2",
        open && "bg-surface shadow-[inset_2px_0_var(--accent)]",
      )}
    >
      <span className="pt-0.5 text-right text-muted">{number}</span>
      <div className="min-w-0">
        <div className="flex flex-wrap items-start gap-x-3 gap-y-1 sm:flex-nowrap">
          <div className={clsx("min-w-0 flex-1 basis-64", off && "text-muted")}>
            {title ? <div className="font-medium">{title}</div> : null}
            <div className={title ? "text-small text-muted" : undefined}>{words.ruleSentence(rule)}</div>
            {off ? <div className="text-small">{t("off")}</div> : null}
            <RuleNotes {...notes} />
          </div>
          <span className="flex shrink-0 items-center gap-2">
            {mark ? <span className="text-small text-accent">{t(mark)}</span> : null}
            <DecisionIntent decision={rule.then.decision?.type ?? null} />
          </span>
          {editable ? (
            <span className="flex shrink-0 gap-1">
              <Button
                kind="quiet"
                size="smallIcon"
                aria-label={t("moveUp", { number })}
                disabled={isFirst}
                onClick={() => acts.move(rule.id, -1)}
              >
                <ArrowUp aria-hidden />
              </Button>
              <Button
                kind="quiet"
                size="smallIcon"
                aria-label={t("moveDown", { number })}
                disabled={isLast}
                onClick={() => acts.move(rule.id, 1)}
              >
                <ArrowDown aria-hidden />
              </Button>
              <Button
                kind="quiet"
                size="smallIcon"
                aria-expanded={open}
                aria-label={open ? t("close", { number }) : t("edit", { number })}
                onClick={() => acts.open(open ? null : rule.id)}
              >
                {open ? <X aria-hidden /> : <Pencil aria-hidden />}
              </Button>
            </span>
          ) : null}
        </div>
        {open ? (
          <>
            <RuleForm rule={rule} isNew={isNew} onChange={acts.replace} />
            <div className="flex justify-end pt-2">
              <Button kind="danger" size="small" onClick={() => acts.remove(rule.id)}>
                <Trash2 aria-hidden />
                {t("remove", { number })}
              </Button>
            </div>
          </>
        ) : null}
      </div>
    </li>
  );
}, isSame);

/** Counts are made anew for all rules at each change of one: what they say decides. */
function isSame(before: Props, after: Props): boolean {
  const { reach: reachBefore, place: placeBefore, ...restBefore } = before;
  const { reach: reachAfter, place: placeAfter, ...restAfter } = after;
  return (
    isAlike(reachBefore ?? {}, reachAfter ?? {}) && isAlike(placeBefore, placeAfter) && isAlike(restBefore, restAfter)
  );
}

function isAlike(before: object, after: object): boolean {
  const known = new Map<string, unknown>(Object.entries(before));
  const entries = Object.entries(after);
  return known.size === entries.length && entries.every(([key, value]) => Object.is(known.get(key), value));
}
