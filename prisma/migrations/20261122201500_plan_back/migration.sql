-- AlterTable
ALTER TABLE "rollout_plan" ADD COLUMN "back" JSONB;
