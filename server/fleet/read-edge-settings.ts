import { entryValue } from "#contracts/document-entry.ts";
import {
  type EdgeSettings,
  edgeSettingsSchema,
  type WholeSettings,
  wholeSettingsSchema,
} from "#contracts/edge-settings.ts";
import { type Telemetry, telemetrySchema } from "#contracts/messages.ts";
import type { LotContext } from "../identity/check-access.ts";

const changesMax = 5;

type Version = { readonly generation: number; readonly version: number };

/** How far an edge is with the settings that it should go by; `installed`: none of its own are changed. */
type SettingsState =
  | { readonly kind: "installed" | "waiting" | "running" }
  | { readonly kind: "refused"; readonly code: string; readonly message: string };

/** The settings of a lot's edges: as installed, as changed, how far each edge is, and who changed what. */
export async function readEdgeSettings({ db, lot }: LotContext<"fleet.read">) {
  const { operatorId, lotId } = lot;
  const where = { operatorId, lotId };
  const document = await db.document.findUnique({
    where: { operatorId_lotId_name: { ...where, name: "settings" } },
    include: { entries: true },
  });
  const edges = await db.edge.findMany({ where, include: { state: true }, orderBy: [{ name: "asc" }, { id: "asc" }] });
  const lines = new Map(document?.entries.map(({ key, line }) => [key, line]));
  const wanted = document === null ? null : { generation: document.generation, version: Number(document.version) };
  return Promise.all(
    edges.map(async ({ id: edgeId, name, state }) => {
      const line = lines.get(edgeId);
      const changes = await db.auditEntry.findMany({
        where: { ...where, verb: "saveEdgeSettings", object: `edge ${edgeId}` },
        select: { at: true, actorName: true, before: true, after: true },
        orderBy: { at: "desc" },
        take: changesMax,
      });
      return {
        edgeId,
        name,
        /** null until the edge has said. */
        installed: installedOf(state?.installed),
        settings: line === undefined ? {} : (entryValue(edgeSettingsSchema, line) ?? {}),
        state: stateOf(wanted, line !== undefined, telemetrySchema.safeParse(state?.telemetry).data),
        changes: changes.map(({ at, actorName, before, after }) => {
          return { at, actorName, before: settingsOf(before), after: settingsOf(after) };
        }),
      };
    }),
  );
}

function stateOf(wanted: Version | null, isChanged: boolean, said: Telemetry | undefined): SettingsState {
  if (wanted === null) return { kind: "installed" };
  const { settings, documents } = said ?? {};
  const refused = settings?.refused;
  if (refused && isSame(refused, wanted)) return { kind: "refused", code: refused.code, message: refused.message };
  if (settings && isSame(settings, wanted)) return { kind: isChanged ? "running" : "installed" };
  const kept = documents?.settings?.refused ?? null;
  return kept === null ? { kind: "waiting" } : { kind: "refused", code: kept, message: "" };
}

function isSame(a: Version, b: Version): boolean {
  return a.generation === b.generation && a.version === b.version;
}

function installedOf(value: unknown): WholeSettings | null {
  return wholeSettingsSchema.safeParse(value).data ?? null;
}

function settingsOf(value: unknown): EdgeSettings {
  return edgeSettingsSchema.safeParse(value).data ?? {};
}
