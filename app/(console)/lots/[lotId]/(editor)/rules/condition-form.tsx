"use client";

import { Plus, X } from "lucide-react";
import { useTranslations } from "use-intl";
import type { Condition, Leaf } from "#engine/model/rule.ts";
import { Button } from "../../../../../ui/primitives/button.tsx";
import { Choice } from "../../../../../ui/primitives/choice.tsx";
import { LeafForm } from "./leaf-form.tsx";

type Group = { all: Condition[] } | { any: Condition[] };

const depthMax = 1;
const freshLeaf: Leaf = { fact: "payment.state", operator: "equal", value: "paid" };

/** A condition as blanks: groups of "all of these" and "any of these", each part removable by name. */
export function ConditionForm(props: {
  condition: Condition;
  depth: number;
  onChange: (condition: Condition) => void;
}) {
  const { condition, depth, onChange } = props;
  const t = useTranslations("rules");
  if ("fact" in condition) return <LeafForm leaf={condition} onChange={onChange} />;
  if ("not" in condition) {
    return (
      <div className="flex flex-wrap items-start gap-2">
        <span className="leading-8">{t("not")}</span>
        <ConditionForm condition={condition.not} depth={depth} onChange={(not) => onChange({ not })} />
      </div>
    );
  }
  const kind = "all" in condition ? "all" : "any";
  const parts = "all" in condition ? condition.all : condition.any;
  const withParts = (next: Condition[], as: "all" | "any" = kind): Group =>
    as === "all" ? { all: next } : { any: next };
  return (
    <div className={depth > 0 ? "flex flex-col gap-2 border-l-2 border-border pl-3" : "flex flex-col gap-2"}>
      <Choice
        label={t("joined")}
        hideLabel
        value={kind}
        options={[
          { value: "all", label: t("all") },
          { value: "any", label: t("any") },
        ]}
        onChange={(next) => {
          if (next === "all" || parts.length > 0) onChange(withParts(parts, next));
        }}
      />
      {parts.map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no name; their place is their identity.
        <div key={index} className="flex items-start gap-1">
          <div className="min-w-0 flex-1">
            <ConditionForm
              condition={part}
              depth={depth + 1}
              onChange={(next) => onChange(withParts(parts.map((other, at) => (at === index ? next : other))))}
            />
          </div>
          <Button
            kind="quiet"
            size="icon"
            aria-label={t("removeCondition", { number: index + 1 })}
            disabled={kind === "any" && parts.length === 1}
            onClick={() => onChange(withParts(parts.filter((_, at) => at !== index)))}
          >
            <X aria-hidden />
          </Button>
        </div>
      ))}
      <div className="flex flex-wrap gap-1">
        <Button kind="link" size="small" onClick={() => onChange(withParts([...parts, freshLeaf]))}>
          <Plus aria-hidden />
          {t("addCondition")}
        </Button>
        {depth < depthMax ? (
          <Button
            kind="link"
            size="small"
            onClick={() =>
              onChange(withParts([...parts, kind === "all" ? { any: [freshLeaf] } : { all: [freshLeaf] }]))
            }
          >
            <Plus aria-hidden />
            {kind === "all" ? t("addAny") : t("addAll")}
          </Button>
        ) : null}
      </div>
    </div>
  );
}
