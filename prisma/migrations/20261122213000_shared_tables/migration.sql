-- CreateTable
CREATE TABLE "shared_table" (
    "operator_id" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "minor_unit_digits" INTEGER NOT NULL,
    "newest" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "shared_table_pkey" PRIMARY KEY ("operator_id","id")
);

-- CreateTable
CREATE TABLE "shared_table_version" (
    "operator_id" TEXT NOT NULL,
    "table_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "content" JSONB NOT NULL,
    "note" TEXT NOT NULL,
    "created_by_id" TEXT,
    "created_name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "shared_table_version_pkey" PRIMARY KEY ("operator_id","table_id","number")
);

-- CreateTable
CREATE TABLE "shared_table_use" (
    "operator_id" TEXT NOT NULL,
    "lot_id" TEXT NOT NULL,
    "rate_table_id" TEXT NOT NULL,
    "rate_table_version" INTEGER NOT NULL,
    "table_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "away_sha256" CHAR(64),

    CONSTRAINT "shared_table_use_pkey" PRIMARY KEY ("operator_id","lot_id","rate_table_id","rate_table_version")
);

-- CreateTable
CREATE TABLE "bundle_shared_table" (
    "operator_id" TEXT NOT NULL,
    "lot_id" TEXT NOT NULL,
    "bundle_number" INTEGER NOT NULL,
    "rate_table_id" TEXT NOT NULL,
    "rate_table_version" INTEGER NOT NULL,
    "table_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,

    CONSTRAINT "bundle_shared_table_pkey" PRIMARY KEY ("operator_id","lot_id","bundle_number","rate_table_id","rate_table_version")
);

-- CreateIndex
CREATE UNIQUE INDEX "shared_table_operator_id_name_key" ON "shared_table"("operator_id", "name");

-- CreateIndex
CREATE INDEX "shared_table_use_operator_id_table_id_number_idx" ON "shared_table_use"("operator_id", "table_id", "number");

-- CreateIndex
CREATE INDEX "bundle_shared_table_operator_id_table_id_number_idx" ON "bundle_shared_table"("operator_id", "table_id", "number");

-- AddForeignKey
ALTER TABLE "shared_table" ADD CONSTRAINT "shared_table_operator_id_fkey" FOREIGN KEY ("operator_id") REFERENCES "operator"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "shared_table_version" ADD CONSTRAINT "shared_table_version_operator_id_table_id_fkey" FOREIGN KEY ("operator_id", "table_id") REFERENCES "shared_table"("operator_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "shared_table_use" ADD CONSTRAINT "shared_table_use_operator_id_lot_id_fkey" FOREIGN KEY ("operator_id", "lot_id") REFERENCES "lot"("operator_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "shared_table_use" ADD CONSTRAINT "shared_table_use_operator_id_table_id_number_fkey" FOREIGN KEY ("operator_id", "table_id", "number") REFERENCES "shared_table_version"("operator_id", "table_id", "number") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "bundle_shared_table" ADD CONSTRAINT "bundle_shared_table_operator_id_lot_id_bundle_number_fkey" FOREIGN KEY ("operator_id", "lot_id", "bundle_number") REFERENCES "bundle"("operator_id", "lot_id", "number") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "bundle_shared_table" ADD CONSTRAINT "bundle_shared_table_operator_id_table_id_number_fkey" FOREIGN KEY ("operator_id", "table_id", "number") REFERENCES "shared_table_version"("operator_id", "table_id", "number") ON DELETE CASCADE ON UPDATE CASCADE;
