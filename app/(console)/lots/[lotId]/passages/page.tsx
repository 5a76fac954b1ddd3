import type { Metadata } from "next";
import { requestTranslator } from "../../../../ui/language/request-language.ts";
import { PassagesView } from "./passages-view.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const t = await requestTranslator();
  return { title: t("passages.title") };
}

export default async function PassagesPage(props: { params: Promise<{ lotId: string }> }) {
  const { lotId } = await props.params;
  return <PassagesView lotId={decodeURIComponent(lotId)} />;
}
