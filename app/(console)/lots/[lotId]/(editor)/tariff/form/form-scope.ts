"use client";

import { createContext, useContext } from "react";
import { useTranslations } from "use-intl";
import type { Tariff } from "#engine/model/rate-table.ts";

/** The tariff that a form edits, for what its fields refer to. */
export const FormScope = createContext<Tariff | null>(null);

export function useFormTariff(): Tariff {
  const tariff = useContext(FormScope);
  if (!tariff) throw new Error("used outside a tariff form");
  return tariff;
}

/** Words of the model's keys and values. A test holds every key of the form to have them. */
export function useModelWords(): (key: string) => string {
  const t = useTranslations("model");
  return (key) => (t as unknown as (key: string) => string)(key);
}
