"use client";

import clsx from "clsx";
import { CircleAlert, CircleCheck, Pencil, X } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { LoadedBundle } from "#engine/compile/load-bundle.ts";
import { runScenario, type ScenarioResult } from "#engine/scenario/run-scenario.ts";
import type { Scenario } from "#engine/scenario/scenario.ts";
import { Button } from "../../../../../ui/primitives/button.tsx";
import { useDraft } from "../draft-provider.tsx";
import { ScenarioActs } from "./scenario-acts.tsx";
import { ScenarioForm } from "./scenario-form.tsx";
import { ScenarioOutcome } from "./scenario-outcome.tsx";
import { useUnmetText } from "./use-unmet-text.ts";

/** One scenario: whether it comes out as expected, and when open its form with what comes of it at each key. */
export function ScenarioItem(props: {
  kept: { id: string | null; revision: number; scenario: Scenario };
  result: ScenarioResult;
  bundle: LoadedBundle;
  open: boolean;
  onOpen: (open: boolean) => void;
}) {
  const t = useTranslations("scenarios");
  const { kept, bundle, open, onOpen } = props;
  const { editable } = useDraft();
  const unmetText = useUnmetText();
  const [typed, setTyped] = useState<Scenario | null>(null);
  const scenario = typed ?? kept.scenario;
  const result = typed ? runScenario(bundle, typed) : props.result;
  const passed = result.kind === "ran" && result.passed;
  const name = scenario.name || t("unnamed");
  return (
    <li className={clsx("border-b border-border px-2 py-2", open && "bg-surface shadow-[inset_2px_0_var(--accent)]")}>
      <div className="flex flex-wrap items-start gap-x-3 gap-y-1">
        {passed ? (
          <CircleCheck aria-label={t("passes")} className="mt-0.5 size-4 shrink-0 text-positive" />
        ) : (
          <CircleAlert aria-label={t("fails")} className="mt-0.5 size-4 shrink-0 text-negative" />
        )}
        <div className="min-w-0 flex-1">
          <div className="font-medium wrap-anywhere">{name}</div>
          <ul className="text-small text-muted">
            {unmetText(result).map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </div>
        <Button
          kind="quiet"
          size="smallIcon"
          aria-expanded={open}
          aria-label={open ? t("close", { name }) : t(editable ? "edit" : "look", { name })}
          onClick={() => {
            setTyped(null);
            onOpen(!open);
          }}
        >
          {open ? <X aria-hidden /> : <Pencil aria-hidden />}
        </Button>
      </div>
      {open ? (
        <div className="mt-2 flex flex-col gap-4 border-t border-border pt-3 pl-7">
          {editable ? <ScenarioForm scenario={scenario} onChange={setTyped} /> : null}
          <ScenarioOutcome result={result} />
          {editable ? (
            <ScenarioActs kept={{ ...kept, scenario }} changed={typed !== null} onDone={() => onOpen(false)} />
          ) : null}
        </div>
      ) : null}
    </li>
  );
}
