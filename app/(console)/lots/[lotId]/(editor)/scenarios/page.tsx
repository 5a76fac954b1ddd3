import type { Metadata } from "next";
import { requestTranslator } from "../../../../../ui/language/request-language.ts";
import { ScenariosPanel } from "./scenarios-panel.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const t = await requestTranslator();
  return { title: t("scenarios.title") };
}

export default function ScenariosPage() {
  return <ScenariosPanel />;
}
