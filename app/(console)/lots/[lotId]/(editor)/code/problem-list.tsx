"use client";

import { CircleAlert, CircleCheck, TriangleAlert } from "lucide-react";
import { useTranslations } from "use-intl";
import { Card } from "../../../../../ui/primitives/card.tsx";
import type { Problem } from "./code-editor.tsx";

/** What is wrong or doubtful in the text; each line leads to its place. Null while it is being checked. */
export function ProblemList(props: {
  problems: readonly Problem[] | null;
  lineOf: (at: number) => number;
  onGo: (at: number) => void;
}) {
  const t = useTranslations("code");
  const { problems, lineOf, onGo } = props;
  return (
    <Card title={t("problems")}>
      <div aria-live="polite">
        {problems === null ? <p className="text-muted">{t("checking")}</p> : null}
        {problems?.length === 0 ? (
          <p className="flex items-center gap-2">
            <CircleCheck aria-hidden className="size-4 text-positive" />
            {t("noProblems")}
          </p>
        ) : null}
        <ul className="flex flex-col gap-2">
          {problems?.map((problem) => {
            const Icon = problem.severity === "error" ? CircleAlert : TriangleAlert;
            const tone = problem.severity === "error" ? "text-negative" : "text-caution";
            return (
              <li key={`${problem.from} ${problem.text}`} className="flex items-start gap-2">
                <Icon aria-label={t(problem.severity)} className={`mt-0.5 size-4 shrink-0 ${tone}`} />
                <div className="min-w-0 flex-1">
                  <button
                    type="button"
                    className="min-h-6 rounded-control text-left text-accent underline underline-offset-2"
                    onClick={() => onGo(problem.from)}
                  >
                    {t("line", { line: lineOf(problem.from) })}
                  </button>{" "}
                  {problem.text}
                </div>
              </li>
            );
          })}
        </ul>
      </div>
    </Card>
  );
}
