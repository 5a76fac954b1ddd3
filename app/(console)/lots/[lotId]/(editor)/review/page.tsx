import type { Metadata } from "next";
import { requestTranslator } from "../../../../../ui/language/request-language.ts";
import { ReviewView } from "./review-view.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const t = await requestTranslator();
  return { title: t("review.title") };
}

export default function ReviewPage() {
  return <ReviewView />;
}
