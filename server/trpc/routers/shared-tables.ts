import { bringVersion, bringVersionInput } from "../../author/bring-version.ts";
import { detachTable, detachTableInput } from "../../author/detach-table.ts";
import { previewVersion, previewVersionInput } from "../../author/preview-version.ts";
import { readLotTables } from "../../author/read-lot-tables.ts";
import { readTable, readTables, tableInput } from "../../author/read-shared-tables.ts";
import { removeTable, removeTableInput } from "../../author/remove-table.ts";
import { renameTable, renameTableInput } from "../../author/rename-table.ts";
import { saveTableVersion, saveTableVersionInput } from "../../author/save-table-version.ts";
import { shareTable, shareTableInput } from "../../author/share-table.ts";
import { useTable, useTableInput } from "../../author/use-table.ts";
import { lotProcedure, makeRouter, operatorProcedure } from "../init.ts";

export const sharedTablesRouter = makeRouter({
  list: operatorProcedure("draft.read").query(({ ctx }) => readTables(ctx.checked)),
  get: operatorProcedure("draft.read")
    .input(tableInput)
    .query(({ ctx, input }) => readTable(ctx.checked, input)),
  ofLot: lotProcedure("draft.read").query(({ ctx }) => readLotTables(ctx.checked)),
  fromLot: lotProcedure("draft.write")
    .input(shareTableInput)
    .mutation(({ ctx, input }) => shareTable(ctx.checked, input)),
  use: lotProcedure("draft.write")
    .input(useTableInput)
    .mutation(({ ctx, input }) => useTable(ctx.checked, input)),
  detach: lotProcedure("draft.write")
    .input(detachTableInput)
    .mutation(({ ctx, input }) => detachTable(ctx.checked, input)),
  save: operatorProcedure("draft.write")
    .input(saveTableVersionInput)
    .mutation(({ ctx, input }) => saveTableVersion(ctx.checked, input)),
  rename: operatorProcedure("draft.write")
    .input(renameTableInput)
    .mutation(({ ctx, input }) => renameTable(ctx.checked, input)),
  remove: operatorProcedure("draft.write")
    .input(removeTableInput)
    .mutation(({ ctx, input }) => removeTable(ctx.checked, input)),
  preview: operatorProcedure("draft.read")
    .input(previewVersionInput)
    .query(async ({ ctx, input }) => previewVersion(ctx.checked, await ctx.asker(), input)),
  bring: operatorProcedure("draft.write")
    .input(bringVersionInput)
    .mutation(async ({ ctx, input }) => bringVersion(ctx.checked, await ctx.asker(), input)),
});
