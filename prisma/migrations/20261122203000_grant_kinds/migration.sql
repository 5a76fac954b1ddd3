-- AlterEnum
-- None of these is used here: a new value may not be in the transaction that adds it.
ALTER TYPE "vehicle_entry_kind" ADD VALUE 'validation';
ALTER TYPE "vehicle_entry_kind" ADD VALUE 'reservation';
ALTER TYPE "vehicle_entry_kind" ADD VALUE 'autoPay';
ALTER TYPE "vehicle_entry_kind" ADD VALUE 'debt';

-- AlterTable
ALTER TABLE "vehicle_entry" ADD COLUMN     "amount_minor" BIGINT,
ADD COLUMN     "right_kind" TEXT,
ADD COLUMN     "stay_count" INTEGER,
ADD COLUMN     "tariff_name" TEXT;
