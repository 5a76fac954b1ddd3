"use client";

import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "../../ui/primitives/button.tsx";
import { Card } from "../../ui/primitives/card.tsx";
import { Field } from "../../ui/primitives/field.tsx";
import { TextInput } from "../../ui/primitives/text-input.tsx";
import { useSay } from "../../ui/primitives/toast.tsx";

const lengthMin = 12;
type Problem = "wrong" | "tooMany" | "unreachable";

/** Other browsers are signed out: whoever else had the old password has it no longer. */
async function changePassword(currentPassword: string, newPassword: string): Promise<Problem | undefined> {
  const answer = await fetch("/api/auth/change-password", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ currentPassword, newPassword, revokeOtherSessions: true }),
  }).catch(() => undefined);
  if (answer?.ok) return undefined;
  if (answer?.status === 429) return "tooMany";
  return answer && answer.status < 500 ? "wrong" : "unreachable";
}

/** One's own password. */
export function PasswordForm() {
  const t = useTranslations("account");
  const say = useSay();
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    setTried(true);
    if (current === "" || next.length < lengthMin) return;
    setBusy(true);
    const problem = await changePassword(current, next);
    setBusy(false);
    if (problem) return say.failed(t("failed"), t(problem));
    setCurrent("");
    setNext("");
    setTried(false);
    say.done(t("done"));
  }

  return (
    <Card title={t("password")} className="max-w-160">
      <form method="post" noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-3">
        <Field label={t("current")} error={tried && current === "" ? t("currentMissing") : undefined}>
          <TextInput
            type="password"
            autoComplete="current-password"
            value={current}
            wrapClassName="w-72 max-w-full"
            onChange={(event) => setCurrent(event.currentTarget.value)}
          />
        </Field>
        <Field
          label={t("next")}
          help={t("nextHelp", { count: lengthMin })}
          error={tried && next.length < lengthMin ? t("nextShort", { count: lengthMin }) : undefined}
        >
          <TextInput
            type="password"
            autoComplete="new-password"
            value={next}
            wrapClassName="w-72 max-w-full"
            onChange={(event) => setNext(event.currentTarget.value)}
          />
        </Field>
        <div>
          <Button type="submit" kind="primary" disabled={busy}>
            {t("change")}
          </Button>
        </div>
      </form>
    </Card>
  );
}
