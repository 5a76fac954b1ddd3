"use client";

import { useSyncExternalStore } from "react";
import { type Density, isDensity } from "./preference.ts";

function subscribe(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributeFilter: ["data-density"] });
  return () => observer.disconnect();
}

/** The row height that the person chose, for lists that must know it in pixels. */
export function useDensity(): Density {
  return useSyncExternalStore(
    subscribe,
    () => {
      const chosen = document.documentElement.dataset.density;
      return isDensity(chosen) ? chosen : "comfortable";
    },
    () => "comfortable",
  );
}
