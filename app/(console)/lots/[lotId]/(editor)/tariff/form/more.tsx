"use client";

import dynamic from "next/dynamic";
import { Skeleton } from "../../../../../../ui/state/skeleton.tsx";
import type { RareFormProps } from "./rare-form.tsx";

/** Loaded when a fold is first opened: it brings every field of the model. */
const Loaded = dynamic(() => import("./rare-form.tsx").then((file) => file.RareForm), {
  loading: () => <Skeleton className="h-16" />,
});

/** The rare fields of one object of the tariff. */
export function More<Value extends object>({ onChange, ...rest }: RareFormProps<Value>) {
  return <Loaded {...rest} onChange={(next) => onChange(next as Value)} />;
}
