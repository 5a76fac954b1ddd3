"use client";

import { useTranslations } from "use-intl";
import { Field } from "../../../ui/primitives/field.tsx";
import { TextInput } from "../../../ui/primitives/text-input.tsx";

type Props = { value: string; onChange: (value: string) => void };

const noteMax = 500;

/** Why something goes live, or no longer does: everybody reads it in the history. */
export function NoteField({
  value,
  onChange,
  ...words
}: Props & { label: string; help?: string; error: string | undefined }) {
  return (
    <Field {...words}>
      <TextInput
        value={value}
        maxLength={noteMax}
        wrapClassName="w-full"
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    </Field>
  );
}

/** Why it goes live although `what` is missing. */
export function BreakGlassField({ what, isMissing, ...input }: Props & { what: string; isMissing: boolean }) {
  const t = useTranslations("review");
  const error = isMissing ? t("breakGlassMissing", { what }) : undefined;
  return <NoteField label={t("breakGlass", { what })} help={t("breakGlassHelp")} error={error} {...input} />;
}
