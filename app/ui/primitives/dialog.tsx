"use client";

import { Dialog as Base } from "@base-ui/react/dialog";
import clsx from "clsx";
import { X } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Button } from "./button.tsx";

/** A task of its own in front of the page. Load it on demand. */
export function Dialog(props: {
  title: string;
  note?: ReactNode;
  /** For a few fields, not for a table. */
  narrow?: boolean;
  onClose: () => void;
  children: ReactNode;
}) {
  const t = useTranslations("common");
  return (
    <Base.Root open onOpenChange={(open) => !open && props.onClose()}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-text/30" />
        <Base.Popup
          className={clsx(
            "fixed top-1/2 left-1/2 z-50 flex max-h-[calc(100dvh-2rem)] max-w-[calc(100vw-2rem)] -translate-x-1/2 -translate-y-1/2 flex-col rounded-card border border-border bg-background shadow-float",
            props.narrow ? "w-120" : "w-200",
          )}
        >
          <div className="flex items-start gap-4 px-4 pt-4 pb-3 sm:px-6 sm:pt-6">
            <div className="min-w-0 flex-1">
              <Base.Title className="text-large">{props.title}</Base.Title>
              {props.note ? (
                <Base.Description render={<div />} className="text-muted">
                  {props.note}
                </Base.Description>
              ) : null}
            </div>
            <Base.Close render={<Button kind="quiet" size="icon" aria-label={t("close")} />}>
              <X aria-hidden />
            </Base.Close>
          </div>
          <div className="min-h-0 overflow-y-auto px-4 pb-4 sm:px-6 sm:pb-6">{props.children}</div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
