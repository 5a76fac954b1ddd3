"use client";

import { CircleAlert, LockKeyhole, SearchX } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Button } from "../primitives/button.tsx";
import { failureOf } from "./failure.ts";
import { StateBlock } from "./state-block.tsx";

type Loadable<Value> = {
  data: Value | undefined;
  error: unknown;
  isFetching: boolean;
  refetch: () => unknown;
};

/**
 * Draws what a query has: its value, a skeleton of the same shape, or what failed with a way to
 * try again. `what` names the thing in the sentence: "the passages of this lot".
 */
export function QueryState<Value>(props: {
  query: Loadable<Value>;
  what: string;
  skeleton: ReactNode;
  /** What failed is the whole page. */
  isPage?: boolean;
  children: (value: Value) => ReactNode;
}) {
  const { query } = props;
  if (query.data !== undefined) return props.children(query.data);
  if (query.error) {
    return (
      <Failure
        error={query.error}
        what={props.what}
        busy={query.isFetching}
        isPage={props.isPage ?? false}
        onRetry={() => query.refetch()}
      />
    );
  }
  return <Loading>{props.skeleton}</Loading>;
}

/** A skeleton that waits 300 ms before it shows. */
export function Loading({ children }: { children: ReactNode }) {
  const t = useTranslations("state");
  return (
    <div aria-busy="true" className="late">
      <span role="status" className="sr-only">
        {t("loading")}
      </span>
      {children}
    </div>
  );
}

/** What failed, what to do, and a reference to tell support. */
function Failure(props: { error: unknown; what: string; busy: boolean; isPage: boolean; onRetry: () => void }) {
  const t = useTranslations("state");
  const role = useTranslations("shell.roles");
  const failure = failureOf(props.error);
  if (failure.kind === "notAllowed") {
    return (
      <StateBlock isPage={props.isPage} icon={LockKeyhole} tone="caution" title={t("notAllowedTitle")}>
        {failure.roles.length > 0
          ? t("notAllowedRoles", {
              what: props.what,
              roles: failure.roles.map((each) => role(each)).join(t("separator")),
            })
          : t("notAllowed", { what: props.what })}
      </StateBlock>
    );
  }
  if (failure.kind === "notFound") {
    return (
      <StateBlock isPage={props.isPage} icon={SearchX} tone="quiet" title={t("notFoundTitle")}>
        {t("notFound", { what: props.what })}
      </StateBlock>
    );
  }
  return (
    <StateBlock
      isPage={props.isPage}
      icon={CircleAlert}
      tone="negative"
      alert
      title={t("errorTitle", { what: props.what })}
      action={
        <Button onClick={props.onRetry} disabled={props.busy}>
          {t("retry")}
        </Button>
      }
    >
      <p>{failure.kind === "unreachable" ? t("unreachable") : t("errorText")}</p>
      {failure.reference ? <p className="text-small">{t("reference", { reference: failure.reference })}</p> : null}
    </StateBlock>
  );
}
