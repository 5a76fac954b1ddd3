import type { DecisionType, EnumName, ReasonCode } from "./enums.ts";
import type { FactId } from "./vocabulary.ts";

/** What a parameter of a decision or effect may hold. Money is only ever `factRef`: a rule refers to the quote, it never types an amount. */
export type ParamDefinition = { readonly required: boolean } & (
  | {
      readonly type: "integer";
      readonly unit: "seconds" | "minutes" | "level" | "count";
      readonly min: number;
      readonly max: number;
    }
  | { readonly type: "boolean" }
  | { readonly type: "enum"; readonly values: EnumName }
  | { readonly type: "enums"; readonly values: EnumName }
  /** A short text, or a reference to one of `facts`. */
  | { readonly type: "text"; readonly lengthMax: number; readonly facts: readonly FactId[] }
  | { readonly type: "texts"; readonly countMax: number; readonly lengthMax: number }
  | { readonly type: "factRef"; readonly facts: readonly FactId[] }
);

type DecisionDefinition = {
  /** Reasons offered for this decision. */
  readonly reasons: readonly ReasonCode[];
  readonly params: Readonly<Record<string, ParamDefinition>>;
};

type EffectDefinition = { readonly params: Readonly<Record<string, ParamDefinition>> };

const seconds = (max: number) => ({ type: "integer", unit: "seconds", min: 1, max, required: false }) as const;
const areaId = (required: boolean) =>
  ({ type: "text", lengthMax: 64, facts: ["area.id", "area.fromId"], required }) as const;
const dueAmount = { type: "factRef", facts: ["fee.due"], required: true } as const;
const someLanguage = { type: "enum", values: "language", required: false } as const;
const lines = { type: "texts", countMax: 4, lengthMax: 40, required: false } as const;
const template = { type: "enum", values: "template", required: true } as const;

/** What a rule may decide. One decision a passage: the first that matches. */
export const decisions = {
  release: {
    reasons: [
      "exempt",
      "emergency",
      "laneHeldOpen",
      "allowed",
      "permit",
      "reservation",
      "grant",
      "entry",
      "transfer",
      "free",
      "nothingDue",
      "paid",
      "autoPay",
      "offline",
      "other",
    ],
    params: { openForSeconds: seconds(300) },
  },
  hold: {
    reasons: [
      "laneClosed",
      "blocked",
      "debt",
      "noEntry",
      "alreadyInside",
      "noPlate",
      "plateUnread",
      "plateUncertain",
      "tailgate",
      "fault",
      "offline",
      "paymentPending",
      "permitNotHere",
      "outsideHours",
      "reservationTooEarly",
      "reservationTooLate",
      "notKnown",
      "other",
    ],
    params: { retryAfterSeconds: seconds(600) },
  },
  refuse: {
    reasons: [
      "laneClosed",
      "laneClosedToTransient",
      "blocked",
      "full",
      "debt",
      "permitNotHere",
      "outsideHours",
      "reservationTooEarly",
      "reservationTooLate",
      "other",
    ],
    params: {},
  },
  requestPayment: {
    reasons: ["feeDue", "graceOver", "paymentFailed", "debt", "other"],
    params: {
      amount: dueAmount,
      channels: { type: "enums", values: "channel", required: false },
      timeoutSeconds: seconds(3_600),
    },
  },
  requestConfirm: {
    reasons: ["plateUncertain", "plateUnread", "noPlate", "noEntry", "tailgate", "other"],
    params: {
      who: { type: "enum", values: "confirmer", required: true },
      candidates: { type: "boolean", required: false },
      timeoutSeconds: seconds(3_600),
    },
  },
} as const satisfies Record<DecisionType, DecisionDefinition>;

/** What a rule may do besides deciding. Effects accumulate in rule order. */
export const effects = {
  openSession: { params: { areaId: areaId(false) } },
  closeSession: { params: { areaId: areaId(false) } },
  moveSession: { params: { areaId: areaId(true) } },
  cancelSession: { params: { areaId: areaId(false) } },
  chargeAuto: { params: { amount: dueAmount } },
  recordDebt: { params: { amount: dueAmount } },
  adjustCount: {
    params: {
      areaId: areaId(true),
      class: { type: "enum", values: "vehicleClass", required: false },
      delta: { type: "integer", unit: "count", min: -10, max: 10, required: true },
    },
  },
  display: { params: { template, lines, language: someLanguage, seconds: seconds(600) } },
  say: { params: { template, lines, language: someLanguage, seconds: seconds(600) } },
  flagAnomaly: {
    params: {
      code: { type: "enum", values: "anomaly", required: true },
      severity: { type: "integer", unit: "level", min: 1, max: 3, required: true },
      attach: { type: "enums", values: "attachment", required: false },
    },
  },
  callSupport: {
    params: {
      reason: { type: "enum", values: "reason", required: true },
      priority: { type: "integer", unit: "level", min: 1, max: 3, required: false },
    },
  },
  // A mode set by a passing car always ends by itself, so that no car can close a lane for good.
  setLaneMode: {
    params: {
      mode: { type: "enum", values: "laneMode", required: true },
      forMinutes: { type: "integer", unit: "minutes", min: 1, max: 1_440, required: true },
    },
  },
} as const satisfies Record<string, EffectDefinition>;

export type EffectType = keyof typeof effects;
export const decisionTypes = Object.keys(decisions) as readonly DecisionType[];
export const effectTypes = Object.keys(effects) as readonly EffectType[];

/** The definition of a decision, with its parameters by name. */
export function decisionOf(type: DecisionType): DecisionDefinition {
  return decisions[type];
}

/** The definition of an effect, with its parameters by name. */
export function effectOf(type: EffectType): EffectDefinition {
  return effects[type];
}
