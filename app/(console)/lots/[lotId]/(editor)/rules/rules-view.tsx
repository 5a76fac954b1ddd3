"use client";

import { ListChecks, Plus } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { ReleaseRules } from "#engine/model/rule.ts";
import { otherwiseRuleId, ruleGroups } from "#engine/model/rule-order.ts";
import type { Finding } from "#engine/verify/finding.ts";
import { Button } from "../../../../../ui/primitives/button.tsx";
import { PageBody } from "../../../../../ui/shell/page-body.tsx";
import { StateBlock } from "../../../../../ui/state/state-block.tsx";
import { useWords } from "../../../../../ui/words/use-words.ts";
import { useDraft } from "../draft-provider.tsx";
import { EditorHead } from "../editor-head.tsx";
import { EditorTabs } from "../editor-tabs.tsx";
import { addRule, inOrder } from "./edit-rules.ts";
import { fixRules, isRuleFix, ruleOf } from "./fix-rules.ts";
import { RuleItem } from "./rule-item.tsx";
import { RuleNotes } from "./rule-notes.tsx";
import { useJudgement } from "./use-judgement.ts";

/** Loaded after the form: it brings the compiler. */
const Findings = dynamic(() => import("../findings.tsx").then((file) => file.Findings));
const TryOut = dynamic(() => import("./try-out.tsx").then((file) => file.TryOut));

/** The release rules as ordered sentences. The first rule that matches and decides is the one that counts. */
export function RulesView() {
  const t = useTranslations("rules");
  const words = useWords();
  const draft = useDraft();
  const { rules } = draft.content;
  const [openId, setOpenId] = useState<string | null>(null);
  const change = (next: ReleaseRules) => draft.edit("rules", next);
  const ordered = inOrder(rules);
  const judged = useJudgement(rules);
  const findings = judged?.judgement.findings ?? [];
  const onFix = draft.editable
    ? ({ fix }: Finding) => {
        if (fix && isRuleFix(fix)) change(fixRules(rules, fix));
      }
    : null;
  const general = findings.filter(({ finding }) => ruleOf(rules, finding) === null);
  const add = () => {
    const added = addRule(rules, "money");
    change(added.rules);
    setOpenId(added.id);
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
          {ruleGroups.map((group) => {
            const own = ordered.filter((rule) => rule.group === group);
            if (own.length === 0) return null;
            return (
              <section key={group} aria-label={words.group(group)}>
                <h2 className="border-b border-border pt-4 pb-1 text-small font-medium text-muted">
                  {words.group(group)}
                </h2>
                <ol>
                  {own.map((rule) => (
                    <RuleItem
                      key={rule.id}
                      rule={rule}
                      number={ordered.indexOf(rule) + 1}
                      open={rule.id === openId}
                      onOpen={setOpenId}
                      rules={rules}
                      onChange={change}
                      notes={
                        <RuleNotes
                          ruleId={rule.id}
                          findings={findings.filter(({ finding }) => ruleOf(rules, finding) === rule.id)}
                          judged={judged}
                          onFix={onFix}
                        />
                      }
                    />
                  ))}
                </ol>
              </section>
            );
          })}
          <section aria-label={words.group("otherwise")} className="mt-4 rounded-control bg-surface px-3 py-3">
            <h2 className="text-small font-medium text-muted">{words.group("otherwise")}</h2>
            <p>{t("otherwise")}</p>
            <RuleNotes ruleId={otherwiseRuleId} findings={general} judged={judged} onFix={onFix} />
          </section>
        </div>
        <div className="flex min-w-0 flex-col gap-4 xl:sticky xl:top-16 xl:max-h-[calc(100dvh-5rem)] xl:overflow-y-auto">
          <TryOut />
          <Findings part="rules" />
        </div>
      </div>
    </PageBody>
  );
}
