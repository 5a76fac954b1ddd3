-- CreateEnum
CREATE TYPE "rollout_plan_state" AS ENUM ('scheduled', 'running', 'paused', 'done', 'cancelled', 'rolledBack');

-- CreateTable
CREATE TABLE "rollout_plan" (
    "operator_id" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "state" "rollout_plan_state" NOT NULL DEFAULT 'scheduled',
    "start_at" TIMESTAMPTZ(3) NOT NULL,
    "hold_minutes" INTEGER NOT NULL,
    "guards" JSONB NOT NULL,
    "on_failure" TEXT NOT NULL,
    "note" TEXT NOT NULL,
    "wave" INTEGER NOT NULL DEFAULT 0,
    "wave_live_at" TIMESTAMPTZ(3),
    "problem" JSONB,
    "started_by_id" TEXT NOT NULL,
    "started_name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "rollout_plan_pkey" PRIMARY KEY ("operator_id","id")
);

-- CreateTable
CREATE TABLE "rollout_plan_lot" (
    "operator_id" TEXT NOT NULL,
    "plan_id" UUID NOT NULL,
    "lot_id" TEXT NOT NULL,
    "wave" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "rollout_id" UUID,

    CONSTRAINT "rollout_plan_lot_pkey" PRIMARY KEY ("operator_id","plan_id","lot_id")
);

-- CreateIndex
CREATE INDEX "rollout_plan_state_start_at_idx" ON "rollout_plan"("state", "start_at");

-- CreateIndex
CREATE INDEX "rollout_plan_lot_operator_id_lot_id_idx" ON "rollout_plan_lot"("operator_id", "lot_id");

-- AddForeignKey
ALTER TABLE "rollout_plan" ADD CONSTRAINT "rollout_plan_operator_id_fkey" FOREIGN KEY ("operator_id") REFERENCES "operator"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "rollout_plan_lot" ADD CONSTRAINT "rollout_plan_lot_operator_id_plan_id_fkey" FOREIGN KEY ("operator_id", "plan_id") REFERENCES "rollout_plan"("operator_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "rollout_plan_lot" ADD CONSTRAINT "rollout_plan_lot_operator_id_lot_id_number_fkey" FOREIGN KEY ("operator_id", "lot_id", "number") REFERENCES "bundle"("operator_id", "lot_id", "number") ON DELETE RESTRICT ON UPDATE CASCADE;


