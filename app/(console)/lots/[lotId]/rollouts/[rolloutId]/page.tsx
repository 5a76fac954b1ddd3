import type { Metadata } from "next";
import { requestTranslator } from "../../../../../ui/language/request-language.ts";
import { RolloutView } from "./rollout-view.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const t = await requestTranslator();
  return { title: t("rollout.title") };
}

export default async function RolloutPage(props: { params: Promise<{ lotId: string; rolloutId: string }> }) {
  const { lotId, rolloutId } = await props.params;
  return <RolloutView lotId={decodeURIComponent(lotId)} rolloutId={decodeURIComponent(rolloutId)} />;
}
