"use client";

import dynamic from "next/dynamic";
import { useCallback, useId, useMemo, useState } from "react";
import { useLocale, useTranslations } from "use-intl";
import type { Draft } from "#engine/model/draft.ts";
import { lineColumnOf } from "#engine/text/read-json-text.ts";
import { useFormat } from "../../../../../ui/format/use-format.ts";
import { Banner } from "../../../../../ui/primitives/banner.tsx";
import { Button } from "../../../../../ui/primitives/button.tsx";
import { useLotZone } from "../../../../../ui/shell/lot-zone.tsx";
import { PageBody } from "../../../../../ui/shell/page-body.tsx";
import { Skeleton } from "../../../../../ui/state/skeleton.tsx";
import { useDraft } from "../draft-provider.tsx";
import { EditorHead } from "../editor-head.tsx";
import { EditorTabs } from "../editor-tabs.tsx";
import { ProblemList } from "./problem-list.tsx";
import { useCodeText } from "./use-code-text.ts";
import { useCompletion } from "./use-completion.ts";
import { useProblems } from "./use-problems.ts";

/** Loaded here alone: it brings the text editor. */
const CodeEditor = dynamic(() => import("./code-editor.tsx").then((file) => file.CodeEditor), {
  ssr: false,
  loading: () => <Skeleton className="h-96" />,
});

/** A part of the draft as JSON, in both directions: what is written here stands in the forms, and the other way round. */
export function CodeView({ part }: { part: keyof Draft }) {
  const t = useTranslations("code");
  const locale = useLocale();
  const draft = useDraft();
  const code = useCodeText(part);
  const problems = useProblems(part, code);
  const complete = useCompletion(part);
  const [goTo, setGoTo] = useState<{ at: number } | null>(null);
  const helpId = useId();
  const phrases = useMemo(
    () => ({
      "Fold line": t("foldLine"),
      "Unfold line": t("unfoldLine"),
      "folded code": t("foldedCode"),
      unfold: t("unfoldLine"),
      Completions: t("completions"),
      Diagnostics: t("problems"),
      "No diagnostics": t("noProblems"),
      close: t("closePanel"),
    }),
    [t],
  );
  const lineOf = useCallback((at: number) => lineColumnOf(code.text, at).line, [code.text]);
  return (
    <PageBody>
      <EditorHead title={t(`title.${part}`)} part={part} />
      <EditorTabs part={part} />
      <UnfinishedText code={code} part={part} />
      <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="min-w-0">
          <CodeEditor
            key={locale}
            text={code.text}
            onText={code.write}
            problems={problems ?? []}
            goTo={goTo}
            complete={complete}
            readOnly={!draft.editable}
            label={t(`label.${part}`)}
            describedBy={helpId}
            phrases={phrases}
          />
          <p id={helpId} className="pt-2 text-small text-muted">
            {t("help")}
          </p>
        </div>
        <ProblemList problems={problems} lineOf={lineOf} onGo={(at) => setGoTo({ at })} />
      </div>
    </PageBody>
  );
}

/** Says where a text stands that is not the draft. */
function UnfinishedText({ code, part }: { code: ReturnType<typeof useCodeText>; part: keyof Draft }) {
  const t = useTranslations("code");
  const format = useFormat(useLotZone());
  if (code.keptAt === null) return null;
  const isReady = code.read.kind === "part";
  const discard = (
    <Button size="small" onClick={code.discard}>
      {t("discard")}
    </Button>
  );
  const kept = code.keptAt === 0 ? t("notKept") : t("kept", { time: format.time(code.keptAt) });
  return (
    <div className="pb-4" role="status">
      <Banner
        tone="caution"
        title={t(code.isStale ? "stale" : "unfinished", { part })}
        action={
          <span className="flex flex-wrap gap-2">
            {isReady ? (
              <Button size="small" onClick={code.useText}>
                {t("use")}
              </Button>
            ) : null}
            {discard}
          </span>
        }
      >
        {code.isStale ? t("staleText") : t("unfinishedText")} {kept}
      </Banner>
    </div>
  );
}
