-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- Search for part of a plate. A trusted extension: the owner of the database may make it.
CREATE EXTENSION IF NOT EXISTS "pg_trgm";

-- CreateEnum
CREATE TYPE "role" AS ENUM ('owner', 'manager', 'support', 'attendant', 'auditor');

-- CreateEnum
CREATE TYPE "lane_direction" AS ENUM ('entry', 'exit', 'transfer');

-- CreateEnum
CREATE TYPE "rollout_kind" AS ENUM ('publish', 'rollback');

-- CreateEnum
CREATE TYPE "rollout_step" AS ENUM ('waiting', 'sent', 'downloaded', 'checked', 'live', 'refused', 'replaced');

-- CreateTable
CREATE TABLE "user" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "email_verified" BOOLEAN NOT NULL DEFAULT false,
    "image" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "user_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "auth_session" (
    "id" TEXT NOT NULL,
    "token" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "ip_address" TEXT,
    "user_agent" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "auth_session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "auth_account" (
    "id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "provider_id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "access_token" TEXT,
    "refresh_token" TEXT,
    "id_token" TEXT,
    "access_token_expires_at" TIMESTAMPTZ(3),
    "refresh_token_expires_at" TIMESTAMPTZ(3),
    "scope" TEXT,
    "password" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "auth_account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "auth_verification" (
    "id" TEXT NOT NULL,
    "identifier" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "auth_verification_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "auth_rate_limit" (
    "id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "count" INTEGER NOT NULL,
    "last_request" BIGINT NOT NULL,

    CONSTRAINT "auth_rate_limit_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "operator" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "operator_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "member" (
    "operator_id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "role" "role" NOT NULL,
    "all_lots" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "member_pkey" PRIMARY KEY ("operator_id","user_id")
);

-- CreateTable
CREATE TABLE "member_lot" (
    "operator_id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "lot_id" TEXT NOT NULL,

    CONSTRAINT "member_lot_pkey" PRIMARY KEY ("operator_id","user_id","lot_id")
);

-- CreateTable
CREATE TABLE "lot" (
    "operator_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "time_zone" TEXT NOT NULL,
    "country" CHAR(2) NOT NULL,
    "last_bundle_number" INTEGER NOT NULL DEFAULT 0,
    "live_number" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "lot_pkey" PRIMARY KEY ("operator_id","id")
);

-- CreateTable
CREATE TABLE "lane" (
    "operator_id" TEXT NOT NULL,
    "lot_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "direction" "lane_direction" NOT NULL,
    "position" INTEGER NOT NULL,

    CONSTRAINT "lane_pkey" PRIMARY KEY ("operator_id","lot_id","id")
);

-- CreateTable
CREATE TABLE "edge" (
    "operator_id" TEXT NOT NULL,
    "lot_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "credential_hash" TEXT NOT NULL,
    "enrolled_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "edge_pkey" PRIMARY KEY ("operator_id","lot_id","id")
);

-- CreateTable
CREATE TABLE "edge_state" (
    "operator_id" TEXT NOT NULL,
    "lot_id" TEXT NOT NULL,
    "edge_id" TEXT NOT NULL,
    "online" BOOLEAN NOT NULL DEFAULT false,
    "link_id" TEXT,
    "state_at" TIMESTAMPTZ(3),
    "hello_at" TIMESTAMPTZ(3),
    "runner" TEXT,
    "uplink" TEXT,
    "telemetry" JSONB,
    "telemetry_at" TIMESTAMPTZ(3),

    CONSTRAINT "edge_state_pkey" PRIMARY KEY ("operator_id","lot_id","edge_id")
);

-- CreateTable
CREATE TABLE "draft" (
    "operator_id" TEXT NOT NULL,
    "lot_id" TEXT NOT NULL,
    "content" JSONB NOT NULL,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "updated_by_id" TEXT,
    "updated_name" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "draft_pkey" PRIMARY KEY ("operator_id","lot_id")
);

-- CreateTable
CREATE TABLE "bundle" (
    "operator_id" TEXT NOT NULL,
    "lot_id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "sha256" CHAR(64) NOT NULL,
    "bytes" BYTEA NOT NULL,
    "semantics" INTEGER NOT NULL,
    "draft" JSONB NOT NULL,
    "note" TEXT NOT NULL,
    "created_by_id" TEXT,
    "created_name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "bundle_pkey" PRIMARY KEY ("operator_id","lot_id","number")
);

-- CreateTable
CREATE TABLE "rollout" (
    "operator_id" TEXT NOT NULL,
    "lot_id" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "kind" "rollout_kind" NOT NULL,
    "number" INTEGER NOT NULL,
    "from_number" INTEGER,
    "note" TEXT NOT NULL,
    "started_by_id" TEXT,
    "started_name" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "rollout_pkey" PRIMARY KEY ("operator_id","lot_id","id")
);

