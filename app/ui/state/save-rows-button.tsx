"use client";

import { Download } from "lucide-react";
import { useState } from "react";
import { Button } from "../primitives/button.tsx";
import { useSay } from "../primitives/toast.tsx";
import { saveFile } from "../save-file.ts";

type Props<Row> = {
  words: {
    label: string;
    failed: string;
    saved: (count: number) => string;
    /** Said when there were more than `rowsMax`. */
    cut?: (count: number) => string;
  };
  disabled?: boolean;
  rowsMax?: number;
  /** The rows, page by page. */
  pages: () => AsyncIterable<readonly Row[]>;
  file: (rows: readonly Row[]) => { name: string; csv: string };
};

/** Gathers rows page by page and saves them as CSV; says how many there are, or that the rest is missing. */
export function SaveRowsButton<Row>({
  words,
  disabled = false,
  rowsMax = Number.POSITIVE_INFINITY,
  pages,
  file,
}: Props<Row>) {
  const say = useSay();
  const [busy, setBusy] = useState(false);
  async function save(): Promise<void> {
    setBusy(true);
    try {
      const rows: Row[] = [];
      let isCut = false;
      for await (const page of pages()) {
        if (rows.length >= rowsMax) {
          isCut = true;
          break;
        }
        rows.push(...page);
      }
      const { name, csv } = file(rows);
      saveFile(name, csv, "text/csv");
      if (isCut && words.cut) say.failed(words.cut(rows.length));
      else say.done(words.saved(rows.length));
    } catch (error) {
      say.failed(words.failed, error instanceof Error ? error.message : undefined);
    } finally {
      setBusy(false);
    }
  }
  return (
    <Button onClick={() => void save()} disabled={disabled || busy}>
      <Download aria-hidden />
      {words.label}
    </Button>
  );
}
