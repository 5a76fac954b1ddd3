-- CreateEnum
CREATE TYPE "vehicle_entry_kind" AS ENUM ('allow', 'block', 'exempt', 'permit', 'paid');

-- CreateTable
CREATE TABLE "document" (
    "operator_id" TEXT NOT NULL,
    "lot_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "generation" INTEGER NOT NULL DEFAULT 1,
    "version" BIGINT NOT NULL DEFAULT 0,
    "deltas_from" BIGINT NOT NULL DEFAULT 0,
    "forced" BIGINT NOT NULL DEFAULT 0,
    "count" INTEGER NOT NULL DEFAULT 0,
    "root" CHAR(64) NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "document_pkey" PRIMARY KEY ("operator_id","lot_id","name")
);

-- CreateTable
CREATE TABLE "document_entry" (
    "operator_id" TEXT NOT NULL,
    "lot_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "line" TEXT NOT NULL,

    CONSTRAINT "document_entry_pkey" PRIMARY KEY ("operator_id","lot_id","name","key")
);

-- CreateTable
CREATE TABLE "document_delta" (
    "operator_id" TEXT NOT NULL,
    "lot_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "generation" INTEGER NOT NULL,
    "version" BIGINT NOT NULL,
    "changes" BYTEA NOT NULL,
    "count" INTEGER NOT NULL,
    "root" CHAR(64) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "document_delta_pkey" PRIMARY KEY ("operator_id","lot_id","name","generation","version")
);

-- CreateTable
CREATE TABLE "lot_session" (
    "operator_id" TEXT NOT NULL,
    "lot_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "is_opened" BOOLEAN NOT NULL DEFAULT false,
    "plate_text" TEXT,
    "edge_id" TEXT NOT NULL,
    "lane_id" TEXT,
    "entered_at" TIMESTAMPTZ(3),
    "quality" TEXT,
    "bundle_sha256" CHAR(64),
    "bundle_number" INTEGER,
    "vehicle_class" TEXT,
    "ended_at" TIMESTAMPTZ(3),
    "ended_by" TEXT,

    CONSTRAINT "lot_session_pkey" PRIMARY KEY ("operator_id","lot_id","id")
);

-- CreateTable
CREATE TABLE "session_cursor" (
    "operator_id" TEXT NOT NULL,
    "lot_id" TEXT NOT NULL,
    "edge_id" TEXT NOT NULL,
    "epoch" CHAR(16) NOT NULL,
    "mark" BIGINT NOT NULL DEFAULT 0,
    "have" JSONB NOT NULL DEFAULT '[]',

    CONSTRAINT "session_cursor_pkey" PRIMARY KEY ("operator_id","lot_id","edge_id","epoch")
);

-- CreateTable
CREATE TABLE "vehicle_entry" (
    "operator_id" TEXT NOT NULL,
    "lot_id" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "kind" "vehicle_entry_kind" NOT NULL,
    "plate_text" TEXT NOT NULL,
    "plate_raw" TEXT NOT NULL,
    "reason" TEXT,
    "note" TEXT,
    "valid_from" TIMESTAMPTZ(3),
    "valid_until" TIMESTAMPTZ(3),
    "revision" INTEGER NOT NULL DEFAULT 1,
    "is_past" BOOLEAN NOT NULL DEFAULT false,
    "updated_name" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "vehicle_entry_pkey" PRIMARY KEY ("operator_id","lot_id","id")
);

-- CreateIndex
CREATE INDEX "document_delta_created_at_idx" ON "document_delta"("created_at");

-- CreateIndex
CREATE INDEX "lot_session_operator_id_lot_id_plate_text_idx" ON "lot_session"("operator_id", "lot_id", "plate_text");

-- CreateIndex
CREATE INDEX "vehicle_entry_operator_id_lot_id_plate_text_idx" ON "vehicle_entry"("operator_id", "lot_id", "plate_text");

-- CreateIndex
CREATE INDEX "vehicle_entry_operator_id_lot_id_created_at_id_idx" ON "vehicle_entry"("operator_id", "lot_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "vehicle_entry_is_past_valid_until_idx" ON "vehicle_entry"("is_past", "valid_until");

-- AddForeignKey
ALTER TABLE "document" ADD CONSTRAINT "document_operator_id_lot_id_fkey" FOREIGN KEY ("operator_id", "lot_id") REFERENCES "lot"("operator_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "document_entry" ADD CONSTRAINT "document_entry_operator_id_lot_id_name_fkey" FOREIGN KEY ("operator_id", "lot_id", "name") REFERENCES "document"("operator_id", "lot_id", "name") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "document_delta" ADD CONSTRAINT "document_delta_operator_id_lot_id_name_fkey" FOREIGN KEY ("operator_id", "lot_id", "name") REFERENCES "document"("operator_id", "lot_id", "name") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lot_session" ADD CONSTRAINT "lot_session_operator_id_lot_id_fkey" FOREIGN KEY ("operator_id", "lot_id") REFERENCES "lot"("operator_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session_cursor" ADD CONSTRAINT "session_cursor_operator_id_lot_id_edge_id_fkey" FOREIGN KEY ("operator_id", "lot_id", "edge_id") REFERENCES "edge"("operator_id", "lot_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "vehicle_entry" ADD CONSTRAINT "vehicle_entry_operator_id_lot_id_fkey" FOREIGN KEY ("operator_id", "lot_id") REFERENCES "lot"("operator_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
