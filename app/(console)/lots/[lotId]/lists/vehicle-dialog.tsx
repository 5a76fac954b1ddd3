"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
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
import { useLotCurrency } from "./use-lot-currency.ts";
import { VehicleDetails } from "./vehicle-details.tsx";
import { contentOf, draftOf, type LotFrame, withKind } from "./vehicle-draft.ts";
import { type Vehicle, type VehicleKind, vehicleKinds } from "./vehicle-kinds.ts";

type Props = { lotId: string; vehicle: Vehicle | null; onClose: () => void };

/** One entry: a new one, or one to change. Times are those of the lot's clock. */
export function VehicleDialog(props: Props) {
  const clock = useQuery(
    useTRPC().lots.clock.queryOptions({ lotId: props.lotId }, { staleTime: Number.POSITIVE_INFINITY }),
  ).data;
  const currency = useLotCurrency(props.lotId);
  return clock && currency ? <VehicleForm {...props} frame={{ clock, currency }} /> : null;
}

function VehicleForm({ lotId, vehicle, onClose, frame }: Props & { frame: LotFrame }) {
  const t = useTranslations("lists");
  const trpc = useTRPC();
  const say = useSay();
  const queryClient = useQueryClient();
  const timeZone = useLotZone();
  const [draft, setDraft] = useState(() => draftOf(vehicle, timeZone, frame.currency));
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
    const read = contentOf(draft, frame);
    if ("problem" in read) return setProblem(t(read.problem));
    save.mutate({ lotId, id: vehicle?.id ?? null, revision: vehicle?.revision ?? 1, vehicle: read.content });
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
          onChange={(kind) => setDraft(withKind(draft, kind, frame, Date.now()))}
          className="w-full"
        />
        <p className="text-small text-muted">{t(`kindText.${draft.kind}`)}</p>
        <Field label={t("columns.plate")}>{text("plate", 64)}</Field>
        <div className="flex flex-wrap gap-3">
          {time("from", t(timeWords[draft.kind]?.from ?? "columns.from"))}
          {time("until", t(timeWords[draft.kind]?.until ?? "columns.until"))}
        </div>
        <VehicleDetails lotId={lotId} draft={draft} onChange={(change) => setDraft({ ...draft, ...change })} />
        {draft.kind === "allow" || draft.kind === "block" || draft.kind === "exempt" ? (
          <Field label={t("columns.reason")} help={t("reasonHelp")}>
            {text("reason", 64)}
          </Field>
        ) : null}
        <Field label={t("noteLabel")}>{text("note", 500)}</Field>
        <div role="alert">{problem ? <Banner tone="negative" title={problem} /> : null}</div>
        <div className="flex flex-wrap justify-end gap-2">
          <Button type="button" onClick={onClose}>
            {t("cancel")}
          </Button>
          <Button type="submit" kind="primary" disabled={save.isPending}>
            {t("save")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** What the two times of a kind are called, where they are more than a beginning and an end. */
const timeWords: Partial<
  Record<VehicleKind, { from: "paidAt" | "givenAt" | "countedAt"; until?: "leaveBy" | "lapsesAt" }>
> = {
  paid: { from: "paidAt", until: "leaveBy" },
  validation: { from: "givenAt", until: "lapsesAt" },
  debt: { from: "countedAt" },
};
