-- CreateTable
CREATE TABLE "edge_uplink" (
    "operator_id" TEXT NOT NULL,
    "lot_id" TEXT NOT NULL,
    "edge_id" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "uplink" TEXT NOT NULL,
    "is_metered" BOOLEAN NOT NULL,
    "reason" TEXT NOT NULL,
    "before" TEXT,
    "heard_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "edge_uplink_pkey" PRIMARY KEY ("operator_id","lot_id","edge_id","since")
);

-- AddForeignKey
ALTER TABLE "edge_uplink" ADD CONSTRAINT "edge_uplink_operator_id_lot_id_edge_id_fkey" FOREIGN KEY ("operator_id", "lot_id", "edge_id") REFERENCES "edge"("operator_id", "lot_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
