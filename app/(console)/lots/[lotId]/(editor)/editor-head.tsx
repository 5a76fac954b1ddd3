"use client";

import { Eye, Redo2, Undo2 } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { useFormat } from "../../../../ui/format/use-format.ts";
import { Button, ButtonLink } from "../../../../ui/primitives/button.tsx";
import { useLotZone } from "../../../../ui/shell/lot-zone.tsx";
import { PageHead } from "../../../../ui/shell/page-head.tsx";
import { DraftStatus } from "../../../../ui/status/draft-status.tsx";
import type { DraftPart } from "./draft-history.ts";
import { useDraft } from "./draft-provider.tsx";

/** Title, saved state, undo and redo, and the only way towards live. */
export function EditorHead({ title, part, actions }: { title: string; part: DraftPart; actions?: ReactNode }) {
  const t = useTranslations("draft");
  const draft = useDraft();
  const count = draft.changes.length;
  return (
    <PageHead
      title={title}
      state={<DraftStatus state={count === 0 && draft.live ? "live" : "draft"} />}
      actions={
        draft.editable ? (
          <>
            <SavedText />
            <Button
              kind="quiet"
              size="icon"
              aria-label={t("undo")}
              title={t("undo")}
              disabled={!draft.canUndo(part)}
              onClick={() => draft.undo(part)}
            >
              <Undo2 aria-hidden />
            </Button>
            <Button
              kind="quiet"
              size="icon"
              aria-label={t("redo")}
              title={t("redo")}
              disabled={!draft.canRedo(part)}
              onClick={() => draft.redo(part)}
            >
              <Redo2 aria-hidden />
            </Button>
            {actions}
            <ButtonLink kind="primary" href={`/lots/${encodeURIComponent(draft.lotId)}/review`}>
              <Eye aria-hidden />
              {t("review", { count })}
            </ButtonLink>
          </>
        ) : (
          <span className="text-muted">{t("readOnly")}</span>
        )
      }
    />
  );
}

function SavedText() {
  const t = useTranslations("draft");
  const format = useFormat(useLotZone());
  const { save, dirty } = useDraft();
  const words =
    save.kind === "failed" || save.kind === "conflict"
      ? t("notSaved")
      : dirty || save.kind === "saving"
        ? t("saving")
        : t("saved", { time: format.time(save.at) });
  return (
    <span role="status" className="text-small text-muted">
      {words}
    </span>
  );
}
