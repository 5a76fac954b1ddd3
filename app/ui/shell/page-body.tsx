import type { ReactNode } from "react";

/** The page's padding and gaps. */
export function PageBody({ children }: { children: ReactNode }) {
  return <div className="flex min-w-0 flex-1 flex-col px-4 pb-8 md:px-6">{children}</div>;
}
