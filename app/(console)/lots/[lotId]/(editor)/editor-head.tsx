"use client";

import { Eye } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { useFormat } from "../../../../ui/format/use-format.ts";
import { ButtonLink } from "../../../../ui/primitives/button.tsx";
import { useLotZone } from "../../../../ui/shell/lot-zone.tsx";
import { PageHead } from "../../../../ui/shell/page-head.tsx";
import { DraftStatus } from "../../../../ui/status/draft-status.tsx";
import type { DraftPart } from "./draft-history.ts";
import { useDraft } from "./draft-provider.tsx";
import { UndoButtons } from "./undo-buttons.tsx";

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
            <UndoButtons
              canUndo={draft.canUndo(part)}
              canRedo={draft.canRedo(part)}
              onUndo={() => draft.undo(part)}
              onRedo={() => draft.redo(part)}
            />
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
