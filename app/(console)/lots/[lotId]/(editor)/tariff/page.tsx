import type { Metadata } from "next";
import { requestTranslator } from "../../../../../ui/language/request-language.ts";
import { TariffView } from "./tariff-view.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const t = await requestTranslator();
  return { title: t("tariff.title") };
}

export default function TariffPage() {
  return <TariffView />;
}
