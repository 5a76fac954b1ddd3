import type { Metadata } from "next";
import { requestTranslator } from "../../../../../ui/language/request-language.ts";
import { BringView } from "./bring-view.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const t = await requestTranslator();
  return { title: t("bringVersion.title") };
}

export default async function BringPage(props: { params: Promise<{ operatorId: string; tableId: string }> }) {
  const { operatorId, tableId } = await props.params;
  return <BringView operatorId={decodeURIComponent(operatorId)} tableId={tableId} />;
}
