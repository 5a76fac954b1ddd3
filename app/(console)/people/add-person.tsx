"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { UserPlus } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "../../ui/primitives/button.tsx";
import { Card } from "../../ui/primitives/card.tsx";
import { Choice } from "../../ui/primitives/choice.tsx";
import { Field } from "../../ui/primitives/field.tsx";
import { TextInput } from "../../ui/primitives/text-input.tsx";
import { useSay } from "../../ui/primitives/toast.tsx";
import type { Me, Role } from "../../ui/shell/console-context.tsx";
import { failureOf } from "../../ui/state/failure.ts";
import { useTRPC } from "../../ui/trpc/trpc-provider.tsx";
import type { ShownPassword } from "./new-password.tsx";
import { type LotsSeen, PersonLots } from "./person-lots.tsx";
import { roles } from "./roles.ts";

const nobody = { name: "", email: "", role: "support" as Role };
const everyLot: LotsSeen = { allLots: true, lotIds: [] };
/** Only so much as catches a slip; the server reads it properly. */
const looksLikeEmail = /^\S+@\S+\.\S+$/;

/** A new person, or one who has an account already, becomes a member. */
export function AddPerson(props: { operatorId: string; lots: Me["lots"]; onPassword: (shown: ShownPassword) => void }) {
  const t = useTranslations("people");
  const roleName = useTranslations("shell.roles");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const say = useSay();
  const [person, setPerson] = useState(nobody);
  const [seen, setSeen] = useState(everyLot);
  const [tried, setTried] = useState(false);
  const add = useMutation(
    trpc.members.add.mutationOptions({
      onSuccess: ({ password }) => {
        if (password) props.onPassword({ name: person.name, password });
        else say.done(t("added", { name: person.name }));
        setPerson(nobody);
        setSeen(everyLot);
        setTried(false);
        void queryClient.invalidateQueries({ queryKey: trpc.members.pathKey() });
      },
      onError: (error) =>
        say.failed(t("addFailed"), failureOf(error).kind === "conflict" ? t("alreadyMember") : error.message),
    }),
  );
  const wrong = {
    name: person.name.trim() ? undefined : t("nameMissing"),
    email: looksLikeEmail.test(person.email.trim()) ? undefined : t("emailWrong"),
  };
  const send = () => {
    setTried(true);
    if (wrong.name || wrong.email) return;
    const { name, email, role } = person;
    const lots = { allLots: seen.allLots, lotIds: [...seen.lotIds] };
    add.mutate({ operatorId: props.operatorId, name: name.trim(), email: email.trim(), role, ...lots });
  };
  return (
    <Card title={t("addTitle")}>
      <form
        noValidate
        className="flex max-w-160 flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <div className="flex flex-wrap items-start gap-3">
          <Field label={t("columns.name")} error={tried ? wrong.name : undefined}>
            <TextInput
              value={person.name}
              autoComplete="off"
              maxLength={200}
              onChange={(event) => setPerson({ ...person, name: event.currentTarget.value })}
            />
          </Field>
          <Field label={t("columns.email")} error={tried ? wrong.email : undefined}>
            <TextInput
              type="email"
              value={person.email}
              autoComplete="off"
              maxLength={320}
              wrapClassName="w-64 max-w-full"
              onChange={(event) => setPerson({ ...person, email: event.currentTarget.value })}
            />
          </Field>
          <Choice
            label={t("columns.role")}
            value={person.role}
            options={roles.map((role) => ({ value: role, label: roleName(role) }))}
            onChange={(role) => setPerson({ ...person, role })}
          />
        </div>
        <p className="text-small text-muted">{t(`roleText.${person.role}`)}</p>
        <PersonLots lots={props.lots} value={seen} onChange={setSeen} />
        <div>
          <Button type="submit" kind="primary" disabled={add.isPending}>
            <UserPlus aria-hidden />
            {t("add")}
          </Button>
        </div>
      </form>
    </Card>
  );
}
