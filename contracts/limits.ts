/** Size bounds of everything that crosses the wire. A reader checks the bound before it parses. */
export const limits = {
  recordBytesMax: 64 * 1024,
  messageBytesMax: 256 * 1024,
  bundleBytesMax: 4 * 1024 * 1024,
  bundleGzipBytesMax: 256 * 1024,
  desiredBytesMax: 256 * 1024 + 4096,
  keyListKeysMax: 16,
  rangesMax: 256,
  windowRecordsMax: 64,
  windowBytesMax: 64 * 1024,
  batchRecordsMax: 200,
  batchBytesMax: 1024 * 1024,
  batchGzipBytesMax: 512 * 1024,
  photoBytesMax: 6 * 1024 * 1024,
  photosOfPassageMax: 4,
  documentHeadBytesMax: 16 * 1024,
  documentSourcesMax: 64,
  documentEntriesMax: 200_000,
  /** One delta; what changes more is had as a snapshot. */
  deltaChangesMax: 2_000,
  deltaBytesMax: 256 * 1024,
  entryCharactersMax: 4_096,
  grantItemsMax: 24,
  /** A snapshot or a bundle, packed. */
  blobBytesMax: 32 * 1024 * 1024,
  /** A snapshot's lines. */
  snapshotBytesMax: 128 * 1024 * 1024,
  partBytesMax: 32 * 1024,
  factsMax: 256,
  textMax: 512,
} as const;
