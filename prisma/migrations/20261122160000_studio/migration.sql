-- CreateEnum
CREATE TYPE "backtest_state" AS ENUM ('waiting', 'running', 'done', 'failed', 'cancelled');

-- AlterTable
ALTER TABLE "lot" ADD COLUMN     "approval_required" BOOLEAN NOT NULL DEFAULT true;

-- Lots that work without a second person go on as they did; new ones begin with one.
UPDATE "lot" SET "approval_required" = false;

-- CreateTable
CREATE TABLE "approval" (
    "operator_id" TEXT NOT NULL,
    "lot_id" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "approved_by_id" TEXT NOT NULL,
    "approved_name" TEXT NOT NULL,
    "approved_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "note" TEXT NOT NULL,

    CONSTRAINT "approval_pkey" PRIMARY KEY ("operator_id","lot_id","revision","approved_by_id")
);

-- CreateTable
CREATE TABLE "scenario" (
    "operator_id" TEXT NOT NULL,
    "lot_id" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "content" JSONB NOT NULL,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "updated_name" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "scenario_pkey" PRIMARY KEY ("operator_id","lot_id","id")
);

-- CreateTable
CREATE TABLE "backtest" (
    "operator_id" TEXT NOT NULL,
    "lot_id" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "draft_revision" INTEGER NOT NULL,
    "bytes" BYTEA NOT NULL,
    "number" INTEGER NOT NULL,
    "from_at" TIMESTAMPTZ(3) NOT NULL,
    "to_at" TIMESTAMPTZ(3) NOT NULL,
    "state" "backtest_state" NOT NULL DEFAULT 'waiting',
    "passages_total" INTEGER NOT NULL DEFAULT 0,
    "passages_done" INTEGER NOT NULL DEFAULT 0,
    "result" JSONB,
    "problem" TEXT,
    "created_by_id" TEXT,
    "created_name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "beat_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "backtest_pkey" PRIMARY KEY ("operator_id","lot_id","id")
);

-- CreateTable
CREATE TABLE "backtest_change" (
    "operator_id" TEXT NOT NULL,
    "lot_id" TEXT NOT NULL,
    "backtest_id" UUID NOT NULL,
    "passage_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "lane_id" TEXT NOT NULL,
    "decision_before" TEXT NOT NULL,
    "decision_after" TEXT NOT NULL,
    "rule_before" TEXT NOT NULL,
    "rule_after" TEXT NOT NULL,
    "fee_before" BIGINT,
    "fee_after" BIGINT,

    CONSTRAINT "backtest_change_pkey" PRIMARY KEY ("operator_id","lot_id","backtest_id","passage_id")
);

-- CreateIndex
CREATE INDEX "backtest_operator_id_lot_id_created_at_idx" ON "backtest"("operator_id", "lot_id", "created_at");

-- CreateIndex
CREATE INDEX "backtest_state_beat_at_idx" ON "backtest"("state", "beat_at");

-- AddForeignKey
ALTER TABLE "approval" ADD CONSTRAINT "approval_operator_id_lot_id_fkey" FOREIGN KEY ("operator_id", "lot_id") REFERENCES "lot"("operator_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "scenario" ADD CONSTRAINT "scenario_operator_id_lot_id_fkey" FOREIGN KEY ("operator_id", "lot_id") REFERENCES "lot"("operator_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "backtest" ADD CONSTRAINT "backtest_operator_id_lot_id_fkey" FOREIGN KEY ("operator_id", "lot_id") REFERENCES "lot"("operator_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "backtest_change" ADD CONSTRAINT "backtest_change_operator_id_lot_id_backtest_id_fkey" FOREIGN KEY ("operator_id", "lot_id", "backtest_id") REFERENCES "backtest"("operator_id", "lot_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
