import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { TestConsole } from "./testing/test-console.ts";
import { TestOperator } from "./testing/test-operator.ts";

let server: TestConsole;
let at: TestOperator;
let elsewhere: TestOperator;

beforeAll(async () => {
  server = new TestConsole();
  at = await TestOperator.make(server.db);
  elsewhere = await TestOperator.make(server.db);
});
afterAll(() => server.close());

type Tick = { lotId: string; id: string } | null;
type Message = { event: string; id: string | null; data: string };

/** A live stream as a browser reads it. */
class Stream {
  readonly messages: Message[] = [];
  readonly ended: Promise<void>;
  readonly #end = new AbortController();

  private constructor(response: Response) {
    this.ended = this.#read(response.body!.pipeThrough(new TextDecoderStream()));
  }

  static async open(path: string, input: object, headers: Headers): Promise<Stream> {
    const query = encodeURIComponent(JSON.stringify({ json: input }));
    const stream = new Stream(await server.trpc(`${path}?input=${query}`, { headers }));
    await expect.poll(() => stream.ticks.length, { timeout: 10_000 }).toBeGreaterThan(0);
    return stream;
  }

  get ticks(): Tick[] {
    const events = this.messages.filter(({ event, id }) => event === "message" && id !== null);
    return events.map(({ data }) => (JSON.parse(data) as { json: { tick: Tick } }).json.tick);
  }

  get errors(): string[] {
    return this.messages.filter(({ event }) => event === "serialized-error").map(({ data }) => data);
  }

  close(): void {
    this.#end.abort();
  }

  async #read(chunks: ReadableStream<string>): Promise<void> {
    const reader = chunks.getReader();
    this.#end.signal.addEventListener("abort", () => void reader.cancel());
    let text = "";
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      text += value;
      const blocks = text.split("\n\n");
      text = blocks.pop()!;
      this.messages.push(...blocks.map(parseBlock));
    }
  }
}

function parseBlock(block: string): Message {
  const field = (name: string) =>
    block
      .split("\n")
      .find((line) => line.startsWith(`${name}:`))
      ?.slice(name.length + 1)
      .trim();
  return { event: field("event") ?? "message", id: field("id") ?? null, data: field("data") ?? "" };
}

test("the first tick says to read everything; then a passage is told within a second, to those who see its lot", async () => {
  const mine = await Stream.open("passages.watch", {}, await server.headersOf(at, "attendant"));
  const theirs = await Stream.open("passages.watch", {}, await server.headersOf(elsewhere, "owner"));
  expect(mine.ticks).toEqual([null]);
  const passageId = await at.passage();
  await expect.poll(() => mine.ticks, { timeout: 1_000 }).toEqual([null, { lotId: at.lotId, id: passageId }]);
  await sleep(200);
  expect(theirs.ticks).toEqual([null]);
  mine.close();
  theirs.close();
});

test("a rollout and an edge are told on their own streams", async () => {
  const headers = await server.headersOf(at, "auditor");
  const rollouts = await Stream.open("rollouts.watch", { lotId: at.lotId }, headers);
  const fleet = await Stream.open("fleet.watch", { lotId: at.lotId }, headers);
  await at.saveDraft(654);
  const { rolloutId } = await at.publish("told");
  await expect.poll(() => rollouts.ticks.at(-1), { timeout: 2_000 }).toEqual({ lotId: at.lotId, id: rolloutId });
  const payload = JSON.stringify({ operatorId: at.id, lotId: at.lotId, edgeId: at.edgeId });
  await server.db.$executeRaw`SELECT pg_notify('liftgate_edge', ${payload})`;
  await expect.poll(() => fleet.ticks.at(-1), { timeout: 2_000 }).toEqual({ lotId: at.lotId, id: at.edgeId });
  rollouts.close();
  fleet.close();
});

test("a role that is taken away ends the stream before the next tick", async () => {
  const stream = await Stream.open("passages.watch", {}, await server.headersOf(at, "support"));
  await server.db.member.delete({
    where: { operatorId_userId: { operatorId: at.id, userId: at.userIds.support } },
  });
  await sleep(2_100);
  const passageId = await at.passage();
  await sleep(500);
  expect(JSON.stringify(stream.messages)).not.toContain(passageId);
  stream.close();
});

test("a session that was ended ends the stream with UNAUTHORIZED", async () => {
  const headers = await server.headersOf(at, "manager");
  const stream = await Stream.open("passages.watch", {}, headers);
  await server.db.authSession.deleteMany({ where: { userId: at.userIds.manager } });
  await sleep(2_100);
  const passageId = await at.passage();
  await stream.ended;
  expect(stream.errors.join()).toContain("UNAUTHORIZED");
  expect(JSON.stringify(stream.messages)).not.toContain(passageId);
});

test("after the database was away, a stream goes on and says that something may have been missed", async () => {
  const stream = await Stream.open("passages.watch", {}, await server.headersOf(at, "owner"));
  await server.db.$executeRaw`
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND query LIKE 'LISTEN%' AND pid <> pg_backend_pid()`;
  await expect.poll(() => stream.ticks.length, { timeout: 5_000 }).toBe(2);
  expect(stream.ticks[1]).toBeNull();
  const passageId = await at.passage();
  await expect.poll(() => stream.ticks.at(-1), { timeout: 2_000 }).toEqual({ lotId: at.lotId, id: passageId });
  stream.close();
});

test("a reader that falls behind is told once that it missed something, and holds no more than that", async () => {
  const end = new AbortController();
  const news = server.liveEvents.subscribe("passage", end.signal);
  expect((await news.next()).value).toBe("missed");
  const payloads = Array.from({ length: 600 }, (_, n) => {
    return JSON.stringify({ operatorId: at.id, lotId: at.lotId, passageId: `p${n}` });
  });
  await server.db.$executeRaw`SELECT pg_notify('liftgate_passage', p) FROM unnest(${payloads}::text[]) AS p`;
  await sleep(500);
  const read: unknown[] = [];
  const collect = (async () => {
    for await (const item of news) read.push(item);
  })();
  await sleep(200);
  end.abort();
  await collect;
  expect(read[0]).toBe("missed");
  expect(read.length).toBeLessThan(600);
});

test("the same thing told twice before it was read is read once", async () => {
  const end = new AbortController();
  const news = server.liveEvents.subscribe("edge", end.signal);
  await news.next();
  const payload = JSON.stringify({ operatorId: at.id, lotId: at.lotId, edgeId: at.edgeId });
  await server.db
    .$executeRaw`SELECT pg_notify('liftgate_edge', p || n) FROM unnest(${[payload]}::text[]) p, unnest(ARRAY['', ' ', '  ']) n`;
  await sleep(300);
  expect((await news.next()).value).toEqual({ operatorId: at.id, lotId: at.lotId, id: at.edgeId });
  const nothing = await Promise.race([news.next(), sleep(300, "nothing")]);
  expect(nothing).toBe("nothing");
  end.abort();
});
