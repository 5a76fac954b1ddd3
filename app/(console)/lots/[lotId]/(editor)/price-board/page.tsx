import type { Metadata } from "next";
import { requestTranslator } from "../../../../../ui/language/request-language.ts";
import { PriceBoardView } from "./price-board-view.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const t = await requestTranslator();
  return { title: t("priceBoard.title") };
}

export default function PriceBoardPage() {
  return <PriceBoardView />;
}
