"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { KeyRound, UserMinus } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "../../ui/primitives/button.tsx";
import { Choice } from "../../ui/primitives/choice.tsx";
import { ConfirmDialog } from "../../ui/primitives/confirm-dialog.tsx";
import { Cell, HeadCell, Table } from "../../ui/primitives/table.tsx";
import { useSay } from "../../ui/primitives/toast.tsx";
import type { Me, Role } from "../../ui/shell/console-context.tsx";
import { failureOf } from "../../ui/state/failure.ts";
import type { Outputs } from "../../ui/trpc/outputs.ts";
import { useTRPC } from "../../ui/trpc/trpc-provider.tsx";
import type { ShownPassword } from "./new-password.tsx";
import { type LotsSeen, PersonLots } from "./person-lots.tsx";
import { roles } from "./roles.ts";

type Person = Outputs["members"]["list"][number];
type Asked = { act: "remove" | "password"; person: Person };

/** One person a row; role and lots change in place, and count from the person's next click on. */
export function PeopleTable(props: {
  operatorId: string;
  people: readonly Person[];
  lots: Me["lots"];
  selfId: string;
  onPassword: (shown: ShownPassword) => void;
}) {
  const t = useTranslations("people");
  const [asked, setAsked] = useState<Asked | null>(null);
  const owners = props.people.filter((person) => person.role === "owner").length;
  const change = useChanges(props, () => setAsked(null));
  return (
    <>
      <Table label={t("title")} cards>
        <thead>
          <tr>
            <HeadCell>{t("columns.name")}</HeadCell>
            <HeadCell>{t("columns.role")}</HeadCell>
            <HeadCell>{t("columns.lots")}</HeadCell>
            <HeadCell>{t("columns.acts")}</HeadCell>
          </tr>
        </thead>
        <tbody>
          {props.people.map((person) => (
            <PersonRow
              key={person.userId}
              person={person}
              lots={props.lots}
              isSelf={person.userId === props.selfId}
              isLastOwner={person.role === "owner" && owners === 1}
              busy={change.busy}
              onRole={(role) => change.setRole(person, role)}
              onLots={(lots) => change.setLots(person, lots)}
              onAsk={(act) => setAsked({ act, person })}
            />
          ))}
        </tbody>
      </Table>
      <ConfirmDialog
        open={asked !== null}
        danger
        title={asked ? t(`ask.${asked.act}.title`, { name: asked.person.name }) : ""}
        confirmLabel={asked ? t(`ask.${asked.act}.confirm`) : ""}
        cancelLabel={asked ? t(`ask.${asked.act}.keep`) : ""}
        busy={change.busy}
        onClose={() => setAsked(null)}
        onConfirm={() => asked && (asked.act === "remove" ? change.remove(asked.person) : change.renew(asked.person))}
      >
        {asked ? t(`ask.${asked.act}.text`, { name: asked.person.name }) : null}
      </ConfirmDialog>
    </>
  );
}

function PersonRow(props: {
  person: Person;
  lots: Me["lots"];
  isSelf: boolean;
  isLastOwner: boolean;
  busy: boolean;
  onRole: (role: Role) => void;
  onLots: (lots: LotsSeen) => void;
  onAsk: (act: Asked["act"]) => void;
}) {
  const t = useTranslations("people");
  const roleName = useTranslations("shell.roles");
  const { person, isSelf, isLastOwner } = props;
  return (
    <tr className="align-top">
      <Cell label={t("columns.name")}>
        <span>
          <span className="font-medium">{isSelf ? t("you", { name: person.name }) : person.name}</span>
          <span className="block text-small wrap-anywhere text-muted">{person.email}</span>
        </span>
      </Cell>
      <Cell label={t("columns.role")}>
        <span>
          <Choice
            label={t("roleOf", { name: person.name })}
            hideLabel
            value={person.role}
            disabled={props.busy || isLastOwner}
            options={roles.map((role) => ({ value: role, label: roleName(role) }))}
            onChange={(role) => role !== person.role && props.onRole(role)}
          />
          {isLastOwner ? <span className="block pt-1 text-small text-muted">{t("lastOwner")}</span> : null}
        </span>
      </Cell>
      <Cell label={t("columns.lots")}>
        <PersonLots hideLegend lots={props.lots} value={person} disabled={props.busy} onChange={props.onLots} />
      </Cell>
      <Cell label={t("columns.acts")}>
        {isSelf ? null : (
          <span className="flex flex-wrap gap-2">
            <Button size="small" onClick={() => props.onAsk("password")}>
              <KeyRound aria-hidden />
              {t("newPassword")}
              <span className="sr-only">{person.name}</span>
            </Button>
            <Button kind="danger" size="small" disabled={isLastOwner} onClick={() => props.onAsk("remove")}>
              <UserMinus aria-hidden />
              {t("remove")}
              <span className="sr-only">{person.name}</span>
            </Button>
          </span>
        )}
      </Cell>
    </tr>
  );
}

function useChanges(
  { operatorId, onPassword }: { operatorId: string; onPassword: (shown: ShownPassword) => void },
  onAsked: () => void,
) {
  const t = useTranslations("people");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const say = useSay();
  const settled = () => void queryClient.invalidateQueries({ queryKey: trpc.members.pathKey() });
  const onError = (error: unknown) => {
    onAsked();
    say.failed(t("changeFailed"), failureOf(error).kind === "conflict" ? t("changeRefused") : String(error));
  };
  const role = useMutation(trpc.members.setRole.mutationOptions({ onError, onSettled: settled }));
  const lots = useMutation(trpc.members.setLots.mutationOptions({ onError, onSettled: settled }));
  const remove = useMutation(trpc.members.remove.mutationOptions({ onError, onSettled: settled, onSuccess: onAsked }));
  const renew = useMutation(trpc.members.renewPassword.mutationOptions({ onError, onSettled: settled }));
  return {
    busy: role.isPending || lots.isPending || remove.isPending || renew.isPending,
    setRole: ({ userId }: Person, to: Role) => role.mutate({ operatorId, userId, role: to }),
    setLots: ({ userId }: Person, { allLots, lotIds }: LotsSeen) =>
      lots.mutate({ operatorId, userId, allLots, lotIds: [...lotIds] }),
    remove: ({ userId }: Person) => remove.mutate({ operatorId, userId }),
    renew: ({ userId, name }: Person) =>
      renew.mutate(
        { operatorId, userId },
        {
          onSuccess: ({ password }) => {
            onAsked();
            onPassword({ name, password });
          },
        },
      ),
  };
}
