import type { ReactNode } from "react";
import { DraftProvider } from "./draft-provider.tsx";

export default async function EditorLayout(props: { params: Promise<{ lotId: string }>; children: ReactNode }) {
  const { lotId } = await props.params;
  const id = decodeURIComponent(lotId);
  return (
    <DraftProvider key={id} lotId={id}>
      {props.children}
    </DraftProvider>
  );
}
