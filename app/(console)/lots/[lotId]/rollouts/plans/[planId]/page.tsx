import type { Metadata } from "next";
import { requestTranslator } from "../../../../../../ui/language/request-language.ts";
import { PlanView } from "./plan-view.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const t = await requestTranslator();
  return { title: t("plan.title") };
}

export default async function PlanPage(props: { params: Promise<{ lotId: string; planId: string }> }) {
  const { lotId, planId } = await props.params;
  return <PlanView lotId={decodeURIComponent(lotId)} planId={decodeURIComponent(planId)} />;
}
