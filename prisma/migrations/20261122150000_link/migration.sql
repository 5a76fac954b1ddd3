-- CreateEnum
CREATE TYPE "command_state" AS ENUM ('sent', 'received', 'opened', 'failed', 'unknown', 'expired', 'rejected', 'noAnswer');

-- AlterTable
ALTER TABLE "edge_state" ADD COLUMN     "lanes" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- CreateTable
CREATE TABLE "command" (
    "operator_id" TEXT NOT NULL,
    "lot_id" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "edge_id" TEXT NOT NULL,
    "lane_id" TEXT NOT NULL,
    "op" TEXT NOT NULL,
    "reason_code" TEXT NOT NULL,
    "note" TEXT,
    "document" JSONB NOT NULL,
    "requested_by_id" TEXT,
    "requested_name" TEXT NOT NULL,
    "issued_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "state" "command_state" NOT NULL DEFAULT 'sent',
    "reason" TEXT,
    "received_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "command_pkey" PRIMARY KEY ("operator_id","lot_id","id")
);

-- CreateIndex
CREATE INDEX "command_operator_id_lot_id_issued_at_idx" ON "command"("operator_id", "lot_id", "issued_at");

-- CreateIndex
CREATE INDEX "command_state_idx" ON "command"("state");

-- AddForeignKey
ALTER TABLE "command" ADD CONSTRAINT "command_operator_id_lot_id_edge_id_fkey" FOREIGN KEY ("operator_id", "lot_id", "edge_id") REFERENCES "edge"("operator_id", "lot_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
