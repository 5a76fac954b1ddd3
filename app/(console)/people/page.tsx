import type { Metadata } from "next";
import { requestTranslator } from "../../ui/language/request-language.ts";
import { PeopleView } from "./people-view.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const t = await requestTranslator();
  return { title: t("people.title") };
}

export default function PeoplePage() {
  return <PeopleView />;
}
