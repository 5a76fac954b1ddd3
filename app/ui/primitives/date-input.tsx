"use client";

import { useState } from "react";
import { TextInput } from "./text-input.tsx";

/**
 * A day in a Field, as `2026-11-24`. Each key of a year makes another day, most of which nobody means and the form
 * cannot take: what was typed stays in the field until it is left.
 */
export function DateInput({ value, onChange }: { value: string; onChange: (date: string) => void }) {
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <TextInput
      type="date"
      value={typed ?? value}
      onChange={(event) => {
        const date = event.currentTarget.value;
        setTyped(date);
        if (date !== "") onChange(date);
      }}
      onBlur={() => setTyped(null)}
    />
  );
}
