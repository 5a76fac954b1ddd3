import { requestTranslator } from "./ui/language/request-language.ts";
import { ButtonLink } from "./ui/primitives/button.tsx";

/** An address that no page has. */
export default async function NotFound() {
  const t = await requestTranslator();
  return (
    <main className="flex min-h-dvh flex-col items-center justify-center gap-3 p-6 text-center">
      <h1 className="text-title">{t("page.notFoundTitle")}</h1>
      <p className="max-w-[72ch] text-muted">{t("page.notFoundText")}</p>
      <ButtonLink href="/lots">{t("page.toLots")}</ButtonLink>
    </main>
  );
}
