"use client";

import { ArrowUpFromLine } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "../../../../ui/primitives/button.tsx";
import { useLot } from "../../../../ui/shell/console-context.tsx";
import { may } from "../../../../ui/shell/permissions.ts";
import { GateStageStatus } from "./gate-stage-status.tsx";
import { useGateCommand } from "./use-gate-command.ts";
import { type GatePress, useOpenGate } from "./use-open-gate.ts";

const OpenGateDialog = dynamic(() => import("./open-gate-dialog.tsx").then((file) => file.OpenGateDialog));

/**
 * Opens the gate of a lane after a reason and a confirm. What was asked outlives its dialog: closing it neither stops the
 * command nor lets a second one out.
 */
export function OpenGateButton(props: {
  lotId: string;
  laneId: string;
  label: string;
  isMain?: boolean;
  /** Whether another lane may be chosen; not where each lane has its own button. */
  isLaneFixed?: boolean;
}) {
  const { lotId, laneId, label } = props;
  const role = useLot(lotId)?.role;
  const press = useOpenGate();
  const [isShown, setIsShown] = useState(false);
  if (!may(role, "openGate")) return null;
  return (
    <>
      {!isShown && press.status !== "idle" ? <LastPress lotId={lotId} press={press} /> : null}
      <Button kind={props.isMain ? "primary" : "plain"} onClick={() => setIsShown(true)}>
        <ArrowUpFromLine aria-hidden />
        {label}
      </Button>
      {isShown ? (
        <OpenGateDialog
          lotId={lotId}
          laneId={laneId}
          isLaneFixed={props.isLaneFixed ?? false}
          press={press}
          onClose={() => setIsShown(false)}
        />
      ) : null}
    </>
  );
}

function LastPress({ lotId, press }: { lotId: string; press: GatePress }) {
  const t = useTranslations("gate");
  const { stage } = useGateCommand(lotId, press);
  return (
    <span role="status" aria-label={t("title")}>
      <GateStageStatus stage={stage} />
    </span>
  );
}
