-- What an edge's enrolment says of all that can be changed from afar; it tells so in each hello.
ALTER TABLE "edge_state" ADD COLUMN "installed" JSONB;
