import { confirmDocument } from "../../documents/change-document.ts";
import { projectVehicles } from "../../documents/project-vehicles.ts";
import type { VisibleLot } from "../../identity/access.ts";
import { confirmList } from "../../rights/confirm-list.ts";
import { endVehicle, endVehicleInput } from "../../rights/end-vehicle.ts";
import { importVehicles, importVehiclesInput } from "../../rights/import-vehicles.ts";
import { readListState } from "../../rights/read-list-state.ts";
import { readListUse } from "../../rights/read-list-use.ts";
import { readVehicles, vehiclesInput } from "../../rights/read-vehicles.ts";
import { saveVehicle, saveVehicleInput } from "../../rights/save-vehicle.ts";
import type { ProjectGrants } from "../../rights/vehicle-content.ts";
import { lotProcedure, makeRouter } from "../init.ts";
import { sqlOf } from "../sql-of.ts";

export const listsRouter = makeRouter({
  vehicles: lotProcedure("list.read")
    .input(vehiclesInput)
    .query(({ ctx, input }) => readVehicles(ctx.checked, input)),
  state: lotProcedure("list.read").query(({ ctx }) => readListState(ctx.checked)),
  use: lotProcedure("list.read").query(({ ctx }) => readListUse(ctx.checked)),
  save: lotProcedure("list.write")
    .input(saveVehicleInput)
    .mutation(({ ctx, input }) => saveVehicle(ctx.checked, input, grantsOf(ctx.checked.lot, input.isForced))),
  end: lotProcedure("list.write")
    .input(endVehicleInput)
    .mutation(({ ctx, input }) => endVehicle(ctx.checked, input, grantsOf(ctx.checked.lot, input.isForced))),
  import: lotProcedure("list.write")
    .input(importVehiclesInput)
    .mutation(({ ctx, input }) => importVehicles(ctx.checked, input, grantsOf(ctx.checked.lot, input.isForced))),
  confirm: lotProcedure("list.write").mutation(({ ctx }) => {
    const { operatorId, lotId } = ctx.checked.lot;
    return confirmList(ctx.checked, (tx) => confirmDocument(sqlOf(tx), { operatorId, lotId, name: "grants" }));
  }),
});

function grantsOf({ operatorId, lotId }: VisibleLot, isForced: boolean): ProjectGrants {
  return (tx, plates) => projectVehicles(sqlOf(tx), { operatorId, lotId }, plates, { isForced });
}
