"use client";

import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useTranslations } from "use-intl";
import { Fold } from "../../../../ui/primitives/fold.tsx";
import { useTRPC } from "../../../../ui/trpc/trpc-provider.tsx";

/** Loaded when the fold is opened: it brings the engine's words for rules. */
const ListUse = dynamic(() => import("./list-use.tsx").then((file) => file.ListUse));

/** Folded: how many rules read the lists; open, which. */
export function ListUseFold({ lotId }: { lotId: string }) {
  const t = useTranslations("lists");
  const trpc = useTRPC();
  const use = useQuery(trpc.lists.use.queryOptions({ lotId })).data;
  const readers = new Set(use?.lists.flatMap(({ rules }) => rules.map(({ rule }) => rule.id)));
  return (
    <div className="pb-3">
      <Fold title={t("use.title")} {...(use ? { note: t("use.count", { count: readers.size }) } : {})}>
        {() => (use ? <ListUse lotId={lotId} use={use} /> : null)}
      </Fold>
    </div>
  );
}
