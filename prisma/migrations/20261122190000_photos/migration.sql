-- AlterTable
ALTER TABLE "edge" ADD COLUMN     "public_key" CHAR(64);

-- CreateTable
CREATE TABLE "passage_photo" (
    "operator_id" TEXT NOT NULL,
    "lot_id" TEXT NOT NULL,
    "passage_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "edge_id" TEXT NOT NULL,
    "sha256" CHAR(64),
    "bytes" INTEGER,
    "media_type" TEXT,
    "lost" TEXT,
    "erased_at" TIMESTAMPTZ(3),

    CONSTRAINT "passage_photo_pkey" PRIMARY KEY ("operator_id","lot_id","passage_id","kind")
);

-- CreateTable
CREATE TABLE "photo" (
    "operator_id" TEXT NOT NULL,
    "lot_id" TEXT NOT NULL,
    "edge_id" TEXT NOT NULL,
    "sha256" CHAR(64) NOT NULL,
    "bytes" INTEGER NOT NULL,
    "media_type" TEXT NOT NULL,
    "stored_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "removed_at" TIMESTAMPTZ(3),

    CONSTRAINT "photo_pkey" PRIMARY KEY ("operator_id","lot_id","edge_id","sha256")
);

-- CreateIndex
CREATE INDEX "passage_photo_operator_id_lot_id_edge_id_sha256_idx" ON "passage_photo"("operator_id", "lot_id", "edge_id", "sha256");

-- CreateIndex
CREATE INDEX "photo_stored_at_idx" ON "photo"("stored_at");

-- CreateIndex
CREATE INDEX "photo_removed_at_idx" ON "photo"("removed_at");

-- AddForeignKey
ALTER TABLE "passage_photo" ADD CONSTRAINT "passage_photo_operator_id_lot_id_edge_id_fkey" FOREIGN KEY ("operator_id", "lot_id", "edge_id") REFERENCES "edge"("operator_id", "lot_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "photo" ADD CONSTRAINT "photo_operator_id_lot_id_edge_id_fkey" FOREIGN KEY ("operator_id", "lot_id", "edge_id") REFERENCES "edge"("operator_id", "lot_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
