/** Tables that journals of earlier runners lack; made at every opening. */
export const laterTables = `CREATE TABLE IF NOT EXISTS command (
  command_id TEXT PRIMARY KEY, document TEXT NOT NULL, step TEXT NOT NULL, reason TEXT, at INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS photo (
  passage_id TEXT NOT NULL, kind TEXT NOT NULL, sha256 TEXT NOT NULL, bytes INTEGER NOT NULL, media_type TEXT NOT NULL,
  is_kept INTEGER NOT NULL, is_stored INTEGER NOT NULL DEFAULT 0, at INTEGER NOT NULL,
  PRIMARY KEY (passage_id, kind)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS photo_sha256 ON photo (sha256);
CREATE INDEX IF NOT EXISTS photo_order ON photo (is_stored, kind, is_kept, at);
CREATE TABLE IF NOT EXISTS visit (
  session_id TEXT PRIMARY KEY, entered_at INTEGER NOT NULL, left_at INTEGER NOT NULL, fee_paid_minor INTEGER NOT NULL,
  free_minutes INTEGER NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS session_plate ON session (plate_text) WHERE ended_at IS NOT NULL;`;

/** Tables of an edge's journal. Times are cloud time in milliseconds; hashes are hex; `body` and `personal` are exact bytes. */
export const journalSchema = `
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE record (
  stream TEXT NOT NULL, epoch TEXT NOT NULL, n INTEGER NOT NULL, at INTEGER NOT NULL,
  previous_hash TEXT NOT NULL, hash TEXT NOT NULL, body_digest TEXT NOT NULL, personal_digest TEXT NOT NULL,
  body BLOB, personal BLOB,
  PRIMARY KEY (stream, epoch, n)
) STRICT;
CREATE TABLE camera_event (
  device_id TEXT NOT NULL, vendor_event_id TEXT NOT NULL, passage_id TEXT NOT NULL, at INTEGER NOT NULL,
  PRIMARY KEY (device_id, vendor_event_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX camera_event_at ON camera_event (at);
CREATE TABLE open_passage (
  passage_id TEXT PRIMARY KEY, lane_id TEXT NOT NULL, decision TEXT NOT NULL, decided_at INTEGER NOT NULL,
  is_late INTEGER NOT NULL DEFAULT 0, has_answer INTEGER NOT NULL DEFAULT 0, accepted INTEGER, command_ms REAL, error TEXT
) STRICT;
CREATE TABLE session (
  session_id TEXT PRIMARY KEY, plate_text TEXT, lane_id TEXT NOT NULL, entered_at INTEGER NOT NULL,
  entered_monotonic_ms REAL NOT NULL, entered_boot_id TEXT NOT NULL, entered_quality TEXT NOT NULL,
  bundle_sha256 TEXT NOT NULL, vehicle_class TEXT, propulsion TEXT, ended_at INTEGER, ended_by TEXT
) STRICT;
CREATE INDEX session_open ON session (entered_at) WHERE ended_at IS NULL;
CREATE TABLE bundle (sha256 TEXT PRIMARY KEY, number INTEGER NOT NULL, gzip BLOB NOT NULL, stored_at INTEGER NOT NULL) STRICT;
CREATE TABLE state (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
`;

export const journalVersion = 1;

/** Everything that is ever written to a journal, by name: the writer prepares these once and accepts nothing else. */
export const journalStatements = {
  addRecord: `INSERT INTO record (stream, epoch, n, at, previous_hash, hash, body_digest, personal_digest, body, personal)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  addCameraEvent: "INSERT INTO camera_event (device_id, vendor_event_id, passage_id, at) VALUES (?, ?, ?, ?)",
  noteReading: `INSERT INTO camera_event (device_id, vendor_event_id, passage_id, at) VALUES (?, ?, ?, ?)
    ON CONFLICT (device_id, vendor_event_id) DO UPDATE SET passage_id = excluded.passage_id, at = excluded.at`,
  addOpenPassage: "INSERT INTO open_passage (passage_id, lane_id, decision, decided_at) VALUES (?, ?, ?, ?)",
  markLate: "UPDATE open_passage SET is_late = 1 WHERE passage_id = ?",
  setBarrierAnswer:
    "UPDATE open_passage SET has_answer = 1, accepted = ?, command_ms = ?, error = ? WHERE passage_id = ?",
  endOpenPassage: "DELETE FROM open_passage WHERE passage_id = ?",
  openSession: `INSERT INTO session (session_id, plate_text, lane_id, entered_at, entered_monotonic_ms, entered_boot_id,
    entered_quality, bundle_sha256, vehicle_class, propulsion) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  endSession: "UPDATE session SET ended_at = ?, ended_by = ? WHERE session_id = ? AND ended_at IS NULL",
  endSessionElsewhere: `INSERT INTO session (session_id, plate_text, lane_id, entered_at, entered_monotonic_ms,
    entered_boot_id, entered_quality, bundle_sha256, ended_at, ended_by) VALUES (?, ?, ?, ?, 0, '', ?, ?, ?, ?)
    ON CONFLICT (session_id) DO NOTHING`,
  putState: "INSERT INTO state (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
  putBundle: "INSERT INTO bundle (sha256, number, gzip, stored_at) VALUES (?, ?, ?, ?) ON CONFLICT (sha256) DO NOTHING",
  dropBundles: `DELETE FROM bundle WHERE sha256 NOT IN (SELECT value FROM json_each(?))
    AND sha256 NOT IN (SELECT bundle_sha256 FROM session WHERE ended_at IS NULL)`,
  // A few at a time, in order, only old ones. The bound itself stays: the cloud's mark can always be checked.
  pruneRecords: `DELETE FROM record WHERE rowid IN (SELECT rowid FROM (
    SELECT rowid, at FROM record WHERE stream = ? AND epoch = ? AND n < ? ORDER BY n LIMIT 100) WHERE at < ?)`,
  addCommand: "INSERT INTO command (command_id, document, step, reason, at) VALUES (?, ?, ?, ?, ?)",
  setCommandStep: "UPDATE command SET step = ?, reason = ?, at = ? WHERE command_id = ?",
  pruneCommands: "DELETE FROM command WHERE at < ?",
  addPhoto: "INSERT INTO photo (passage_id, kind, sha256, bytes, media_type, is_kept, at) VALUES (?, ?, ?, ?, ?, ?, ?)",
  photoStored: "UPDATE photo SET is_stored = 1 WHERE passage_id = ? AND kind = ?",
  keepPhotos: "UPDATE photo SET is_kept = 1 WHERE passage_id = ?",
  dropPhoto: "DELETE FROM photo WHERE passage_id = ? AND kind = ?",
  dropPhotosOf: "DELETE FROM photo WHERE sha256 = ? AND is_stored = 1",
  pruneCameraEvents: "DELETE FROM camera_event WHERE at < ?",
  // what a stay came to; whose it was stands with the session alone
  addVisit: `INSERT INTO visit (session_id, entered_at, left_at, fee_paid_minor, free_minutes) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (session_id) DO NOTHING`,
  pruneVisits: "DELETE FROM visit WHERE left_at < ?",
  pruneSessions: "DELETE FROM session WHERE ended_at < ?",
} as const;

type JournalStatement = keyof typeof journalStatements;
type SqlValue = string | number | null | Uint8Array;
/** One change of a transaction. */
export type JournalChange = { readonly statement: JournalStatement; readonly values: readonly SqlValue[] };
