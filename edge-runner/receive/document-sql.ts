/** Tables of an edge's documents. An entry's line is the exact text that was hashed and signed. */
export const documentSchema = `
CREATE TABLE IF NOT EXISTS document (
  name TEXT PRIMARY KEY, generation INTEGER NOT NULL, version INTEGER NOT NULL, slot INTEGER NOT NULL,
  count INTEGER NOT NULL, root TEXT NOT NULL, confirmed_at INTEGER NOT NULL, sources TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS entry (
  name TEXT NOT NULL, slot INTEGER NOT NULL, key TEXT NOT NULL, line TEXT NOT NULL,
  PRIMARY KEY (name, slot, key)
) STRICT, WITHOUT ROWID;
`;

/** One statement, so that what it says of a document and of one key in it is of the same version. */
export const lookupSql = `SELECT d.generation, d.version, d.count, d.root, d.confirmed_at, d.sources, e.line
  FROM document d LEFT JOIN entry e ON e.name = d.name AND e.slot = d.slot AND e.key = ? WHERE d.name = ?`;

export const allSql = `SELECT e.line FROM document d JOIN entry e ON e.name = d.name AND e.slot = d.slot
  WHERE d.name = ?`;
