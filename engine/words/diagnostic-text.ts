import type { Diagnostic } from "../model/diagnostic.ts";
import type { DiagnosticCode } from "../model/diagnostic-code.ts";
import { operators } from "../model/operators.ts";
import { isFactId } from "../model/vocabulary.ts";
import { actionWord, paramWord } from "./action-words.ts";
import { diagnosticWords } from "./diagnostic-words.ts";
import { enumWord } from "./enum-words.ts";
import { factWord } from "./fact-words.ts";
import type { Locale } from "./locale.ts";
import { operatorWord } from "./rule-words.ts";
import { tariffParamText } from "./tariff-finding-params.ts";

type DiagnosticSaid = Pick<Diagnostic, "params"> & { readonly code: string };

/** What is wrong and what to do, as a sentence. An unknown code (of a newer server) is shown as it is. */
export function diagnosticText({ code, params }: DiagnosticSaid, locale: Locale): string {
  if (!isDiagnosticCode(code))
    return locale === "zh-CN" ? `此处有误（${code}）。` : `Something is wrong here (${code}).`;
  return diagnosticWords[code][locale].replace(
    /\{([a-zA-Z]+)\}/g,
    (_whole, name: string) => tariffParamText(name, params, locale) ?? paramText(name, params[name] ?? "", locale),
  );
}

function paramText(name: string, value: string | number, locale: Locale): string {
  const text = String(value);
  if ((name === "fact" || name === "other") && isFactId(text)) return factWord(text, locale);
  if (name === "operator" && isOperatorId(text)) return operatorWord(text, locale);
  if (name === "action") return actionWord(text, locale);
  if (name === "param") return paramWord(text, locale);
  if (name === "reason") return enumWord("reason", text, locale);
  return text;
}

function isDiagnosticCode(code: string): code is DiagnosticCode {
  return Object.hasOwn(diagnosticWords, code);
}

function isOperatorId(text: string): text is keyof typeof operators {
  return Object.hasOwn(operators, text);
}
