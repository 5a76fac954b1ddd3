"use client";

import { useEffect, useRef } from "react";

/** Asks again whenever a newer revision of the draft is saved. */
export function useRefetchOn(revision: number, refetch: () => unknown): void {
  const asked = useRef(revision);
  useEffect(() => {
    if (asked.current === revision) return;
    asked.current = revision;
    void refetch();
  }, [revision, refetch]);
}
