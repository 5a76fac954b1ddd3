const IDENTIFIER_CHARS_MAX = 64;
const NAME_CHARS_MAX = 120;

/** A technical name out of whatever a document calls something. */
export function identifierOf(text: string, otherwise: string): string {
  const plain = text.replace(/[^A-Za-z0-9_.-]+/g, "-").replace(/^[^A-Za-z0-9]+/, "");
  return plain.slice(0, IDENTIFIER_CHARS_MAX) || otherwise;
}

/** The name of a table from whatever a document has for people to read, where it has something. */
export function nameOf(text: string | undefined): { rateTableName?: string } {
  const name = text?.trim().slice(0, NAME_CHARS_MAX);
  return name ? { rateTableName: name } : {};
}
