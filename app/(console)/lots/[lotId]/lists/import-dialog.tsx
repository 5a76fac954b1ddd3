"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { csvText } from "../../../../ui/format/csv-text.ts";
import { Banner } from "../../../../ui/primitives/banner.tsx";
import { Button } from "../../../../ui/primitives/button.tsx";
import { ConfirmDialog } from "../../../../ui/primitives/confirm-dialog.tsx";
import { Dialog } from "../../../../ui/primitives/dialog.tsx";
import { FileField } from "../../../../ui/primitives/file-field.tsx";
import { Cell, HeadCell, Table } from "../../../../ui/primitives/table.tsx";
import { useSay } from "../../../../ui/primitives/toast.tsx";
import { saveFile } from "../../../../ui/save-file.ts";
import { failureOf } from "../../../../ui/state/failure.ts";
import type { Outputs } from "../../../../ui/trpc/outputs.ts";
import { useTRPC } from "../../../../ui/trpc/trpc-provider.tsx";

const bytesMax = 3_500_000;
const sample = [
  ["plate", "kind", "from", "until", "reason", "note", "name", "right", "amount", "stays"],
  ["京A41408", "permit", "2026-01-01", "2026-12-31", null, "B2-114", "resident", null, null, null],
  ["沪B00001", "block", null, null, "debt", null, null, null, null, null],
  ["粤B12345", "paid", "2026-03-01 10:05", "2026-03-01 10:25", null, null, null, null, "12.50", null],
  ["粤B12345", "validation", "2026-03-01 09:40", "2026-03-02", null, null, "shop", null, null, null],
  ["苏A20002", "debt", "2026-02-28", null, null, null, null, null, "36.00", "3"],
];

type Imported = Outputs["lists"]["import"];
type MassStep = { before: number; removed: number; newlyBlocked: number };

/** A CSV file of vehicles: checked as a whole, then taken; what is wrong is named line by line. */
export function ImportDialog({ lotId, onClose }: { lotId: string; onClose: () => void }) {
  const t = useTranslations("lists");
  const trpc = useTRPC();
  const say = useSay();
  const queryClient = useQueryClient();
  const [csv, setCsv] = useState<string | null>(null);
  const [checked, setChecked] = useState<Imported | null>(null);
  const [mass, setMass] = useState<MassStep | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const taking = useMutation(
    trpc.lists.import.mutationOptions({
      onSuccess: (result) => {
        setMass(null);
        if (!result.isDone) return setChecked(result);
        const { added, changed, same, wrong } = result;
        say.done(t("imported", { added, changed, same, wrong }));
        onClose();
      },
      onError: (error) => {
        const failure = failureOf(error);
        const step = failure.kind === "conflict" ? (failure.conflict as MassStep | undefined) : undefined;
        if (step) setMass(step);
        else setProblem(failure.message);
      },
      onSettled: () => void queryClient.invalidateQueries({ queryKey: trpc.lists.pathKey() }),
    }),
  );
  const take = (change: { onlyGood?: boolean; isForced?: boolean } = {}) => {
    setProblem(null);
    if (csv !== null) taking.mutate({ lotId, csv, onlyGood: checked !== null, ...change });
  };
  const good = checked !== null && checked.wrong > 0;
  return (
    <Dialog title={t("importTitle")} note={t("importNote")} onClose={onClose}>
      <div className="flex flex-col items-start gap-4">
        <Button onClick={() => saveFile("vehicles-sample.csv", csvText(sample), "text/csv")}>{t("sample")}</Button>
        <FileField
          label={t("file")}
          accept=".csv,text/csv"
          bytesMax={bytesMax}
          onText={(text) => {
            setCsv(text);
            setChecked(null);
            setMass(null);
            setProblem(null);
          }}
          onTooLarge={() => setProblem(t("tooLarge"))}
        />
        <div role="status" className="w-full">
          {taking.isPending ? <p>{t("importing")}</p> : null}
          {problem ? <Banner tone="negative" title={problem} /> : null}
          {checked ? <Problems checked={checked} /> : null}
        </div>
        <div className="flex w-full flex-wrap justify-end gap-2">
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button kind="primary" disabled={csv === null || taking.isPending} onClick={() => take()}>
            {good ? t("takeGood") : t("take")}
          </Button>
        </div>
        <ConfirmDialog
          open={mass !== null}
          danger
          title={t("massTitle", { count: (mass?.removed ?? 0) + (mass?.newlyBlocked ?? 0) })}
          confirmLabel={t("massConfirm")}
          cancelLabel={t("massKeep")}
          busy={taking.isPending}
          onClose={() => setMass(null)}
          onConfirm={() => take({ isForced: true })}
        >
          {mass ? t("massText", { before: mass.before, removed: mass.removed, blocked: mass.newlyBlocked }) : null}
        </ConfirmDialog>
      </div>
    </Dialog>
  );
}

function Problems({ checked }: { checked: Imported }) {
  const t = useTranslations("lists");
  return (
    <div className="flex flex-col gap-2">
      <Banner tone="negative" title={t("wrong", { count: checked.wrong })}>
        {t("wrongText")}
      </Banner>
      <Table label={t("wrongLines")} cards>
        <thead>
          <tr>
            <HeadCell numeric>{t("line")}</HeadCell>
            <HeadCell>{t("column")}</HeadCell>
            <HeadCell>{t("found")}</HeadCell>
            <HeadCell>{t("whatIsWrong")}</HeadCell>
          </tr>
        </thead>
        <tbody>
          {checked.problems.map(({ line, column, code, value }) => (
            <tr key={`${line} ${column} ${code}`}>
              <Cell numeric label={t("line")}>
                {line}
              </Cell>
              <Cell label={t("column")}>{column ?? ""}</Cell>
              <Cell label={t("found")}>{value}</Cell>
              <Cell label={t("whatIsWrong")}>{t(`problems.${code}`)}</Cell>
            </tr>
          ))}
        </tbody>
      </Table>
      {checked.problems.length < checked.wrong ? (
        <p className="text-small text-muted">{t("moreWrong", { count: checked.wrong - checked.problems.length })}</p>
      ) : null}
    </div>
  );
}
