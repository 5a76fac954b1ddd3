import type { Metadata } from "next";
import { requestTranslator } from "../../../../../ui/language/request-language.ts";
import { RulesView } from "./rules-view.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const t = await requestTranslator();
  return { title: t("rules.title") };
}

export default function RulesPage() {
  return <RulesView />;
}
