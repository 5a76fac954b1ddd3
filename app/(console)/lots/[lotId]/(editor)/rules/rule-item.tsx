"use client";

import clsx from "clsx";
import { ArrowDown, ArrowUp, Pencil, Trash2, X } from "lucide-react";
import dynamic from "next/dynamic";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import type { ReleaseRule, ReleaseRules } from "#engine/model/rule.ts";
import { Button } from "../../../../../ui/primitives/button.tsx";
import { DecisionIntent } from "../../../../../ui/status/decision-intent.tsx";
import { useWords } from "../../../../../ui/words/use-words.ts";
import { same } from "../draft-changes.ts";
import { useDraft } from "../draft-provider.tsx";
import { canMove, moveRule, removeRule, replaceRule } from "./edit-rules.ts";

/** Loaded when a rule is first opened: it brings the search in the vocabulary. */
const RuleForm = dynamic(() => import("./rule-form.tsx").then((file) => file.RuleForm));

type Props = {
  rule: ReleaseRule;
  number: number;
  open: boolean;
  onOpen: (id: string | null) => void;
  rules: ReleaseRules;
  onChange: (rules: ReleaseRules) => void;
  /** What is said of the rule under its sentence: whom it meets, what was found. */
  notes?: ReactNode;
};

/** One rule: its sentence, and when open the sentence as a form. */
export function RuleItem({ rule, number, open, onOpen, rules, onChange, notes }: Props) {
  const t = useTranslations("rules");
  const words = useWords();
  const { editable, live } = useDraft();
  const before = live?.draft.rules.rules.find((each) => each.id === rule.id);
  const mark = !live ? null : !before ? t("new") : same(before, rule) ? null : t("changed");
  const off = rule.enabled === false;
  const title = words.ruleTitle(rule);
  return (
    <li
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
            {notes}
          </div>
          <span className="flex shrink-0 items-center gap-2">
            {mark ? <span className="text-small text-accent">{mark}</span> : null}
            <DecisionIntent decision={rule.then.decision?.type ?? null} />
          </span>
          {editable ? (
            <span className="flex shrink-0 gap-1">
              <Button
                kind="quiet"
                size="smallIcon"
                aria-label={t("moveUp", { number })}
                disabled={!canMove(rules, rule.id, -1)}
                onClick={() => onChange(moveRule(rules, rule.id, -1))}
              >
                <ArrowUp aria-hidden />
              </Button>
              <Button
                kind="quiet"
                size="smallIcon"
                aria-label={t("moveDown", { number })}
                disabled={!canMove(rules, rule.id, 1)}
                onClick={() => onChange(moveRule(rules, rule.id, 1))}
              >
                <ArrowDown aria-hidden />
              </Button>
              <Button
                kind="quiet"
                size="smallIcon"
                aria-expanded={open}
                aria-label={open ? t("close", { number }) : t("edit", { number })}
                onClick={() => onOpen(open ? null : rule.id)}
              >
                {open ? <X aria-hidden /> : <Pencil aria-hidden />}
              </Button>
            </span>
          ) : null}
        </div>
        {open ? (
          <>
            <RuleForm rule={rule} onChange={(next) => onChange(replaceRule(rules, next))} />
            <div className="flex justify-end pt-2">
              <Button
                kind="danger"
                size="small"
                onClick={() => {
                  onChange(removeRule(rules, rule.id));
                  onOpen(null);
                }}
              >
                <Trash2 aria-hidden />
                {t("remove", { number })}
              </Button>
            </div>
          </>
        ) : null}
      </div>
    </li>
  );
}