-- CreateTable
CREATE TABLE "rollout_edge" (
    "operator_id" TEXT NOT NULL,
    "lot_id" TEXT NOT NULL,
    "rollout_id" UUID NOT NULL,
    "edge_id" TEXT NOT NULL,
    "generation" INTEGER NOT NULL,
    "step" "rollout_step" NOT NULL DEFAULT 'waiting',
    "reason" JSONB,
    "sent_at" TIMESTAMPTZ(3),
    "downloaded_at" TIMESTAMPTZ(3),
    "checked_at" TIMESTAMPTZ(3),
    "live_at" TIMESTAMPTZ(3),
    "refused_at" TIMESTAMPTZ(3),

    CONSTRAINT "rollout_edge_pkey" PRIMARY KEY ("operator_id","lot_id","rollout_id","edge_id")
);

-- CreateTable
CREATE TABLE "edge_pointer" (
    "operator_id" TEXT NOT NULL,
    "lot_id" TEXT NOT NULL,
    "edge_id" TEXT NOT NULL,
    "generation" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "pointer" JSONB NOT NULL,

    CONSTRAINT "edge_pointer_pkey" PRIMARY KEY ("operator_id","lot_id","edge_id")
);

-- CreateTable
CREATE TABLE "stream" (
    "operator_id" TEXT NOT NULL,
    "lot_id" TEXT NOT NULL,
    "edge_id" TEXT NOT NULL,
    "stream" CHAR(1) NOT NULL,
    "epoch" CHAR(16) NOT NULL,
    "open" JSONB,
    "mark" BIGINT NOT NULL DEFAULT 0,
    "have" JSONB NOT NULL DEFAULT '[]',
    "mark_hash" CHAR(64),
    "last_said" BIGINT NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "stream_pkey" PRIMARY KEY ("operator_id","lot_id","edge_id","stream","epoch")
);

-- CreateTable
CREATE TABLE "record" (
    "operator_id" TEXT NOT NULL,
    "lot_id" TEXT NOT NULL,
    "edge_id" TEXT NOT NULL,
    "stream" CHAR(1) NOT NULL,
    "epoch" CHAR(16) NOT NULL,
    "n" BIGINT NOT NULL,
    "previous_hash" CHAR(64) NOT NULL,
    "hash" CHAR(64) NOT NULL,
    "body_digest" CHAR(64) NOT NULL,
    "personal_digest" CHAR(64) NOT NULL,
    "body" BYTEA,
    "personal" BYTEA,
    "passage_id" TEXT,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "erased_at" TIMESTAMPTZ(3),

    CONSTRAINT "record_pkey" PRIMARY KEY ("operator_id","lot_id","edge_id","stream","epoch","n")
);

-- CreateTable
CREATE TABLE "passage" (
    "operator_id" TEXT NOT NULL,
    "lot_id" TEXT NOT NULL,
    "passage_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "edge_id" TEXT NOT NULL,
    "lane_id" TEXT NOT NULL,
    "direction" "lane_direction" NOT NULL,
    "basis" TEXT NOT NULL,
    "decision" TEXT NOT NULL,
    "rule_id" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "outcome" TEXT,
    "outcome_at" TIMESTAMPTZ(3),
    "plate_text" TEXT,
    "plate_raw" TEXT,
    "confidence" DOUBLE PRECISION,
    "session_id" TEXT,
    "entered_at" TIMESTAMPTZ(3),
    "fee_minor" BIGINT,
    "currency" CHAR(3),
    "bundle_number" INTEGER,
    "bundle_sha256" CHAR(64),
    "flags" TEXT[],
    "decide_ms" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "passage_pkey" PRIMARY KEY ("operator_id","lot_id","at","passage_id")
) PARTITION BY RANGE ("at");

-- Partitions stand in a schema of their own, where Prisma does not look for drift.
-- Months only; the default partition catches any time, so that a device with a wrong clock never stops ingest.
CREATE SCHEMA "parts";
CREATE TABLE "parts"."passage_default" PARTITION OF "passage" DEFAULT;

-- Makes the partition of the month that starts on `m`, moving its rows out of the default partition. Safe to repeat.
CREATE FUNCTION "parts"."ensure_passage_month"(m date) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  part text := 'passage_' || to_char(m, 'YYYYMM');
BEGIN
  IF to_regclass(format('parts.%I', part)) IS NOT NULL THEN
    RETURN false;
  END IF;
  EXECUTE format('CREATE TABLE parts.%I (LIKE passage INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', part);
  EXECUTE format('WITH moved AS (DELETE FROM parts.passage_default WHERE "at" >= %L::timestamptz AND "at" < %L::timestamptz RETURNING *) INSERT INTO parts.%I SELECT * FROM moved',
    m::timestamp AT TIME ZONE 'UTC', (m + interval '1 month')::timestamp AT TIME ZONE 'UTC', part);
  EXECUTE format('ALTER TABLE passage ATTACH PARTITION parts.%I FOR VALUES FROM (%L) TO (%L)', part,
    m::timestamp AT TIME ZONE 'UTC', (m + interval '1 month')::timestamp AT TIME ZONE 'UTC');
  RETURN true;
