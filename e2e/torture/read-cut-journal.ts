import { verifyStream } from "#contracts/verify-stream.ts";
import { readJournal } from "#edge-runner/report/read-journal.ts";

// What a journal holds after a cut, as JSON. A process of its own, so that nothing keeps the disk in use.
const { edgeId, epoch, open, records } = readJournal(process.argv[2]!);
const { findings } = verifyStream(edgeId, "p", epoch, open, records("p"));
process.stdout.write(JSON.stringify({ findings, records: records("p").map(({ n, hash }) => [n, hash]) }));
