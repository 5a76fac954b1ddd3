import type { Metadata } from "next";
import { requestTranslator } from "../../../../ui/language/request-language.ts";
import { FleetView } from "./fleet-view.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const t = await requestTranslator();
  return { title: t("fleet.title") };
}

export default async function FleetPage(props: { params: Promise<{ lotId: string }> }) {
  const { lotId } = await props.params;
  return <FleetView lotId={decodeURIComponent(lotId)} />;
}
