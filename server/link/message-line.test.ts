import { expect, test } from "vitest";
import { MessageLine } from "./message-line.ts";

const message = (name: string, bytes = 1) => ({ name, payload: new Uint8Array(bytes) });
const together = () => true;
const all = { messagesMax: 100, bytesMax: 1_000_000 };

test("gives messages in order, as many as go together", () => {
  const line = new MessageLine<ReturnType<typeof message>>(all);
  for (const name of ["a1", "a2", "b1", "a3"]) line.push(message(name));
  const sameLetter = (first: { name: string }, next: { name: string }) => first.name[0] === next.name[0];
  const take = () => line.take(all, sameLetter).map(({ name }) => name);
  expect([take(), take(), take(), take()]).toEqual([["a1", "a2"], ["b1"], ["a3"], []]);
});

test("turns away what does not fit, by number and by size, and has room again later", () => {
  const line = new MessageLine<ReturnType<typeof message>>({ messagesMax: 3, bytesMax: 10 });
  for (const [name, bytes] of [
    ["a", 4],
    ["b", 7],
    ["c", 6],
    ["d", 0],
    ["e", 0],
  ] as const)
    line.push(message(name, bytes));
  expect(line.take(all, together).map(({ name }) => name)).toEqual(["a", "c", "d"]);
  expect(line.takeTurnedAway()).toBe(2);
  expect(line.takeTurnedAway()).toBe(0);
  line.push(message("f", 10));
  expect(line.length).toBe(1);
});

test("a batch is bounded, but its first message is always taken", () => {
  const line = new MessageLine<ReturnType<typeof message>>(all);
  for (const bytes of [50, 5, 5, 5]) line.push(message("m", bytes));
  const sizes = () => line.take({ messagesMax: 2, bytesMax: 20 }, together).map(({ payload }) => payload.length);
  expect([sizes(), sizes(), sizes()]).toEqual([[50], [5, 5], [5]]);
});

test("a waiting reader wakes for a message, and for the end", async () => {
  const line = new MessageLine<ReturnType<typeof message>>(all);
  const first = line.wait();
  line.push(message("a"));
  await first;
  line.take(all, together);
  const second = line.wait();
  line.close();
  await second;
  await line.wait();
});

test("keeps its order over many rounds", () => {
  const line = new MessageLine<{ n: number; payload: Uint8Array }>({ messagesMax: 5_000, bytesMax: 10_000 });
  const seen: number[] = [];
  for (let n = 0; n < 5_000; n += 1) {
    line.push({ n, payload: new Uint8Array(1) });
    if (n % 3 === 0) seen.push(...line.take({ messagesMax: 2, bytesMax: 100 }, together).map((taken) => taken.n));
  }
  seen.push(...line.take({ messagesMax: 5_000, bytesMax: 10_000 }, together).map((taken) => taken.n));
  expect(seen).toEqual(Array.from({ length: 5_000 }, (_, n) => n));
});
