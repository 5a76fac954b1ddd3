"use client";

import { CircleAlert, CircleCheck, Clock } from "lucide-react";
import { useTranslations } from "use-intl";
import { Age } from "../../../../../ui/format/age.tsx";
import { Card } from "../../../../../ui/primitives/card.tsx";
import { Status } from "../../../../../ui/status/status.tsx";
import { Fingerprint } from "./fingerprint.tsx";
import type { Passage } from "./passage-view.tsx";

/** The version that decided, and whether the cloud decides the same from the same facts. */
export function VersionCard({ passage }: { passage: Passage }) {
  const t = useTranslations("passage.version");
  const { bundle, secondOpinion } = passage;
  return (
    <Card title={t("title")}>
      <dl className="flex flex-col gap-2">
        <div className="flex items-baseline justify-between gap-4">
          <dt className="text-muted">{t("version")}</dt>
          <dd>{bundle?.number ? t("number", { number: bundle.number }) : t("none")}</dd>
        </div>
        {bundle ? (
          <div className="flex items-baseline justify-between gap-4">
            <dt className="text-muted">{t("fingerprint")}</dt>
            <dd className="font-mono text-small" title={bundle.sha256}>
              <Fingerprint sha256={bundle.sha256} length={12} />
            </dd>
          </div>
        ) : null}
        <div className="flex items-center justify-between gap-4">
          <dt className="text-muted">{t("cloud")}</dt>
          <dd>
            {!secondOpinion || secondOpinion.verdict === "notChecked" ? (
              <Status icon={Clock} tone="quiet" word={t("notChecked")} bare />
            ) : secondOpinion.verdict === "agree" ? (
              <Status icon={CircleCheck} tone="positive" word={t("agrees")} bare />
            ) : (
              <Status icon={CircleAlert} tone="negative" word={t("differs")} bare />
            )}
          </dd>
        </div>
        {secondOpinion ? (
          <div className="flex items-baseline justify-between gap-4">
            <dt className="text-muted">{t("checked")}</dt>
            <dd>
              <Age at={secondOpinion.checkedAt} />
            </dd>
          </div>
        ) : null}
      </dl>
    </Card>
  );
}
