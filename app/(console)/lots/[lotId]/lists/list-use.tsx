"use client";

import Link from "next/link";
import { useTranslations } from "use-intl";
import { useLot } from "../../../../ui/shell/console-context.tsx";
import type { Outputs } from "../../../../ui/trpc/outputs.ts";
import { useWords } from "../../../../ui/words/use-words.ts";

type Use = Outputs["lists"]["use"];
type Reader = Use["lists"][number]["rules"][number];

/** Of each list the rules that read it, in what is live and in the draft, each a link to where it stands. */
export function ListUse({ lotId, use }: { lotId: string; use: Use }) {
  const t = useTranslations("lists");
  return (
    <dl className="grid gap-x-4 gap-y-2 sm:grid-cols-[8rem_minmax(0,1fr)]">
      {use.lists.map(({ kind, rules }) => (
        <div key={kind} className="contents">
          <dt className="font-medium">{t(`kinds.${kind}`)}</dt>
          <dd className="min-w-0">
            {rules.length === 0 ? <p className="text-muted">{t("use.none")}</p> : null}
            <ul>
              {rules.map((reader) => (
                <RuleLink key={reader.rule.id} lotId={lotId} live={use.live} reader={reader} />
              ))}
            </ul>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function RuleLink({ lotId, live, reader }: { lotId: string; live: Use["live"]; reader: Reader }) {
  const t = useTranslations("lists");
  const words = useWords();
  const lot = useLot(lotId)?.name ?? lotId;
  const { rule, isLive, isDraft } = reader;
  const page = `/lots/${encodeURIComponent(lotId)}`;
  // A rule that the draft has no more stands only in the live version.
  const href =
    isDraft || !live
      ? `${page}/rules?rule=${encodeURIComponent(rule.id)}`
      : `${page}/rollouts/${encodeURIComponent(live.rolloutId)}`;
  const sides = [isLive && live ? t("use.live", { number: live.number }) : "", isDraft ? t("use.draft") : ""];
  return (
    <li>
      <Link href={href}>{words.ruleTitle(rule) ?? words.ruleSentence(rule)}</Link>
      <span className="pl-2 text-small text-muted">
        {t("use.place", { lot, sides: sides.filter(Boolean).join(t("separator")) })}
      </span>
    </li>
  );
}
