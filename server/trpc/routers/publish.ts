import { approveDraft, approveInput } from "../../publish/approve-draft.ts";
import { changePlan, changePlanInput } from "../../publish/change-plan.ts";
import { checkPublish } from "../../publish/check-publish.ts";
import { makePlan, makePlanInput } from "../../publish/make-plan.ts";
import { makeShadowLive, makeShadowLiveInput } from "../../publish/make-shadow-live.ts";
import { processSigningKey } from "../../publish/process-signing-key.ts";
import { publishBundle, publishInput } from "../../publish/publish-bundle.ts";
import { readBundles } from "../../publish/read-bundles.ts";
import { liveAtInput, readLiveAt } from "../../publish/read-live-at.ts";
import { planInput, readPlan, readPlans } from "../../publish/read-plans.ts";
import { readRollout, rolloutInput } from "../../publish/read-rollout.ts";
import { readRollouts } from "../../publish/read-rollouts.ts";
import { differencesInput, readDifferences, readShadow, readShadows, trialInput } from "../../publish/read-shadows.ts";
import { rollBack, rollBackInput } from "../../publish/roll-back.ts";
import { setApproval, setApprovalInput } from "../../publish/set-approval.ts";
import { setBacktestRequired, setBacktestRequiredInput } from "../../publish/set-backtest-required.ts";
import { startShadow, startShadowInput } from "../../publish/start-shadow.ts";
import { stopShadow, stopShadowInput } from "../../publish/stop-shadow.ts";
import { decideByOracle } from "../../report/oracle.ts";
import { lotProcedure, lotsProcedure, makeRouter, operatorProcedure } from "../init.ts";
import { watch, watchInput } from "../watch.ts";

export const publishRouter = makeRouter({
  check: lotProcedure("bundle.publish").query(({ ctx }) => checkPublish(ctx.checked, decideByOracle)),
  approve: lotProcedure("bundle.publish")
    .input(approveInput)
    .mutation(({ ctx, input }) => approveDraft(ctx.checked, input)),
  setApproval: lotProcedure("lot.setting")
    .input(setApprovalInput)
    .mutation(({ ctx, input }) => setApproval(ctx.checked, input)),
  setBacktestRequired: lotProcedure("lot.setting")
    .input(setBacktestRequiredInput)
    .mutation(({ ctx, input }) => setBacktestRequired(ctx.checked, input)),
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

export const shadowsRouter = makeRouter({
  list: lotProcedure("rollout.read").query(({ ctx }) => readShadows(ctx.checked)),
  get: lotProcedure("rollout.read")
    .input(trialInput)
    .query(({ ctx, input }) => readShadow(ctx.checked, input)),
  differences: lotProcedure("rollout.read")
    .input(differencesInput)
    .query(({ ctx, input }) => readDifferences(ctx.checked, input)),
  start: lotProcedure("bundle.publish")
    .input(startShadowInput)
    .mutation(({ ctx, input }) => startShadow(ctx.checked, input, { key: processSigningKey(), decideByOracle })),
  stop: lotProcedure("bundle.publish")
    .input(stopShadowInput)
    .mutation(({ ctx, input }) => stopShadow(ctx.checked, input, processSigningKey())),
  makeLive: lotProcedure("bundle.publish")
    .input(makeShadowLiveInput)
    .mutation(({ ctx, input }) => makeShadowLive(ctx.checked, input, processSigningKey())),
});

export const plansRouter = makeRouter({
  list: lotsProcedure("rollout.read").query(({ ctx }) => readPlans(ctx.checked)),
  get: operatorProcedure("rollout.read")
    .input(planInput)
    .query(({ ctx, input }) => readPlan(ctx.checked, input)),
  make: operatorProcedure("bundle.publish")
    .input(makePlanInput)
    .mutation(async ({ ctx, input }) => makePlan(ctx.checked, await ctx.asker(), input, decideByOracle)),
  change: operatorProcedure("bundle.publish")
    .input(changePlanInput)
    .mutation(({ ctx, input }) => changePlan(ctx.checked, input, processSigningKey())),
});

export const bundlesRouter = makeRouter({
  list: lotProcedure("rollout.read").query(({ ctx }) => readBundles(ctx.checked)),
});
