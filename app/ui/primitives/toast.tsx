"use client";

import { Toast } from "@base-ui/react/toast";
import { CircleAlert, CircleCheck, X } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Button } from "./button.tsx";

/** Where short news of an act appears: done, or what went wrong. */
export function ToastProvider({ children }: { children: ReactNode }) {
  return (
    <Toast.Provider timeout={6000}>
      {children}
      <Toast.Portal>
        <Toast.Viewport className="fixed right-4 bottom-20 z-50 flex w-[calc(100vw-2rem)] flex-col gap-2 sm:w-96 md:bottom-4">
          <ToastList />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function ToastList() {
  const { toasts } = Toast.useToastManager();
  const t = useTranslations("common");
  return toasts.map((toast) => (
    <Toast.Root
      key={toast.id}
      toast={toast}
      className="rounded-card border border-border bg-background p-3 shadow-float transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0"
    >
      <Toast.Content className="flex items-start gap-2">
        {toast.type === "error" ? (
          <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-negative" />
        ) : (
          <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-positive" />
        )}
        <div className="min-w-0 flex-1">
          <Toast.Title className="text-body font-medium" />
          <Toast.Description className="text-small text-muted" />
        </div>
        <Toast.Close render={<Button kind="quiet" size="smallIcon" />} aria-label={t("dismiss")}>
          <X aria-hidden />
        </Toast.Close>
      </Toast.Content>
    </Toast.Root>
  ));
}

/** Says in a corner that an act is done, or why it is not. */
export function useSay(): { done: (title: string) => void; failed: (title: string, reason?: string) => void } {
  const manager = Toast.useToastManager();
  return {
    done: (title) => {
      manager.add({ title, type: "done" });
    },
    failed: (title, reason) => {
      manager.add({ title, type: "error", priority: "high", ...(reason ? { description: reason } : {}) });
    },
  };
}
