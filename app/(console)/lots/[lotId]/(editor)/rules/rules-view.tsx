"use client";

import { ListChecks, Plus } from "lucide-react";
import dynamic from "next/dynamic";
import { useSearchParams } from "next/navigation";
import { useMemo, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import type { ReleaseRule, ReleaseRules } from "#engine/model/rule.ts";
import { otherwiseRuleId, ruleGroups } from "#engine/model/rule-order.ts";
import type { Finding } from "#engine/verify/finding.ts";
import { Button } from "../../../../../ui/primitives/button.tsx";
import { PageBody } from "../../../../../ui/shell/page-body.tsx";
import { StateBlock } from "../../../../../ui/state/state-block.tsx";
import { useWords } from "../../../../../ui/words/use-words.ts";
import { useDraftContent } from "../draft-provider.tsx";
import { EditorHead } from "../editor-head.tsx";
import { EditorTabs } from "../editor-tabs.tsx";
import { same } from "../same-value.ts";
import { addRule, inOrder, moveRule, removeRule, replaceRule } from "./edit-rules.ts";
import { FindRule, manyRules, rulesWith } from "./find-rule.tsx";
import { fixRules, isRuleFix } from "./fix-rules.ts";
import type { SaidFinding } from "./judge-rules.ts";
import { type RuleActs, RuleItem } from "./rule-item.tsx";
import { RuleList } from "./rule-list.tsx";
import { RuleNotes } from "./rule-notes.tsx";
import { useJudgement } from "./use-judgement.ts";

/** Loaded after the form: it brings the words for what is wrong. */
const Findings = dynamic(() => import("../findings.tsx").then((file) => file.Findings));
const TryOut = dynamic(() => import("./try-out.tsx").then((file) => file.TryOut));
const noFindings: readonly SaidFinding[] = [];

/** The release rules as ordered sentences. The first rule that matches and decides is the one that counts. */
export function RulesView() {
  const t = useTranslations("rules");
  const words = useWords();
  const draft = useDraftContent();
  const { rules } = draft.content;
  const { live, editable } = draft;
  const [openId, setOpenId] = useState<string | null>(useSearchParams().get("rule"));
  const [addedId, setAddedId] = useState<string | null>(null);
  const [sought, setSought] = useState("");
  const change = (next: ReleaseRules) => draft.edit("rules", next);
  const acts = useActs(rules, change, setOpenId);
  const ordered = useMemo(() => inOrder(rules), [rules]);
  const numbers = useMemo(() => new Map(ordered.map(({ id }, index) => [id, index + 1])), [ordered]);
  const shown = useMemo(() => rulesWith(ordered, { sought, openId }, words), [ordered, sought, openId, words]);
  const liveById = useMemo(() => new Map(live?.draft.rules.rules.map((rule) => [rule.id, rule])), [live]);
  const marks = useMemo(() => marksOf(rules, live ? liveById : null), [rules, live, liveById]);
  const judged = useJudgement();
  const judgement = judged?.judgement;
  const notesOf = (id: string | null, reachId: string) => ({
    findings: judgement?.findings.get(id) ?? noFindings,
    reach: judgement?.reach?.get(reachId) ?? null,
    counted: judged?.counted ?? null,
    isAwaited: judged === null,
    onFix: editable ? acts.fix : null,
  });
  const add = () => {
    const added = addRule(rules, "money");
    change(added.rules);
    setSought("");
    setOpenId(added.id);
    setAddedId(added.id);
  };
  return (
    <PageBody>
      <EditorHead
        title={t("title")}
        part="rules"
        actions={
          <Button onClick={add}>
            <Plus aria-hidden />
            {t("add")}
          </Button>
        }
      />
      <EditorTabs part="rules" />
      <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="min-w-0">
          <p className="pb-2 text-small text-muted">{t("order")}</p>
          {ordered.length === 0 ? (
            <StateBlock icon={ListChecks} tone="quiet" title={t("emptyTitle")}>
              {t("emptyText")}
            </StateBlock>
          ) : null}
          {ordered.length > manyRules ? <FindRule sought={sought} found={shown.length} onChange={setSought} /> : null}
          {ruleGroups.map((group) => {
            const own = shown.filter((rule) => rule.group === group);
            if (own.length === 0) return null;
            const ends = [
              ordered.find((rule) => rule.group === group),
              ordered.findLast((rule) => rule.group === group),
            ];
            return (
              <section key={group} aria-label={words.group(group)}>
                <h2 className="border-b border-border pt-4 pb-1 text-small font-medium text-muted">
                  {words.group(group)}
                </h2>
                <RuleList
                  rules={own}
                  openId={openId}
                  item={(rule, place) => (
                    <RuleItem
                      key={rule.id}
                      rule={rule}
                      number={numbers.get(rule.id) ?? 0}
                      open={editable && rule.id === openId}
                      isNew={rule.id === addedId}
                      isFirst={rule === ends[0]}
                      isLast={rule === ends[1]}
                      mark={marks.get(rule.id) ?? null}
                      editable={editable}
                      acts={acts}
                      place={place}
                      {...notesOf(rule.id, rule.id)}
                    />
                  )}
                />
              </section>
            );
          })}
          <section aria-label={words.group("otherwise")} className="mt-4 rounded-control bg-surface px-3 py-3">
            <h2 className="text-small font-medium text-muted">{words.group("otherwise")}</h2>
            <p>{t("otherwise")}</p>
            <RuleNotes {...notesOf(null, otherwiseRuleId)} />
          </section>
        </div>
        <div className="flex min-w-0 flex-col gap-4 xl:sticky xl:top-16 xl:max-h-[calc(100dvh-5rem)] xl:overflow-y-auto">
          <TryOut />
          <Findings diagnostics={judged?.compiled ?? null} />
        </div>
      </div>
    </PageBody>
  );
}

type Acts = RuleActs & { readonly fix: (finding: Finding) => void };

/** Acts that stay the same objects from key to key, so that a rule that did not change is not made anew. */
function useActs(rules: ReleaseRules, change: (rules: ReleaseRules) => void, open: RuleActs["open"]): Acts {
  const latest = useRef({ rules, change });
  latest.current = { rules, change };
  return useMemo(() => {
    const edit = (by: (rules: ReleaseRules) => ReleaseRules) => latest.current.change(by(latest.current.rules));
    return {
      open,
      move: (id, by) => edit((now) => moveRule(now, id, by)),
      replace: (rule) => edit((now) => replaceRule(now, rule)),
      remove: (id) => {
        edit((now) => removeRule(now, id));
        open(null);
      },
      fix: ({ fix }) => {
        if (fix && isRuleFix(fix)) edit((now) => fixRules(now, fix));
      },
    };
  }, [open]);
}

/** How each rule differs from live; nothing differs where nothing is live. */
function marksOf({ rules }: ReleaseRules, live: ReadonlyMap<string, ReleaseRule> | null) {
  const marks = new Map<string, "new" | "changed">();
  for (const rule of live ? rules : []) {
    const before = live?.get(rule.id);
    if (!before) marks.set(rule.id, "new");
    else if (!same(before, rule)) marks.set(rule.id, "changed");
  }
  return marks;
}
