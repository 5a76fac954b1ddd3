"use client";

import { useTranslations } from "use-intl";
import { type EnumName, enums } from "#engine/model/enums.ts";
import { ParsedInput } from "../../../../../../ui/primitives/parsed-input.tsx";
import { useWords } from "../../../../../../ui/words/use-words.ts";
import type { WordsName } from "../form-model/field.ts";
import { readLeaf } from "../form-model/leaf-text.ts";
import { useFormTariff } from "./form-scope.ts";
import { TickList } from "./tick-list.tsx";

const enumOf: Partial<Record<WordsName, EnumName>> = {
  vehicleTypes: "vehicleClass",
  propulsion: "propulsion",
  rights: "rightKind",
  channels: "channel",
};

/** Short technical names: those that are known as boxes to tick, the operator's own as text. */
export function WordsControl(props: {
  label: string;
  of: WordsName;
  chosen: readonly string[];
  onChange: (words: string[]) => void;
}) {
  const t = useTranslations("tariffForm");
  const words = useWords();
  const tariff = useFormTariff();
  const enumName = enumOf[props.of];
  const known = enumName
    ? enums[enumName].map((value) => ({ value: value as string, label: words.enumValue(enumName, value) }))
    : props.of === "validations"
      ? (tariff.validations ?? []).map(({ type, name }) => ({ value: type, label: name ?? type }))
      : [];
  const isKnown = (word: string) => known.some(({ value }) => value === word);
  const own = props.chosen.filter((word) => !isKnown(word));
  const ticked = props.chosen.filter(isKnown);
  return (
    <div className="flex min-w-0 flex-col gap-1">
      {known.length > 0 ? (
        <TickList label={props.label} chosen={props.chosen} options={known} onChange={(next) => props.onChange(next)} />
      ) : null}
      <ParsedInput<string[]>
        label={known.length > 0 ? t("otherWords", { what: props.label }) : props.label}
        {...(known.length > 0 ? {} : { help: t("ownWordsHelp") })}
        hideLabel={known.length === 0}
        value={own}
        write={(list) => list.join(", ")}
        read={(text) => {
          if (text.trim() === "") return ticked.length > 0 ? [] : null;
          return readLeaf({ kind: "words", of: props.of }, text, {}, tariff.currency) as string[] | null;
        }}
        problem={t("wordsProblem")}
        widthClassName="min-w-32 max-w-full"
        onChange={(list) => props.onChange([...ticked, ...list])}
      />
    </div>
  );
}
