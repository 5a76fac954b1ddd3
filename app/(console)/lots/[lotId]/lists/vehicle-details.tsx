"use client";

import { useQuery } from "@tanstack/react-query";
import { useId } from "react";
import { useTranslations } from "use-intl";
import { enums } from "#engine/model/enums.ts";
import type { Tariff } from "#engine/model/rate-table.ts";
import { wordsAsked } from "#engine/price/words-asked.ts";
import { Choice } from "../../../../ui/primitives/choice.tsx";
import { Field } from "../../../../ui/primitives/field.tsx";
import { TextInput } from "../../../../ui/primitives/text-input.tsx";
import { useTRPC } from "../../../../ui/trpc/trpc-provider.tsx";
import { useWords } from "../../../../ui/words/use-words.ts";
import type { VehicleDraft } from "./vehicle-draft.ts";
import { kindWithAmount, namedKind } from "./vehicle-kinds.ts";

/** What only some kinds of entry have: the tariff's name for it, an amount, a number of stays. */
export function VehicleDetails(props: {
  lotId: string;
  draft: VehicleDraft;
  onChange: (change: Partial<VehicleDraft>) => void;
}) {
  const { lotId, draft, onChange } = props;
  const t = useTranslations("lists");
  const words = useWords();
  const listId = useId();
  const tariff = useQuery(useTRPC().draft.get.queryOptions({ lotId }, { staleTime: 60_000 })).data?.content.tariff;
  const named = namedKind(draft.kind);
  const priced = kindWithAmount(draft.kind);
  return (
    <>
      {named ? (
        <Field label={t(`nameOf.${named}`)} help={t("nameHelp")}>
          <TextInput
            value={draft.tariffName}
            maxLength={64}
            list={listId}
            autoComplete="off"
            wrapClassName="w-full"
            onChange={(event) => onChange({ tariffName: event.currentTarget.value })}
          />
          <datalist id={listId}>
            {namesOf(tariff, named).map((name) => (
              <option key={name} value={name} />
            ))}
          </datalist>
        </Field>
      ) : null}
      {draft.kind === "permit" ? (
        <Choice
          label={t("rightKind")}
          value={draft.rightKind}
          options={enums.rightKind.map((value) => ({ value, label: words.enumValue("rightKind", value) }))}
          onChange={(rightKind) => onChange({ rightKind })}
          className="w-full"
        />
      ) : null}
      {priced ? (
        <Field label={t(`amountOf.${priced}`)} {...(priced === "debt" ? {} : { help: t(`amountHelp.${priced}`) })}>
          <TextInput
            value={draft.amount}
            maxLength={16}
            inputMode="decimal"
            autoComplete="off"
            onChange={(event) => onChange({ amount: event.currentTarget.value })}
          />
        </Field>
      ) : null}
      {draft.kind === "debt" ? (
        <Field label={t("stayCount")}>
          <TextInput
            value={draft.stays}
            maxLength={6}
            inputMode="numeric"
            autoComplete="off"
            onChange={(event) => onChange({ stays: event.currentTarget.value.replace(/\D/g, "") })}
          />
        </Field>
      ) : null}
    </>
  );
}

/** What the tariff of the draft asks for in this place. */
function namesOf(tariff: Tariff | undefined, kind: NonNullable<ReturnType<typeof namedKind>>): readonly string[] {
  if (tariff === undefined) return [];
  if (kind === "validation") return (tariff.validations ?? []).map(({ type }) => type);
  if (kind === "paid") return (tariff.exitGraceByChannel ?? []).flatMap(({ channels }) => channels);
  if (kind !== "permit") return wordsAsked(tariff, "userQualifications");
  const covered = (tariff.rightCoverage ?? []).flatMap(({ rights }) => rights ?? []);
  return [...new Set([...wordsAsked(tariff, "activeAssignedRight"), ...covered])];
}
