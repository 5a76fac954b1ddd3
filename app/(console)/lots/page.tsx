import type { Metadata } from "next";
import { requestTranslator } from "../../ui/language/request-language.ts";
import { LotsView } from "./lots-view.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const t = await requestTranslator();
  return { title: t("lots.title") };
}

export default function LotsPage() {
  return <LotsView />;
}
