import { readDraft } from "../../author/read-draft.ts";
import { resetDraft, resetDraftInput } from "../../author/reset-draft.ts";
import { saveDraft, saveDraftInput } from "../../author/save-draft.ts";
import { lotProcedure, makeRouter } from "../init.ts";

export const draftRouter = makeRouter({
  get: lotProcedure("draft.read").query(({ ctx }) => readDraft(ctx.checked)),
  save: lotProcedure("draft.write")
    .input(saveDraftInput)
    .mutation(({ ctx, input }) => saveDraft(ctx.checked, input)),
  reset: lotProcedure("draft.write")
    .input(resetDraftInput)
    .mutation(({ ctx, input }) => resetDraft(ctx.checked, input)),
});
