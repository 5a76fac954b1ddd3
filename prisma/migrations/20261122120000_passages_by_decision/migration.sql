-- CreateIndex
CREATE INDEX "passage_operator_id_lot_id_decision_at_idx" ON "passage"("operator_id", "lot_id", "decision", "at" DESC);


