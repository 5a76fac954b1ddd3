import type { Metadata } from "next";
import { requestTranslator } from "../../ui/language/request-language.ts";
import { AuditView } from "./audit-view.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const t = await requestTranslator();
  return { title: t("audit.title") };
}

export default function AuditPage() {
  return <AuditView />;
}
