"use client";

import { Redo2, Undo2 } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button } from "../../../../ui/primitives/button.tsx";

type Props = { canUndo: boolean; canRedo: boolean; onUndo: () => void; onRedo: () => void };

/** One step back, one step forward. */
export function UndoButtons(props: Props) {
  const t = useTranslations("draft");
  const steps = [
    { words: t("undo"), Icon: Undo2, can: props.canUndo, act: props.onUndo },
    { words: t("redo"), Icon: Redo2, can: props.canRedo, act: props.onRedo },
  ];
  return steps.map(({ words, Icon, can, act }) => (
    <Button key={words} kind="quiet" size="icon" aria-label={words} title={words} disabled={!can} onClick={act}>
      <Icon aria-hidden />
    </Button>
  ));
}
