"use client";

import { type FormEvent, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { Banner } from "../ui/primitives/banner.tsx";
import { Button } from "../ui/primitives/button.tsx";
import { Field } from "../ui/primitives/field.tsx";
import { TextInput } from "../ui/primitives/text-input.tsx";

type Problem = "wrong" | "tooMany" | "unreachable";

async function signIn(email: string, password: string): Promise<Problem | undefined> {
  const answer = await fetch("/api/auth/sign-in/email", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ email, password }),
  }).catch(() => undefined);
  if (answer?.ok) return undefined;
  if (answer?.status === 429) return "tooMany";
  return answer && answer.status < 500 ? "wrong" : "unreachable";
}

export function SignInForm({ next }: { next: string }) {
  const t = useTranslations("signIn");
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const summary = useRef<HTMLDivElement>(null);

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    setTried(true);
    if (email.trim() === "" || password === "") return;
    setBusy(true);
    const found = await signIn(email.trim(), password);
    if (!found) {
      window.location.assign(next);
      return;
    }
    setBusy(false);
    setProblem(found);
    summary.current?.focus();
  }

  return (
    <form method="post" noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      <div ref={summary} tabIndex={-1} role="alert" className="empty:hidden">
        {problem ? <Banner tone="negative">{t(problem)}</Banner> : null}
      </div>
      <Field label={t("email")} error={tried && email.trim() === "" ? t("emailMissing") : undefined}>
        <TextInput
          name="email"
          wrapClassName="w-full"
          type="email"
          autoComplete="username"
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
      </Field>
      <Field label={t("password")} error={tried && password === "" ? t("passwordMissing") : undefined}>
        <TextInput
          name="password"
          wrapClassName="w-full"
          type="password"
          autoComplete="current-password"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
      </Field>
      <Button type="submit" kind="primary" disabled={busy}>
        {t("submit")}
      </Button>
    </form>
  );
}
