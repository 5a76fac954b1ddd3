import type { LocalBody } from "#contracts/local-record.ts";
import type { Anomaly } from "./raise-anomaly.ts";
import type { EdgeIdentity } from "./stream-rows.ts";

/** What a person must hear of trouble that an edge tells of: one anomaly for an edge and kind, counted. */
export function localAnomalies(edge: EdgeIdentity, body: LocalBody): Anomaly[] {
  const { operatorId, lotId, edgeId } = edge;
  if (body.kind !== "trouble") return [];
  const { trouble } = body;
  const raise = (kind: Anomaly["kind"], detail: Anomaly["detail"]): Anomaly[] => [
    { operatorId, lotId, edgeId, passageId: null, kind, key: edgeId, detail: { edgeId, ...detail } },
  ];
  switch (trouble.what) {
    case "journalSetAside":
      return raise("journalSetAside", {});
    case "journalLate":
      return raise("lateJournal", { waitedMs: trouble.waitedMs });
    case "clockJump":
      return raise("clockJump", { byMs: trouble.byMs });
    case "photosLost":
      return raise("photosLost", { why: trouble.why, photos: trouble.photos.length });
    case "disk":
      // that it has room again, or only begins to fill, is for the fleet page
      if (trouble.step === "ok" || trouble.step === "watch") return [];
      return raise("diskTight", { step: trouble.step, usedPercent: Math.round(trouble.usedShare * 100) });
  }
}
