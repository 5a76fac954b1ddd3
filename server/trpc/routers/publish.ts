import { approveDraft, approveInput } from "../../publish/approve-draft.ts";
import { checkPublish } from "../../publish/check-publish.ts";
import { processSigningKey } from "../../publish/process-signing-key.ts";
import { publishBundle, publishInput } from "../../publish/publish-bundle.ts";
import { readBundles } from "../../publish/read-bundles.ts";
import { liveAtInput, readLiveAt } from "../../publish/read-live-at.ts";
import { readRollout, rolloutInput } from "../../publish/read-rollout.ts";
import { readRollouts } from "../../publish/read-rollouts.ts";
import { rollBack, rollBackInput } from "../../publish/roll-back.ts";
import { setApproval, setApprovalInput } from "../../publish/set-approval.ts";
import { decideByOracle } from "../../report/oracle.ts";
import { lotProcedure, makeRouter } from "../init.ts";
import { watch, watchInput } from "../watch.ts";

export const publishRouter = makeRouter({
  check: lotProcedure("bundle.publish").query(({ ctx }) => checkPublish(ctx.checked, decideByOracle)),
  approve: lotProcedure("bundle.publish")
    .input(approveInput)
    .mutation(({ ctx, input }) => approveDraft(ctx.checked, input)),
  setApproval: lotProcedure("lot.setting")
    .input(setApprovalInput)
    .mutation(({ ctx, input }) => setApproval(ctx.checked, input)),
  publish: lotProcedure("bundle.publish")
    .input(publishInput)
    .mutation(({ ctx, input }) => publishBundle(ctx.checked, input, { key: processSigningKey(), decideByOracle })),
});

export const rolloutsRouter = makeRouter({
  list: lotProcedure("rollout.read").query(({ ctx }) => readRollouts(ctx.checked)),
  get: lotProcedure("rollout.read")
    .input(rolloutInput)
    .query(({ ctx, input }) => readRollout(ctx.checked, input)),
  rollBack: lotProcedure("bundle.publish")
    .input(rollBackInput)
    .mutation(({ ctx, input }) => rollBack(ctx.checked, input, processSigningKey())),
  liveAt: lotProcedure("rollout.read")
    .input(liveAtInput)
    .query(({ ctx, input }) => readLiveAt(ctx.checked, input)),
  watch: lotProcedure("rollout.read")
    .input(watchInput)
    .subscription(({ ctx, signal }) =>
      watch({
        liveEvents: ctx.liveEvents(),
        channel: "rollout",
        lots: [ctx.checked.lot],
        lotsNow: async () => [(await ctx.checkAgain()).lot],
        signal,
      }),
    ),
});

export const bundlesRouter = makeRouter({
  list: lotProcedure("rollout.read").query(({ ctx }) => readBundles(ctx.checked)),
});
