import * as z from "zod/mini";
import type { Draft } from "#engine/model/draft.ts";
import { tariffSchema } from "#engine/model/rate-table.ts";
import { releaseRulesSchema } from "#engine/model/rule.ts";

/** As much of JSON Schema as the model's schemas make. */
export type PartSchema = {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, PartSchema>>;
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly PartSchema[];
  readonly oneOf?: readonly PartSchema[];
  readonly properties?: Readonly<Record<string, PartSchema>>;
  readonly required?: readonly string[];
  readonly items?: PartSchema;
};

/** The schema of a part of the draft, from the one that the server checks it with. */
export function partSchema(part: keyof Draft): PartSchema {
  const schema = part === "tariff" ? tariffSchema : releaseRulesSchema;
  return z.toJSONSchema(schema, { unrepresentable: "any", io: "input" }) as PartSchema;
}

/**
 * The plain forms that the value at a path may take. Of several forms of an object, those remain that agree with what
 * stands in it already: `holders` are its plain members, and those of what it stands in.
 */
export function formsAt(
  root: PartSchema,
  path: readonly (string | number)[],
  holders: readonly Readonly<Record<string, unknown>>[],
): PartSchema[] {
  let forms = plainForms(root, root);
  for (const [depth, step] of path.entries()) {
    const inner = agreeing(forms, holders[depth] ?? {}, step).map((form) =>
      typeof step === "number" ? form.items : form.properties?.[step],
    );
    forms = inner.flatMap((form) => (form ? plainForms(form, root) : []));
  }
  return path.length < holders.length ? agreeing(forms, holders[path.length] ?? {}) : forms;
}

/** The forms that an object may still become; all of them where it has become none. */
function agreeing(forms: PartSchema[], held: Readonly<Record<string, unknown>>, written?: string | number) {
  const left = forms.filter((form) => agrees(form, held, written));
  return left.length > 0 ? left : forms;
}

/** A union taken apart, and references followed. */
function plainForms(form: PartSchema, root: PartSchema): PartSchema[] {
  if (form.$ref) {
    const named = root.$defs?.[form.$ref.replace("#/$defs/", "")];
    return named ? plainForms(named, root) : [];
  }
  const several = form.anyOf ?? form.oneOf;
  return several ? several.flatMap((each) => plainForms(each, root)) : [form];
}

/** Whether what an object holds already fits one form of it, the member being written aside. */
function agrees(form: PartSchema, held: Readonly<Record<string, unknown>>, written?: string | number): boolean {
  if (form.type !== "object" || !form.properties) return true;
  const { properties } = form;
  return Object.entries(held).every(([key, value]) => {
    if (key === written) return true;
    const member = properties[key];
    return member !== undefined && (member.const === undefined || member.const === value);
  });
}
