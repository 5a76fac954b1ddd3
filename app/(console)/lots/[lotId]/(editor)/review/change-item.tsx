"use client";

import { Equal, Minus, Pencil, Plus } from "lucide-react";
import { useTranslations } from "use-intl";

/** One change as what it was and what it becomes; an empty `before` stands for a change without words. */
export function ChangeItem(props: {
  title: string;
  before: string | null;
  after: string | null;
  /** Where the two sides are not what was and what will be. */
  labels?: { before?: string; after?: string };
}) {
  const t = useTranslations("review");
  const { title, before, after, labels = {} } = props;
  const Icon = before === null ? Plus : after === null ? Minus : before === "" ? Equal : Pencil;
  return (
    <li className="grid grid-cols-[1.5rem_minmax(0,1fr)] border-t border-border py-3">
      <Icon aria-hidden className="mt-0.5 size-4 text-muted" />
      <div>
        <h2 className="text-body">{title}</h2>
        {before ? (
          <p className="text-muted">
            <span className="text-small">{labels.before ?? t("before")} </span>
            {labels.before ? before : <del className="decoration-control">{before}</del>}
          </p>
        ) : null}
        {after ? (
          <p>
            {before || labels.after ? (
              <span className="text-small text-muted">{labels.after ?? t("after")} </span>
            ) : null}
            <ins className="no-underline">{after}</ins>
          </p>
        ) : null}
      </div>
    </li>
  );
}
