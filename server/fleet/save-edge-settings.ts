import * as z from "zod";
import { documentEntry } from "#contracts/document-entry.ts";
import { type EdgeSettings, edgeSettingsSchema } from "#contracts/edge-settings.ts";
import { limits } from "#contracts/limits.ts";
import { edgeIdSchema } from "#contracts/names.ts";
import type { Tx } from "#prisma/db.ts";
import { audited } from "../identity/audited.ts";
import { changedParts } from "../identity/changed-parts.ts";
import type { LotContext } from "../identity/check-access.ts";
import { Failure, notFound } from "../identity/failure.ts";

const settingsSchema = z.custom<EdgeSettings>((value) => edgeSettingsSchema.safeParse(value).success, "no settings");

/** `before`: what the person saw. */
export const saveEdgeSettingsInput = z.object({
  edgeId: z.custom<string>((value) => edgeIdSchema.safeParse(value).success, "no edge id"),
  before: settingsSchema,
  settings: settingsSchema,
});

/** How the lot's document of settings is read and changed. */
export type SettingsDocument = {
  readonly read: (tx: Tx, edgeId: string) => Promise<EdgeSettings>;
  readonly change: (tx: Tx, edgeId: string, settings: EdgeSettings) => Promise<void>;
};

/** Changes what an edge goes by; the edge takes it between two cars, or refuses it and says why. */
export function saveEdgeSettings(
  ctx: LotContext<"edge.settings">,
  { edgeId, before, settings }: z.output<typeof saveEdgeSettingsInput>,
  document: SettingsDocument,
): Promise<{ changed: boolean }> {
  const { operatorId, lotId } = ctx.lot;
  const wanted = withoutEmpty(edgeSettingsSchema.parse(settings));
  if (documentEntry(edgeId, wanted).line.length > limits.entryCharactersMax)
    throw new Failure("tooLarge", "these settings are more than an edge takes");
  return audited<{ changed: boolean }>(ctx, async (tx) => {
    const edge = await tx.edge.findUnique({ where: { operatorId_lotId_id: { operatorId, lotId, id: edgeId } } });
    if (!edge) throw notFound("edge");
    const present = await document.read(tx, edgeId);
    if (changedParts(withoutEmpty(edgeSettingsSchema.parse(before)), present) !== null)
      throw new Failure("conflict", "the settings were changed meanwhile");
    const parts = changedParts(present, wanted);
    if (parts === null) return { result: { changed: false }, note: "unchanged" };
    await document.change(tx, edgeId, wanted);
    const note = { operatorId, lotId, verb: "saveEdgeSettings", object: `edge ${edgeId}`, ...parts };
    return { result: { changed: true }, note };
  });
}

/** Groups and names under which nothing is said say nothing themselves. */
function withoutEmpty(settings: EdgeSettings): EdgeSettings {
  const said = JSON.parse(JSON.stringify(settings), (_key, value: unknown) => {
    if (typeof value !== "object" || value === null) return value;
    const entries = Object.entries(value).filter(([, inside]) => !isEmpty(inside));
    return Object.fromEntries(entries);
  });
  return edgeSettingsSchema.parse(said);
}

function isEmpty(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}
