import type { Metadata } from "next";
import { requestTranslator } from "../../ui/language/request-language.ts";
import { PageBody } from "../../ui/shell/page-body.tsx";
import { PageHead } from "../../ui/shell/page-head.tsx";
import { PasswordForm } from "./password-form.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const t = await requestTranslator();
  return { title: t("account.title") };
}

export default async function AccountPage() {
  const t = await requestTranslator();
  return (
    <PageBody>
      <PageHead title={t("account.title")} note={t("account.note")} />
      <PasswordForm />
    </PageBody>
  );
}
