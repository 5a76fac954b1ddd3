import type { Metadata } from "next";
import { requestTranslator } from "../../../../ui/language/request-language.ts";
import { ListsView } from "./lists-view.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const t = await requestTranslator();
  return { title: t("lists.title") };
}

export default async function ListsPage(props: { params: Promise<{ lotId: string }> }) {
  const { lotId } = await props.params;
  return <ListsView lotId={decodeURIComponent(lotId)} />;
}
