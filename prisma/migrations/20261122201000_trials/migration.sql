-- AlterTable
ALTER TABLE "lot" ADD COLUMN "backtest_required" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "rollout_plan" ADD COLUMN "first_lot_id" TEXT,
ADD COLUMN "first_lane_id" TEXT,
ADD COLUMN "trial_id" UUID;

-- Revenue is counted by passage from now on, and what a guard saw names its limits.
UPDATE "rollout_plan"
SET "guards" = replace("guards"::text, 'revenuePerExit', 'revenuePerPassage')::jsonb
WHERE "guards"::text LIKE '%revenuePerExit%';
UPDATE "rollout_plan"
SET "problem" = NULL
WHERE "problem" ->> 'kind' = 'guard' AND NOT ("problem" -> 'readings' -> 0 ? 'limits');

-- CreateTable
CREATE TABLE "trial" (
    "operator_id" TEXT NOT NULL,
    "lot_id" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "draft_revision" INTEGER NOT NULL,
    "lanes" TEXT[],
    "note" TEXT NOT NULL,
    "started_by_id" TEXT,
    "started_name" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),
    "ended_name" TEXT,
    "ending" TEXT,

    CONSTRAINT "trial_pkey" PRIMARY KEY ("operator_id","lot_id","id")
);

-- CreateTable
CREATE TABLE "trial_edge" (
    "operator_id" TEXT NOT NULL,
    "lot_id" TEXT NOT NULL,
    "trial_id" UUID NOT NULL,
    "edge_id" TEXT NOT NULL,
    "generation" INTEGER NOT NULL,
    "step" "rollout_step" NOT NULL DEFAULT 'waiting',
    "reason" JSONB,
    "sent_at" TIMESTAMPTZ(3),
    "downloaded_at" TIMESTAMPTZ(3),
    "checked_at" TIMESTAMPTZ(3),
    "live_at" TIMESTAMPTZ(3),
    "refused_at" TIMESTAMPTZ(3),
    "said_at" TIMESTAMPTZ(3),
    "evaluated" BIGINT NOT NULL DEFAULT 0,
    "different" BIGINT NOT NULL DEFAULT 0,
    "failed" BIGINT NOT NULL DEFAULT 0,
    "skipped" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "trial_edge_pkey" PRIMARY KEY ("operator_id","lot_id","trial_id","edge_id")
);

-- CreateTable
CREATE TABLE "trial_difference" (
    "operator_id" TEXT NOT NULL,
    "lot_id" TEXT NOT NULL,
    "trial_id" UUID NOT NULL,
    "passage_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "lane_id" TEXT NOT NULL,
    "decision_before" TEXT NOT NULL,
    "decision_after" TEXT NOT NULL,
    "rule_before" TEXT NOT NULL,
    "rule_after" TEXT NOT NULL,
    "reason_after" TEXT NOT NULL,
    "fee_before" BIGINT,
    "fee_after" BIGINT,

    CONSTRAINT "trial_difference_pkey" PRIMARY KEY ("operator_id","lot_id","trial_id","passage_id")
);

-- CreateTable
CREATE TABLE "edge_trial_pointer" (
    "operator_id" TEXT NOT NULL,
    "lot_id" TEXT NOT NULL,
    "edge_id" TEXT NOT NULL,
    "generation" INTEGER NOT NULL,
    "number" INTEGER,
    "pointer" JSONB NOT NULL,

    CONSTRAINT "edge_trial_pointer_pkey" PRIMARY KEY ("operator_id","lot_id","edge_id")
);

-- CreateIndex
CREATE INDEX "trial_operator_id_lot_id_started_at_idx" ON "trial"("operator_id", "lot_id", "started_at");

-- CreateIndex
CREATE UNIQUE INDEX "trial_edge_operator_id_lot_id_edge_id_generation_key" ON "trial_edge"("operator_id", "lot_id", "edge_id", "generation");

-- CreateIndex
CREATE INDEX "trial_difference_operator_id_lot_id_trial_id_at_idx" ON "trial_difference"("operator_id", "lot_id", "trial_id", "at");

-- AddForeignKey
ALTER TABLE "trial" ADD CONSTRAINT "trial_operator_id_lot_id_fkey" FOREIGN KEY ("operator_id", "lot_id") REFERENCES "lot"("operator_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "trial" ADD CONSTRAINT "trial_operator_id_lot_id_number_fkey" FOREIGN KEY ("operator_id", "lot_id", "number") REFERENCES "bundle"("operator_id", "lot_id", "number") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "trial_edge" ADD CONSTRAINT "trial_edge_operator_id_lot_id_trial_id_fkey" FOREIGN KEY ("operator_id", "lot_id", "trial_id") REFERENCES "trial"("operator_id", "lot_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "trial_edge" ADD CONSTRAINT "trial_edge_operator_id_lot_id_edge_id_fkey" FOREIGN KEY ("operator_id", "lot_id", "edge_id") REFERENCES "edge"("operator_id", "lot_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "trial_difference" ADD CONSTRAINT "trial_difference_operator_id_lot_id_trial_id_fkey" FOREIGN KEY ("operator_id", "lot_id", "trial_id") REFERENCES "trial"("operator_id", "lot_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "edge_trial_pointer" ADD CONSTRAINT "edge_trial_pointer_operator_id_lot_id_edge_id_fkey" FOREIGN KEY ("operator_id", "lot_id", "edge_id") REFERENCES "edge"("operator_id", "lot_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
