"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Banner } from "../../ui/primitives/banner.tsx";
import { type Me, useMe } from "../../ui/shell/console-context.tsx";
import { PageBody } from "../../ui/shell/page-body.tsx";
import { PageHead } from "../../ui/shell/page-head.tsx";
import { useOperatorChoice } from "../../ui/shell/use-operator-choice.tsx";
import { QueryState } from "../../ui/state/query-state.tsx";
import { SkeletonRows } from "../../ui/state/skeleton.tsx";
import { useTRPC } from "../../ui/trpc/trpc-provider.tsx";
import { AddPerson } from "./add-person.tsx";
import { NewPassword, type ShownPassword } from "./new-password.tsx";
import { PeopleTable } from "./people-table.tsx";

/** Who works for an operator, as what, and in which lots. */
export function PeopleView() {
  const t = useTranslations("people");
  const me = useMe();
  const owned = me.operators.filter((operator) => operator.role === "owner");
  const { operator, choice } = useOperatorChoice(owned);
  return (
    <PageBody>
      <PageHead title={t("title")} note={t("note")} />
      {choice}
      {operator ? (
        <Operator key={operator.id} me={me} operatorId={operator.id} />
      ) : (
        <Banner tone="information" title={t("notAllowed")}>
          {t("notAllowedText")}
        </Banner>
      )}
    </PageBody>
  );
}

function Operator({ me, operatorId }: { me: Me; operatorId: string }) {
  const t = useTranslations("people");
  const trpc = useTRPC();
  const query = useQuery(trpc.members.list.queryOptions({ operatorId }));
  const [shown, setShown] = useState<ShownPassword | null>(null);
  const lots = me.lots.filter((lot) => lot.operatorId === operatorId);
  return (
    <div className="flex flex-col gap-4">
      {shown ? <NewPassword shown={shown} onClose={() => setShown(null)} /> : null}
      <QueryState query={query} what={t("what")} skeleton={<SkeletonRows rows={4} />}>
        {(people) => (
          <PeopleTable operatorId={operatorId} people={people} lots={lots} selfId={me.user.id} onPassword={setShown} />
        )}
      </QueryState>
      <AddPerson operatorId={operatorId} lots={lots} onPassword={setShown} />
    </div>
  );
}
