"use client";

import { Copy } from "lucide-react";
import { useTranslations } from "use-intl";
import { Banner } from "../../ui/primitives/banner.tsx";
import { Button } from "../../ui/primitives/button.tsx";
import { useSay } from "../../ui/primitives/toast.tsx";

export type ShownPassword = { name: string; password: string };

/** A password that the server told once and nobody can read again. */
export function NewPassword({ shown, onClose }: { shown: ShownPassword; onClose: () => void }) {
  const t = useTranslations("people");
  const say = useSay();
  const copy = () =>
    navigator.clipboard.writeText(shown.password).then(
      () => say.done(t("copied")),
      () => say.failed(t("notCopied"), t("notCopiedText")),
    );
  return (
    <div role="status">
      <Banner
        tone="caution"
        title={t("passwordTitle", { name: shown.name })}
        action={
          <span className="flex gap-2">
            <Button onClick={() => void copy()}>
              <Copy aria-hidden />
              {t("copy")}
            </Button>
            <Button onClick={onClose}>{t("passwordDone")}</Button>
          </span>
        }
      >
        <code className="font-mono font-semibold select-all">{shown.password}</code> {t("passwordText")}
      </Banner>
    </div>
  );
}
