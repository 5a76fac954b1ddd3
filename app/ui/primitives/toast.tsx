"use client";

import { CircleAlert, CircleCheck, X } from "lucide-react";
import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "./button.tsx";

type News = { id: number; failed: boolean; title: string; reason: string | undefined };
type Say = { done: (title: string) => void; failed: (title: string, reason?: string) => void };

const SayContext = createContext<Say | null>(null);
const shownMax = 3;
const doneMs = 6_000;
let lastId = 0;

/** Where short news of an act appears: done, which goes by itself, or what went wrong, which stays until it is read. */
export function ToastProvider({ children }: { children: ReactNode }) {
  const t = useTranslations("common");
  const [news, setNews] = useState<readonly News[]>([]);
  const dismiss = useCallback((id: number) => setNews((shown) => shown.filter((each) => each.id !== id)), []);
  const say = useMemo<Say>(() => {
    const add = (failed: boolean, title: string, reason?: string) => {
      lastId += 1;
      const id = lastId;
      setNews((shown) => [...shown, { id, failed, title, reason }].slice(-shownMax));
      if (!failed) setTimeout(() => dismiss(id), doneMs);
    };
    return { done: (title) => add(false, title), failed: (title, reason) => add(true, title, reason) };
  }, [dismiss]);
  return (
    <SayContext value={say}>
      {children}
      <div
        role="status"
        className="screen-only fixed right-4 bottom-18 z-50 flex w-[calc(100vw-2rem)] flex-col gap-2 empty:hidden sm:w-96 md:bottom-4"
      >
        {news.map(({ id, failed, title, reason }) => (
          <div
            key={id}
            className="flex items-start gap-2 rounded-card border border-border bg-background p-3 shadow-float"
          >
            {failed ? (
              <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-negative" />
            ) : (
              <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-positive" />
            )}
            <div className="min-w-0 flex-1">
              <p className="font-medium">{title}</p>
              {reason ? <p className="text-small wrap-anywhere text-muted">{reason}</p> : null}
            </div>
            <Button kind="quiet" size="smallIcon" aria-label={t("dismiss")} onClick={() => dismiss(id)}>
              <X aria-hidden />
            </Button>
          </div>
        ))}
      </div>
    </SayContext>
  );
}

/** Says in a corner that an act is done, or why it is not. */
export function useSay(): Say {
  const say = useContext(SayContext);
  if (!say) throw new Error("used outside the console");
  return say;
}
