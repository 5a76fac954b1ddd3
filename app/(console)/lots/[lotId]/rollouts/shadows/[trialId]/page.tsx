import type { Metadata } from "next";
import { requestTranslator } from "../../../../../../ui/language/request-language.ts";
import { ShadowView } from "./shadow-view.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const t = await requestTranslator();
  return { title: t("shadow.title") };
}

export default async function ShadowPage(props: { params: Promise<{ lotId: string; trialId: string }> }) {
  const { lotId, trialId } = await props.params;
  return <ShadowView lotId={decodeURIComponent(lotId)} trialId={decodeURIComponent(trialId)} />;
}
