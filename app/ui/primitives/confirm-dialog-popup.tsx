"use client";

import { Dialog as Base } from "@base-ui/react/dialog";
import { type ReactNode, useRef } from "react";
import { Button } from "./button.tsx";

const backdropLook = "fixed inset-0 z-40 bg-text/30";
const popupLook =
  "fixed top-1/2 left-1/2 z-50 flex max-h-[calc(100dvh-2rem)] w-120 max-w-[calc(100vw-2rem)] -translate-x-1/2 -translate-y-1/2 flex-col gap-4 overflow-y-auto rounded-card border border-border bg-background p-6 shadow-float";

export type ConfirmDialogProps = {
  open: boolean;
  title: string;
  children: ReactNode;
  confirmLabel: string;
  cancelLabel: string;
  busy: boolean;
  danger?: boolean;
  onConfirm: () => void;
  onClose: () => void;
};

/**
 * Asks before an act that money or a barrier follows. The title names the object, the text its
 * effect; the safe button has the focus.
 */
export function ConfirmDialogPopup(props: ConfirmDialogProps) {
  const safe = useRef<HTMLButtonElement>(null);
  return (
    <Base.Root open={props.open} onOpenChange={(open) => !open && props.onClose()}>
      <Base.Portal>
        <Base.Backdrop className={backdropLook} />
        <Base.Popup className={popupLook} initialFocus={safe}>
          <Base.Title className="text-large">{props.title}</Base.Title>
          <Base.Description render={<div />} className="text-muted">
            {props.children}
          </Base.Description>
          <div className="flex flex-wrap justify-end gap-2">
            <Base.Close render={<Button ref={safe} />}>{props.cancelLabel}</Base.Close>
            <Button kind={props.danger ? "solidDanger" : "primary"} disabled={props.busy} onClick={props.onConfirm}>
              {props.confirmLabel}
            </Button>
          </div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
