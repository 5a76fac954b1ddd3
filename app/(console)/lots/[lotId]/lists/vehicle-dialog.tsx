"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { ClockTable } from "#engine/model/clock-table.ts";
import { isoLocalText } from "../../../../ui/format/lot-time.ts";
import { Banner } from "../../../../ui/primitives/banner.tsx";
import { Button } from "../../../../ui/primitives/button.tsx";
import { Choice } from "../../../../ui/primitives/choice.tsx";
import { Dialog } from "../../../../ui/primitives/dialog.tsx";
import { Field } from "../../../../ui/primitives/field.tsx";
import { TextInput } from "../../../../ui/primitives/text-input.tsx";
import { useSay } from "../../../../ui/primitives/toast.tsx";
import { useLotZone } from "../../../../ui/shell/lot-zone.tsx";
import { failureOf } from "../../../../ui/state/failure.ts";
import { useTRPC } from "../../../../ui/trpc/trpc-provider.tsx";
import { DateTimeBlank } from "../(editor)/tariff/date-time-blank.tsx";
import { instantOf } from "../(editor)/tariff/local-date-time.ts";
import { type Vehicle, type VehicleKind, vehicleKinds } from "./vehicle-kinds.ts";

type Draft = { kind: VehicleKind; plate: string; reason: string; note: string; from: string; until: string };

/** One entry: a new one, or one to change. Times are those of the lot's clock. */
export function VehicleDialog(props: { lotId: string; vehicle: Vehicle | null; onClose: () => void }) {
  const { lotId, vehicle, onClose } = props;
  const t = useTranslations("lists");
  const trpc = useTRPC();
  const say = useSay();
  const queryClient = useQueryClient();
  const timeZone = useLotZone();
  const clock = useQuery(trpc.lots.clock.queryOptions({ lotId }, { staleTime: Number.POSITIVE_INFINITY })).data;
  const [draft, setDraft] = useState(() => draftOf(vehicle, timeZone));
  const [problem, setProblem] = useState<string | null>(null);
  const save = useMutation(
    trpc.lists.save.mutationOptions({
      onSuccess: () => {
        say.done(t("saved"));
        onClose();
      },
      onError: (error) => {
        const { kind } = failureOf(error);
        if (kind === "badInput") setProblem(t("plateWrong"));
        else setProblem(kind === "conflict" ? t("changedMeanwhile") : `${t("saveFailed")} ${error.message}`);
      },
      onSettled: () => void queryClient.invalidateQueries({ queryKey: trpc.lists.pathKey() }),
    }),
  );
  const send = () => {
    if (!clock) return;
    const from = readTime(draft.from, clock);
    const until = readTime(draft.until, clock);
    if (draft.plate.trim() === "") return setProblem(t("plateWrong"));
    if (draft.kind === "paid" && (from === null || until === null)) return setProblem(t("timesNeeded"));
    if (from !== null && until !== null && until <= from) return setProblem(t("orderWrong"));
    const { kind, plate, reason, note } = draft;
    const content = {
      kind,
      plate: plate.trim(),
      reason: reason.trim() || null,
      note: note.trim() || null,
      from,
      until,
    };
    save.mutate({ lotId, id: vehicle?.id ?? null, revision: vehicle?.revision ?? 1, vehicle: content });
  };
  const text = (name: "plate" | "reason" | "note", most: number) => (
    <TextInput
      value={draft[name]}
      maxLength={most}
      autoComplete="off"
      wrapClassName="w-full"
      onChange={(event) => setDraft({ ...draft, [name]: event.currentTarget.value })}
    />
  );
  const time = (name: "from" | "until", label: string) => (
    <DateTimeBlank
      label={label}
      timeLabel={t("timeOf", { label })}
      value={draft[name]}
      onChange={(value) => setDraft({ ...draft, [name]: value.startsWith("T") ? "" : value })}
    />
  );
  return (
    <Dialog narrow title={vehicle ? t("editTitle") : t("addTitle")} note={t("dialogNote")} onClose={onClose}>
      <form
        noValidate
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          setProblem(null);
          send();
        }}
      >
        <Choice
          label={t("kind")}
          value={draft.kind}
          options={vehicleKinds.map((value) => ({ value, label: t(`kinds.${value}`) }))}
          onChange={(kind) => setDraft({ ...draft, kind })}
          className="w-full"
        />
        <p className="text-small text-muted">{t(`kindText.${draft.kind}`)}</p>
        <Field label={t("columns.plate")}>{text("plate", 64)}</Field>
        <div className="flex flex-wrap gap-3">
          {time("from", draft.kind === "paid" ? t("paidAt") : t("columns.from"))}
          {time("until", draft.kind === "paid" ? t("leaveBy") : t("columns.until"))}
        </div>
        {draft.kind === "permit" || draft.kind === "paid" ? null : (
          <Field label={t("columns.reason")} help={t("reasonHelp")}>
            {text("reason", 64)}
          </Field>
        )}
        <Field label={t("noteLabel")}>{text("note", 500)}</Field>
        <div role="alert">{problem ? <Banner tone="negative" title={problem} /> : null}</div>
        <div className="flex flex-wrap justify-end gap-2">
          <Button type="button" onClick={onClose}>
            {t("cancel")}
          </Button>
          <Button type="submit" kind="primary" disabled={save.isPending || !clock}>
            {t("save")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function draftOf(vehicle: Vehicle | null, timeZone: string): Draft {
  const local = (at: Date | null) => (at === null ? "" : isoLocalText(at, timeZone).slice(0, 16));
  return {
    kind: vehicle?.kind ?? "permit",
    plate: vehicle?.plateRaw ?? "",
    reason: vehicle?.reason ?? "",
    note: vehicle?.note ?? "",
    from: local(vehicle?.from ?? null),
    until: local(vehicle?.until ?? null),
  };
}

/** A day without a time begins at midnight. */
function readTime(text: string, clock: ClockTable): Date | null {
  const at = instantOf(clock, text.endsWith("T") ? `${text}00:00` : text);
  return at === null ? null : new Date(at);
}
