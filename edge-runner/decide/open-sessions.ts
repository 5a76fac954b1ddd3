import { matchPlate } from "#engine/model/match-plate.ts";
import type { SessionRow } from "../report/journal-reader.ts";

/** A car that is inside, as the edge that let it in knows it. */
export type OpenSession = {
  readonly sessionId: string;
  readonly plateText: string | null;
  readonly laneId: string;
  /** Cloud time, as it was known then. */
  readonly enteredAt: number;
  readonly enteredMonotonicMs: number;
  readonly enteredBootId: string;
  readonly enteredQuality: string;
  /** The bundle under which it opened, and whose tariff prices it. */
  readonly bundleSha256: string;
  readonly vehicleClass: string | null;
  /** Another edge of the lot let it in; what is known of it came from the cloud. */
  readonly isElsewhere?: boolean;
  /** Of one from elsewhere: the number of its bundle. */
  readonly bundleNumber?: number;
};

export type SessionMatch = {
  readonly kind: "exact" | "fuzzy" | "none" | "noPlate";
  readonly session: OpenSession | null;
  readonly candidateCount: number;
};

/** The open sessions of the lot as this edge knows them, in memory, found by plate: its own, and those of its other edges. */
export class OpenSessions {
  readonly #byId = new Map<string, OpenSession>();
  readonly #byPlate = new Map<string, OpenSession[]>();
  /** Sessions from elsewhere that ended here, while the cloud's list may still hold them. */
  readonly #endedHere: Set<string>;

  constructor(rows: readonly SessionRow[], endedHere: readonly string[] = []) {
    this.#endedHere = new Set(endedHere);
    for (const row of rows) this.open(fromRow(row));
  }

  own(): OpenSession[] {
    return [...this.#byId.values()].filter(({ isElsewhere }) => !isElsewhere);
  }

  isOwn(sessionId: string): boolean {
    const session = this.#byId.get(sessionId);
    return session !== undefined && !session.isElsewhere;
  }

  /** A session that another edge opened; one that has ended here already stays ended. */
  openElsewhere(session: OpenSession): void {
    if (this.#endedHere.has(session.sessionId) || this.isOwn(session.sessionId)) return;
    this.close(session.sessionId);
    this.open({ ...session, isElsewhere: true });
  }

  closeElsewhere(sessionId: string): void {
    this.#endedHere.delete(sessionId);
    if (!this.isOwn(sessionId)) this.close(sessionId);
  }

  /** The whole list of the others, in place of what was known of them. */
  replaceElsewhere(sessions: readonly OpenSession[]): void {
    for (const { sessionId, isElsewhere } of [...this.#byId.values()]) if (isElsewhere) this.close(sessionId);
    for (const session of sessions) this.openElsewhere(session);
  }

  endHere(session: OpenSession): void {
    if (session.isElsewhere) this.#endedHere.add(session.sessionId);
    this.close(session.sessionId);
  }

  /** The bundles, with their numbers, by which sessions from elsewhere are priced. */
  bundlesElsewhere(): Map<string, number> {
    const others = [...this.#byId.values()].filter(({ isElsewhere }) => isElsewhere);
    return new Map(others.map(({ bundleSha256, bundleNumber }) => [bundleSha256, bundleNumber ?? 1]));
  }

  /** How many cars are inside, and how many of them of this class; null where the class is not known. */
  inside(vehicleClass: string | null): { readonly count: number; readonly ofClass: number | null } {
    let ofClass = 0;
    for (const session of this.#byId.values()) if (session.vehicleClass === vehicleClass) ofClass++;
    return { count: this.#byId.size, ofClass: vehicleClass === null ? null : ofClass };
  }

  get size(): number {
    return this.#byId.size;
  }

  open(session: OpenSession): void {
    this.#byId.set(session.sessionId, session);
    if (session.plateText === null) return;
    this.#byPlate.set(session.plateText, [...(this.#byPlate.get(session.plateText) ?? []), session]);
  }

  close(sessionId: string): void {
    const session = this.#byId.get(sessionId);
    if (session === undefined) return;
    this.#byId.delete(sessionId);
    if (session.plateText === null) return;
    const left = this.#byPlate.get(session.plateText)!.filter((other) => other !== session);
    if (left.length === 0) this.#byPlate.delete(session.plateText);
    else this.#byPlate.set(session.plateText, left);
  }

  /** Bundles whose tariffs are still owed to somebody inside. */
  bundleHashes(): Set<string> {
    return new Set([...this.#byId.values()].map((session) => session.bundleSha256));
  }

  /** The session of a plate (normalised; empty when none was read). The newest, should there be several. */
  match(plateText: string, country: string): SessionMatch {
    if (plateText === "") return { kind: "noPlate", session: null, candidateCount: 0 };
    const same = this.#byPlate.get(plateText);
    if (same !== undefined && matchPlate(plateText, plateText, country) === "exact")
      return { kind: "exact", session: newestOf(same), candidateCount: same.length };
    const similar = [...this.#byPlate.keys()].filter(
      (other) => isClose(plateText, other) && matchPlate(plateText, other, country) === "fuzzy",
    );
    const candidates = similar.map((plate) => newestOf(this.#byPlate.get(plate)!));
    if (candidates.length === 0) return { kind: "none", session: null, candidateCount: 0 };
    return {
      kind: "fuzzy",
      session: candidates.length === 1 ? candidates[0]! : null,
      candidateCount: candidates.length,
    };
  }
}

function newestOf(sessions: readonly OpenSession[]): OpenSession {
  return sessions.reduce((newest, one) => (one.enteredAt >= newest.enteredAt ? one : newest));
}

/** Cheap and never wrong in saying no: plates that may match differ in one character at most. */
function isClose(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  const shorter = Math.min(a.length, b.length);
  let start = 0;
  while (start < shorter && a[start] === b[start]) start++;
  let end = 0;
  while (end < shorter - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  return Math.max(a.length, b.length) - start - end <= 2; // one character may be two code units
}

function fromRow(row: SessionRow): OpenSession {
  return {
    sessionId: row.session_id,
    plateText: row.plate_text,
    laneId: row.lane_id,
    enteredAt: row.entered_at,
    enteredMonotonicMs: row.entered_monotonic_ms,
    enteredBootId: row.entered_boot_id,
    enteredQuality: row.entered_quality,
    bundleSha256: row.bundle_sha256,
    vehicleClass: row.vehicle_class,
  };
}
