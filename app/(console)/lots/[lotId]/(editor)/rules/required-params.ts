import type { ParamDefinition } from "#engine/model/actions.ts";
import { enums } from "#engine/model/enums.ts";
import type { ParamValue } from "#engine/model/rule.ts";

/** First values for the parameters that an action cannot do without. */
export function requiredParams(definitions: Readonly<Record<string, ParamDefinition>>): Record<string, ParamValue> {
  const required = Object.entries(definitions).filter(([, definition]) => definition.required);
  return Object.fromEntries(required.map(([name, definition]) => [name, firstParam(definition)]));
}

/** A value that a parameter accepts, to start from. */
export function firstParam(definition: ParamDefinition): ParamValue {
  switch (definition.type) {
    case "integer":
      return Math.max(1, definition.min);
    case "boolean":
      return true;
    case "enum":
      return enums[definition.values][0] ?? "";
    case "enums":
      return [enums[definition.values][0] ?? ""];
    case "text":
      return definition.facts?.[0] ? { fact: definition.facts[0] } : "A";
    case "texts":
      return [];
    case "factRef":
      return { fact: definition.facts[0] ?? "fee.due" };
  }
}
