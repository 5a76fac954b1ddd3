// @ts-check
// The door to a running start, a socket that only this folder's owner can open: one line of JSON in, one line out.
// Plain JavaScript without packages, because `npm start` asks here before anything is installed.
import { createHash } from "node:crypto";
import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";

/** The kernel keeps a socket's path in 108 bytes. */
const pathBytesMax = 100;
const answerTimeoutMs = 60_000;
const requestBytesMax = 10_000;

/** @param {string} dataDir */
export function controlSocketPath(dataDir) {
  const inside = path.resolve(dataDir, "control.sock");
  if (Buffer.byteLength(inside) <= pathBytesMax) return inside;
  const name = createHash("sha256").update(inside).digest("hex").slice(0, 16);
  return path.join(os.tmpdir(), `liftgate-${name}.sock`);
}

/**
 * Asks the start that runs on this data folder; undefined when none does.
 * @param {string} dataDir
 * @param {object} request
 * @returns {Promise<any>}
 */
export function askRunningStart(dataDir, request) {
  return new Promise((resolve, reject) => {
    const socket = net.connect(controlSocketPath(dataDir));
    let answer = "";
    socket.setTimeout(answerTimeoutMs, () => socket.destroy(new Error("the running start does not answer")));
    socket.setEncoding("utf8").on("data", (text) => {
      answer += text;
    });
    socket.once("connect", () => socket.end(`${JSON.stringify(request)}\n`));
    socket.once("error", (error) => {
      if (["ENOENT", "ECONNREFUSED"].includes(/** @type {NodeJS.ErrnoException} */ (error).code ?? ""))
        resolve(undefined);
      else reject(error);
    });
    socket.once("end", () => {
      if (answer.trim()) resolve(JSON.parse(answer));
      else reject(new Error("the running start went away"));
    });
  });
}

/**
 * Opens the door. `answer` gets each request and returns what is sent back.
 * @param {string} dataDir
 * @param {(request: any) => Promise<object>} answer
 * @returns {Promise<() => Promise<void>>} closes it
 */
export async function openControlSocket(dataDir, answer) {
  const file = controlSocketPath(dataDir);
  const server = net.createServer({ allowHalfOpen: true }, (socket) => void serve(socket, answer));
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.rmSync(file, { force: true }); // left by a start that was killed; the caller asked whether one is alive
  const before = process.umask(0o177);
  try {
    await new Promise((resolve, reject) => server.once("error", reject).listen(file, () => resolve(undefined)));
  } finally {
    process.umask(before);
  }
  return () => new Promise((resolve) => server.close(() => resolve()));
}

/**
 * @param {net.Socket} socket
 * @param {(request: any) => Promise<object>} answer
 */
async function serve(socket, answer) {
  socket.on("error", () => socket.destroy()); // whoever asked has gone
  let reply;
  try {
    reply = await answer(JSON.parse(await readLine(socket)));
  } catch (error) {
    reply = { error: error instanceof Error ? error.message : String(error) };
  }
  socket.end(`${JSON.stringify(reply)}\n`);
}

/**
 * @param {net.Socket} socket
 * @returns {Promise<string>}
 */
function readLine(socket) {
  return new Promise((resolve, reject) => {
    let text = "";
    socket.setEncoding("utf8").on("data", (chunk) => {
      text += chunk;
      if (text.length > requestBytesMax) reject(new Error("request too long"));
      if (text.includes("\n")) resolve(text);
    });
    socket.once("end", () => resolve(text));
  });
}
