"use client";

import dynamic from "next/dynamic";
import type { ConfirmDialogProps } from "./confirm-dialog-popup.tsx";

const Popup = dynamic(() => import("./confirm-dialog-popup.tsx").then((file) => file.ConfirmDialogPopup));

/** A confirm, loaded when it is first asked for. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  return props.open ? <Popup {...props} /> : null;
}
