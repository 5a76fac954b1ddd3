"use client";

import dynamic from "next/dynamic";
import { useTranslations } from "use-intl";
import { PageBody } from "../../../../../ui/shell/page-body.tsx";
import { Loading } from "../../../../../ui/state/query-state.tsx";
import { SkeletonRows } from "../../../../../ui/state/skeleton.tsx";
import { EditorHead } from "../editor-head.tsx";
import { ProofTabs } from "../proof-tabs.tsx";

/** Loaded after the page's frame: it brings the compiler and the evaluator. */
const ScenariosView = dynamic(() => import("./scenarios-view.tsx").then((file) => file.ScenariosView), {
  loading: () => (
    <Loading>
      <SkeletonRows rows={5} />
    </Loading>
  ),
});

/** Described vehicles and what should come of them, tried at every change of the draft. */
export function ScenariosPanel() {
  const t = useTranslations("scenarios");
  return (
    <PageBody>
      <EditorHead title={t("title")} part="rules" />
      <ProofTabs />
      <ScenariosView />
    </PageBody>
  );
}
