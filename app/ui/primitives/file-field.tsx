"use client";

import { Field } from "./field.tsx";
import { TextInput } from "./text-input.tsx";

/** One text file from the person's disk, read at once. A larger one than the bound is not read. */
export function FileField(props: {
  label: string;
  accept: string;
  bytesMax: number;
  onText: (text: string, name: string) => void;
  onTooLarge: () => void;
}) {
  return (
    <Field label={props.label}>
      <TextInput
        type="file"
        accept={props.accept}
        wrapClassName="h-auto max-w-full py-1"
        onChange={(event) => {
          const file = (event.currentTarget as HTMLInputElement).files?.[0];
          if (!file) return;
          if (file.size > props.bytesMax) props.onTooLarge();
          else void file.text().then((text) => props.onText(text, file.name));
        }}
      />
    </Field>
  );
}
