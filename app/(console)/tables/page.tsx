import type { Metadata } from "next";
import { requestTranslator } from "../../ui/language/request-language.ts";
import { TablesView } from "./tables-view.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const t = await requestTranslator();
  return { title: t("sharedTables.title") };
}

export default function TablesPage() {
  return <TablesView />;
}
