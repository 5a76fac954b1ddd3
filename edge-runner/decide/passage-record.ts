import { randomBytes } from "node:crypto";
import type { Facts } from "#contracts/decision.ts";
import type { PhotoRef } from "#contracts/photo.ts";
import {
  type DecisionBody,
  decisionBodySchema,
  type OutcomeBody,
  type Personal,
  partedStay,
  personalSchema,
} from "#contracts/record-body.ts";
import { toBytes } from "#contracts/text.ts";
import { personalFactIds } from "#engine/model/vocabulary.ts";
import type { RecordParts } from "../report/journal.ts";
import type { CarInput, Verdict } from "./decide-car.ts";

export type PassageFrame = {
  readonly passageId: string;
  readonly receivedAt: number;
  readonly observedAt: number;
  readonly sessionId: string | null;
  readonly decideMs: number;
  readonly flags: DecisionBody["flags"];
  readonly photos: readonly PhotoRef[];
};

const personalIds: ReadonlySet<string> = new Set(personalFactIds);

/** The bytes of a decision record: facts that name a car or a person go into the part that can be erased. */
export function decisionParts(input: CarInput, verdict: Verdict, frame: PassageFrame, at: number): RecordParts {
  const { observation, plateText } = input;
  const stay = verdict.priced === null ? null : partedStay(verdict.priced.stay);
  const body: DecisionBody = {
    v: 1,
    kind: "decision",
    passageId: frame.passageId,
    stamp: input.stamp,
    lotId: input.lotId,
    laneId: input.lane.id,
    direction: verdict.direction,
    basis: verdict.basis,
    bundle: verdict.bundle,
    observation: {
      deviceId: observation.deviceId,
      vendorEventId: observation.vendorEventId,
      observedAt: Math.max(0, Math.round(frame.observedAt)),
      receivedAt: Math.max(0, Math.round(frame.receivedAt)),
      confidence: observation.confidence,
    },
    facts: factsWhere(verdict.facts, (id) => !personalIds.has(id)),
    stay: stay?.body ?? null,
    quote: verdict.priced?.quote ?? null,
    sessionId: frame.sessionId,
    decision: verdict.decision,
    flags: frame.flags,
    decideMs: frame.decideMs,
  };
  const personal: Personal = {
    salt: randomBytes(16).toString("hex"),
    plateRaw: observation.plateRaw,
    plateText: plateText === "" ? null : plateText.slice(0, 64),
    facts: factsWhere(verdict.facts, (id) => personalIds.has(id)),
    ...stay?.personal,
    ...(frame.photos.length > 0 ? { photos: [...frame.photos] } : {}),
  };
  // what the cloud would turn away must not be sealed: throws, and the caller falls to the safe policy
  decisionBodySchema.parse(body);
  personalSchema.parse(personal);
  return { body: toBytes(JSON.stringify(body)), personal: toBytes(JSON.stringify(personal)), at };
}

/** The bytes of an outcome record; it names nobody. */
export function outcomeParts(body: OutcomeBody, at: number): RecordParts {
  return { body: toBytes(JSON.stringify(body)), personal: new Uint8Array(), at };
}

function factsWhere(facts: Facts, keeps: (id: string) => boolean): Facts {
  return Object.fromEntries(Object.entries(facts).filter(([id]) => keeps(id)));
}
