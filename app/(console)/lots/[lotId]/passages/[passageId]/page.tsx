import type { Metadata } from "next";
import { requestTranslator } from "../../../../../ui/language/request-language.ts";
import { PassageView } from "./passage-view.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const t = await requestTranslator();
  return { title: t("passage.title") };
}

export default async function PassagePage(props: { params: Promise<{ lotId: string; passageId: string }> }) {
  const { lotId, passageId } = await props.params;
  return <PassageView lotId={decodeURIComponent(lotId)} passageId={decodeURIComponent(passageId)} />;
}