END $$;


-- CreateTable
CREATE TABLE "signed_key_list" (
    "serial" INTEGER NOT NULL,
    "document" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "signed_key_list_pkey" PRIMARY KEY ("serial")
);

-- CreateTable
CREATE TABLE "second_opinion" (
    "operator_id" TEXT NOT NULL,
    "lot_id" TEXT NOT NULL,
    "passage_id" TEXT NOT NULL,
    "verdict" TEXT NOT NULL,
    "detail" JSONB,
    "checked_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "second_opinion_pkey" PRIMARY KEY ("operator_id","lot_id","passage_id")
);

-- CreateTable
CREATE TABLE "anomaly" (
    "operator_id" TEXT NOT NULL,
    "lot_id" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "edge_id" TEXT,
    "passage_id" TEXT,
    "kind" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "count" INTEGER NOT NULL DEFAULT 1,
    "detail" JSONB NOT NULL,
    "raised_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "resolved_at" TIMESTAMPTZ(3),

    CONSTRAINT "anomaly_pkey" PRIMARY KEY ("operator_id","lot_id","id")
);

-- CreateTable
CREATE TABLE "quarantine" (
    "operator_id" TEXT NOT NULL,
    "lot_id" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "edge_id" TEXT NOT NULL,
    "topic" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "payload" BYTEA NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "quarantine_pkey" PRIMARY KEY ("operator_id","lot_id","id")
);

-- CreateTable
CREATE TABLE "audit_entry" (
    "operator_id" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "lot_id" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actor_id" TEXT,
    "actor_name" TEXT NOT NULL,
    "verb" TEXT NOT NULL,
    "object" TEXT NOT NULL,
    "reason" TEXT,
    "before" JSONB,
    "after" JSONB,

    CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("operator_id","id")
);

-- CreateIndex
CREATE UNIQUE INDEX "user_email_key" ON "user"("email");

-- CreateIndex
CREATE UNIQUE INDEX "auth_session_token_key" ON "auth_session"("token");

-- CreateIndex
CREATE INDEX "auth_session_user_id_idx" ON "auth_session"("user_id");

-- CreateIndex
CREATE INDEX "auth_account_user_id_idx" ON "auth_account"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "auth_account_provider_id_account_id_key" ON "auth_account"("provider_id", "account_id");

-- CreateIndex
CREATE INDEX "auth_verification_identifier_idx" ON "auth_verification"("identifier");

-- CreateIndex
CREATE UNIQUE INDEX "auth_rate_limit_key_key" ON "auth_rate_limit"("key");

-- CreateIndex
CREATE INDEX "member_user_id_idx" ON "member"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "lot_id_key" ON "lot"("id");

-- CreateIndex
CREATE UNIQUE INDEX "edge_id_key" ON "edge"("id");

-- CreateIndex
CREATE UNIQUE INDEX "bundle_operator_id_lot_id_sha256_key" ON "bundle"("operator_id", "lot_id", "sha256");

