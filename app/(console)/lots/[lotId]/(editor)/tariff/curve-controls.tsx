"use client";

import { memo } from "react";
import { useTranslations } from "use-intl";
import { timeOfDayText } from "../../../../../ui/format/time-of-day.ts";
import { Choice } from "../../../../../ui/primitives/choice.tsx";
import { useWords } from "../../../../../ui/words/use-words.ts";

export type CurveChoice = {
  entryMinute: number;
  onEntryMinute: (minute: number) => void;
  vehicleClass: string | null;
  onVehicleClass: (vehicleClass: string | null) => void;
};

const entries = Array.from({ length: 24 }, (_, hour) => ({
  value: String(hour * 60),
  label: timeOfDayText(hour * 60),
}));

/** For whom and from when the curve is drawn. A key in a price draws them no second time. */
export const CurveControls = memo(function CurveControls(props: CurveChoice & { classes: string }) {
  const t = useTranslations("curve");
  const words = useWords();
  const classes = props.classes === "" ? [] : props.classes.split(" ");
  return (
    <>
      {classes.length > 0 ? (
        <Choice
          label={t("vehicle")}
          hideLabel
          value={props.vehicleClass ?? "any"}
          options={[
            { value: "any", label: t("anyVehicle") },
            ...classes.map((value) => ({ value, label: words.enumValue("vehicleClass", value) })),
          ]}
          onChange={(value) => props.onVehicleClass(value === "any" ? null : value)}
        />
      ) : null}
      <Choice
        label={t("entry")}
        hideLabel
        prefix={t("entry")}
        value={String(props.entryMinute)}
        options={entries}
        onChange={(minute) => props.onEntryMinute(Number(minute))}
      />
    </>
  );
});
