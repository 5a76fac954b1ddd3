import type { Metadata } from "next";
import { requestTranslator } from "../../../../ui/language/request-language.ts";
import { RolloutsView } from "./rollouts-view.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const t = await requestTranslator();
  return { title: t("rollouts.title") };
}

export default async function RolloutsPage(props: { params: Promise<{ lotId: string }> }) {
  const { lotId } = await props.params;
  return <RolloutsView lotId={decodeURIComponent(lotId)} />;
}
