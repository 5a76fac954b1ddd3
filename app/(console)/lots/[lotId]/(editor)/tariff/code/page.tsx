import type { Metadata } from "next";
import { requestTranslator } from "../../../../../../ui/language/request-language.ts";
import { CodeView } from "../../code/code-view.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const t = await requestTranslator();
  return { title: t("code.title.tariff") };
}

export default function CodePage() {
  return <CodeView part="tariff" />;
}
