"use client";

import { useTranslations } from "use-intl";
import type { ParamDefinition } from "#engine/model/actions.ts";
import { enums } from "#engine/model/enums.ts";
import type { ParamValue } from "#engine/model/rule.ts";
import type { FactId } from "#engine/model/vocabulary.ts";
import { Button } from "../../../../../ui/primitives/button.tsx";
import { Choice } from "../../../../../ui/primitives/choice.tsx";
import { WholeNumberInput } from "../../../../../ui/primitives/whole-number-input.tsx";
import { useWords } from "../../../../../ui/words/use-words.ts";
import { firstParam } from "./required-params.ts";
import { TextBlank } from "./text-blank.tsx";

type Params = Record<string, ParamValue>;

/** The parameters of a decision or an effect: those in use as blanks, the others to add. */
export function ParamsForm(props: {
  definitions: Readonly<Record<string, ParamDefinition>>;
  params: Params;
  onChange: (params: Params) => void;
}) {
  const { definitions, params, onChange } = props;
  const t = useTranslations("rules");
  const words = useWords();
  const names = Object.keys(definitions);
  const unused = names.filter((name) => params[name] === undefined && definitions[name]?.type !== "texts");
  return (
    <>
      {names.map((name) => {
        const definition = definitions[name];
        const value = params[name];
        if (!definition || value === undefined || definition.type === "factRef") return null;
        return (
          <span key={name} className="inline-flex flex-wrap items-start gap-1.5">
            <span className="leading-8 text-muted">{words.param(name)}</span>
            <ParamBlank
              label={words.param(name)}
              definition={definition}
              value={value}
              onChange={(next) => onChange({ ...params, [name]: next })}
            />
          </span>
        );
      })}
      {unused.map((name) => (
        <Button
          key={name}
          kind="link"
          size="small"
          className="mt-1"
          onClick={() => {
            const definition = definitions[name];
            if (definition) onChange({ ...params, [name]: firstParam(definition) });
          }}
        >
          {t("addParam", { name: words.param(name) })}
        </Button>
      ))}
    </>
  );
}

function ParamBlank(props: {
  label: string;
  definition: ParamDefinition;
  value: ParamValue;
  onChange: (value: ParamValue) => void;
}) {
  const { label, definition, value, onChange } = props;
  const t = useTranslations("rules");
  const common = useTranslations("common");
  const words = useWords();
  if (definition.type === "integer") {
    return (
      <WholeNumberInput
        label={label}
        hideLabel
        value={Number(value)}
        min={Math.max(0, definition.min)}
        max={definition.max}
        unit={t(`units.${definition.unit}`)}
        onChange={onChange}
      />
    );
  }
  if (definition.type === "boolean") {
    return (
      <Choice
        label={label}
        hideLabel
        value={value === true ? "yes" : "no"}
        options={[
          { value: "yes", label: common("yes") },
          { value: "no", label: common("no") },
        ]}
        onChange={(next) => onChange(next === "yes")}
      />
    );
  }
  if (definition.type === "enum" || definition.type === "enums") {
    const name = definition.values;
    const many = definition.type === "enums";
    return (
      <Choice
        label={label}
        hideLabel
        value={String(Array.isArray(value) ? value[0] : value)}
        options={enums[name].map((each) => ({ value: String(each), label: words.enumValue(name, each) }))}
        onChange={(next) => onChange(many ? [next] : next)}
      />
    );
  }
  if (definition.type === "text" && definition.facts) {
    const options: { value: FactId; label: string }[] = definition.facts.map((id) => ({
      value: id,
      label: words.fact(id),
    }));
    const chosen = typeof value === "object" && "fact" in value ? value.fact : options[0]?.value;
    return chosen ? (
      <Choice label={label} hideLabel value={chosen} options={options} onChange={(fact) => onChange({ fact })} />
    ) : null;
  }
  return (
    <TextBlank
      label={label}
      many={definition.type === "texts"}
      numeric={false}
      value={typeof value === "object" && "fact" in value ? value.fact : Array.isArray(value) ? [...value] : value}
      onChange={(next) => onChange(Array.isArray(next) ? next.map(String) : String(next))}
    />
  );
}
