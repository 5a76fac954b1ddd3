"use client";

import { CircleAlert, TriangleAlert, Wrench } from "lucide-react";
import { useTranslations } from "use-intl";
import type { RuleReach } from "#engine/scenario/rule-reach.ts";
import type { Finding } from "#engine/verify/finding.ts";
import { useFormat } from "../../../../../ui/format/use-format.ts";
import { Button } from "../../../../../ui/primitives/button.tsx";
import { useLotZone } from "../../../../../ui/shell/lot-zone.tsx";
import { isRuleFix } from "./fix-rules.ts";
import type { SaidFinding } from "./judge-rules.ts";
import type { Counted } from "./use-judgement.ts";

type Props = {
  findings: readonly SaidFinding[];
  /** How many of the counted passages the rule would have met and decided; null while nothing is counted. */
  reach: RuleReach | null;
  counted: Counted | null;
  /** The first count is under way: its line is kept free, so that what stands below does not move when it comes. */
  isAwaited: boolean;
  onFix: ((finding: Finding) => void) | null;
};

/** Under a rule's sentence: how many passages it would have met, and what was found about it, each with a fix if there is one. */
export function RuleNotes({ findings, reach, counted, isAwaited, onFix }: Props) {
  const t = useTranslations("rules");
  const format = useFormat(useLotZone());
  const about = (count: number) => format.count(Math.round(count * (counted?.scale ?? 1)));
  return (
    <>
      {isAwaited ? <div aria-hidden className="h-[1lh] text-small" /> : null}
      {reach && counted ? (
        <p className="text-small text-muted">
          {t("reach", {
            about: counted.scale > 1 ? "yes" : "no",
            matched: about(reach.matched),
            decided: about(reach.decided),
            total: format.count(counted.total),
            days: counted.days,
          })}
        </p>
      ) : null}
      <RuleFindings findings={findings} onFix={onFix} />
    </>
  );
}

/** Findings as sentences, with a button where one click mends. */
function RuleFindings(props: { findings: readonly SaidFinding[]; onFix: ((finding: Finding) => void) | null }) {
  const t = useTranslations("rules");
  if (props.findings.length === 0) return null;
  return (
    <ul className="flex flex-col gap-1 pt-1">
      {props.findings.map(({ finding, text }) => {
        const Icon = finding.severity === "error" ? CircleAlert : TriangleAlert;
        const tone = finding.severity === "error" ? "text-negative" : "text-caution";
        return (
          <li key={text} className="flex items-start gap-1.5 text-small">
            <Icon aria-label={t(`found.${finding.severity}`)} className={`mt-0.5 size-4 shrink-0 ${tone}`} />
            <span className="min-w-0 flex-1">{text}</span>
            {isRuleFix(finding.fix) && props.onFix ? (
              <Button size="small" onClick={() => props.onFix?.(finding)}>
                <Wrench aria-hidden />
                {t(finding.fix?.kind === "moveRule" ? "fix.moveRule" : "fix.removeRule")}
              </Button>
            ) : null}
          </li>
        );
      })}
    </ul>
  );
}
