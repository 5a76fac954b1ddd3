"use client";

import { Field as Base } from "@base-ui/react/field";

/** Several lines of text in a Field. */
export function TextArea(props: {
  value: string;
  rows: number;
  placeholder?: string;
  onChange: (value: string) => void;
}) {
  return (
    <Base.Control
      render={<textarea rows={props.rows} />}
      value={props.value}
      {...(props.placeholder ? { placeholder: props.placeholder } : {})}
      onValueChange={props.onChange}
      className="w-full rounded-control border border-control bg-background px-2 py-1.5 font-mono"
    />
  );
}
