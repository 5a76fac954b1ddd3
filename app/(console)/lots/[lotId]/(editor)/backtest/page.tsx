import type { Metadata } from "next";
import { requestTranslator } from "../../../../../ui/language/request-language.ts";
import { BacktestView } from "./backtest-view.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const t = await requestTranslator();
  return { title: t("backtest.title") };
}

export default function BacktestPage() {
  return <BacktestView />;
}
