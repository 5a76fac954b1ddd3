import type { Metadata } from "next";
import { requestTranslator } from "../../../../ui/language/request-language.ts";
import { TableView } from "./table-view.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const t = await requestTranslator();
  return { title: t("sharedTables.one") };
}

export default async function TablePage(props: { params: Promise<{ operatorId: string; tableId: string }> }) {
  const { operatorId, tableId } = await props.params;
  return <TableView operatorId={decodeURIComponent(operatorId)} tableId={tableId} />;
}