-- CreateIndex
CREATE INDEX "rollout_operator_id_lot_id_started_at_id_idx" ON "rollout"("operator_id", "lot_id", "started_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "rollout_edge_operator_id_lot_id_edge_id_generation_key" ON "rollout_edge"("operator_id", "lot_id", "edge_id", "generation");

-- CreateIndex
CREATE INDEX "record_operator_id_lot_id_passage_id_idx" ON "record"("operator_id", "lot_id", "passage_id");

-- CreateIndex
CREATE INDEX "passage_operator_id_lot_id_passage_id_idx" ON "passage"("operator_id", "lot_id", "passage_id");

-- CreateIndex
CREATE INDEX "passage_plate_text_idx" ON "passage" USING GIN ("plate_text" gin_trgm_ops);

-- CreateIndex
CREATE INDEX "passage_operator_id_lot_id_session_id_idx" ON "passage"("operator_id", "lot_id", "session_id");

-- CreateIndex
CREATE INDEX "anomaly_operator_id_lot_id_raised_at_idx" ON "anomaly"("operator_id", "lot_id", "raised_at");

-- CreateIndex
CREATE UNIQUE INDEX "anomaly_operator_id_lot_id_kind_key_key" ON "anomaly"("operator_id", "lot_id", "kind", "key");

-- CreateIndex
CREATE INDEX "quarantine_operator_id_lot_id_received_at_idx" ON "quarantine"("operator_id", "lot_id", "received_at");

-- CreateIndex
CREATE INDEX "audit_entry_operator_id_at_id_idx" ON "audit_entry"("operator_id", "at", "id");

-- AddForeignKey
ALTER TABLE "auth_session" ADD CONSTRAINT "auth_session_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "auth_account" ADD CONSTRAINT "auth_account_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "member" ADD CONSTRAINT "member_operator_id_fkey" FOREIGN KEY ("operator_id") REFERENCES "operator"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "member" ADD CONSTRAINT "member_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "member_lot" ADD CONSTRAINT "member_lot_operator_id_user_id_fkey" FOREIGN KEY ("operator_id", "user_id") REFERENCES "member"("operator_id", "user_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "member_lot" ADD CONSTRAINT "member_lot_operator_id_lot_id_fkey" FOREIGN KEY ("operator_id", "lot_id") REFERENCES "lot"("operator_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lot" ADD CONSTRAINT "lot_operator_id_fkey" FOREIGN KEY ("operator_id") REFERENCES "operator"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lot" ADD CONSTRAINT "lot_operator_id_id_live_number_fkey" FOREIGN KEY ("operator_id", "id", "live_number") REFERENCES "bundle"("operator_id", "lot_id", "number") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lane" ADD CONSTRAINT "lane_operator_id_lot_id_fkey" FOREIGN KEY ("operator_id", "lot_id") REFERENCES "lot"("operator_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "edge" ADD CONSTRAINT "edge_operator_id_lot_id_fkey" FOREIGN KEY ("operator_id", "lot_id") REFERENCES "lot"("operator_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "edge_state" ADD CONSTRAINT "edge_state_operator_id_lot_id_edge_id_fkey" FOREIGN KEY ("operator_id", "lot_id", "edge_id") REFERENCES "edge"("operator_id", "lot_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "draft" ADD CONSTRAINT "draft_operator_id_lot_id_fkey" FOREIGN KEY ("operator_id", "lot_id") REFERENCES "lot"("operator_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "bundle" ADD CONSTRAINT "bundle_operator_id_lot_id_fkey" FOREIGN KEY ("operator_id", "lot_id") REFERENCES "lot"("operator_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "rollout" ADD CONSTRAINT "rollout_operator_id_lot_id_fkey" FOREIGN KEY ("operator_id", "lot_id") REFERENCES "lot"("operator_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "rollout" ADD CONSTRAINT "rollout_operator_id_lot_id_number_fkey" FOREIGN KEY ("operator_id", "lot_id", "number") REFERENCES "bundle"("operator_id", "lot_id", "number") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "rollout_edge" ADD CONSTRAINT "rollout_edge_operator_id_lot_id_rollout_id_fkey" FOREIGN KEY ("operator_id", "lot_id", "rollout_id") REFERENCES "rollout"("operator_id", "lot_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "rollout_edge" ADD CONSTRAINT "rollout_edge_operator_id_lot_id_edge_id_fkey" FOREIGN KEY ("operator_id", "lot_id", "edge_id") REFERENCES "edge"("operator_id", "lot_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "edge_pointer" ADD CONSTRAINT "edge_pointer_operator_id_lot_id_edge_id_fkey" FOREIGN KEY ("operator_id", "lot_id", "edge_id") REFERENCES "edge"("operator_id", "lot_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "edge_pointer" ADD CONSTRAINT "edge_pointer_operator_id_lot_id_number_fkey" FOREIGN KEY ("operator_id", "lot_id", "number") REFERENCES "bundle"("operator_id", "lot_id", "number") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stream" ADD CONSTRAINT "stream_operator_id_lot_id_edge_id_fkey" FOREIGN KEY ("operator_id", "lot_id", "edge_id") REFERENCES "edge"("operator_id", "lot_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "record" ADD CONSTRAINT "record_operator_id_lot_id_edge_id_stream_epoch_fkey" FOREIGN KEY ("operator_id", "lot_id", "edge_id", "stream", "epoch") REFERENCES "stream"("operator_id", "lot_id", "edge_id", "stream", "epoch") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "anomaly" ADD CONSTRAINT "anomaly_operator_id_lot_id_fkey" FOREIGN KEY ("operator_id", "lot_id") REFERENCES "lot"("operator_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "quarantine" ADD CONSTRAINT "quarantine_operator_id_lot_id_fkey" FOREIGN KEY ("operator_id", "lot_id") REFERENCES "lot"("operator_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "audit_entry" ADD CONSTRAINT "audit_entry_operator_id_fkey" FOREIGN KEY ("operator_id") REFERENCES "operator"("id") ON DELETE RESTRICT ON UPDATE CASCADE;


