import type { Metadata } from "next";
import { requestTranslator } from "../ui/language/request-language.ts";
import { BrandMark } from "../ui/shell/brand-mark.tsx";
import { SignInForm } from "./sign-in-form.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const t = await requestTranslator();
  return { title: t("signIn.title") };
}

/** Only a path of this console may be gone to after sign-in. */
function ownPath(next: string | string[] | undefined): string {
  return typeof next === "string" && /^\/(?![/\\])/.test(next) ? next : "/lots";
}

export default async function SignInPage(props: { searchParams: Promise<{ next?: string | string[] }> }) {
  const t = await requestTranslator();
  const { next } = await props.searchParams;
  return (
    <main className="flex min-h-dvh items-center justify-center bg-surface p-4">
      <div className="w-full max-w-88 rounded-card border border-border bg-background p-6 sm:p-8">
        <p className="mb-6 flex items-center gap-2 text-large font-semibold">
          <BrandMark />
          {t("shell.product")}
        </p>
        <h1 className="text-title">{t("signIn.title")}</h1>
        <p className="mt-1 mb-6 text-muted">{t("signIn.intro")}</p>
        <SignInForm next={ownPath(next)} />
      </div>
    </main>
  );
}
