"use client";

import { useContext, useEffect, useRef, useState } from "react";
import { Field } from "./field.tsx";
import { TextInput } from "./text-input.tsx";
import { Typing } from "./typing.ts";

type Props<Value> = {
  label: string;
  help?: string;
  hideLabel?: boolean;
  value: Value;
  /** Writes a value as it stands in the field. */
  write: (value: Value) => string;
  /** Reads what was typed, or null where it cannot be read. */
  read: (text: string) => Value | null;
  /** What is wrong with text that cannot be read. */
  problem: string;
  onChange: (value: Value) => void;
  unit?: string;
  changed?: boolean;
  widthClassName?: string;
  /** As wide as `widthClassName` says, whatever stands in it. */
  isWide?: boolean;
  placeholder?: string;
  maxLength?: number;
  inputMode?: "decimal" | "numeric" | "text";
  disabled?: boolean;
};

/**
 * A text field over a typed value. Each readable key goes up at once; unreadable text stays as
 * typed, is named on leaving, and then checked on each key until it is right.
 */
export function ParsedInput<Value>(props: Props<Value>) {
  const { value, write, read, onChange } = props;
  const [text, setText] = useState(() => write(value));
  const [shown, setShown] = useState(false);
  const isTyping = useRef(false);
  const typing = useContext(Typing);
  const written = write(value);
  useEffect(() => {
    if (!isTyping.current) setText(written);
  }, [written]);
  // A field that goes away while it has the focus is never left.
  useEffect(() => typing.end, [typing]);
  const wrong = read(text) === null;
  return (
    <Field
      label={props.label}
      {...(props.help ? { help: props.help } : {})}
      hideLabel={props.hideLabel ?? false}
      error={shown && wrong ? props.problem : undefined}
    >
      <TextInput
        value={text}
        unit={props.unit}
        changed={props.changed ?? false}
        wrapClassName={props.widthClassName ?? "max-w-full"}
        {...(props.isWide ? {} : { style: { width: `${Math.max(2, text.length) + 0.5}ch` } })}
        placeholder={props.placeholder}
        maxLength={props.maxLength}
        inputMode={props.inputMode ?? "text"}
        autoComplete="off"
        disabled={props.disabled ?? false}
        onFocus={() => {
          isTyping.current = true;
        }}
        onChange={(event) => {
          setText(event.currentTarget.value);
          typing.begin();
          const next = read(event.currentTarget.value);
          if (next !== null) onChange(next);
        }}
        onBlur={() => {
          isTyping.current = false;
          typing.end();
          setShown(true);
          const next = read(text);
          if (next !== null) setText(write(next));
        }}
      />
    </Field>
  );
}
