import { createHash } from "node:crypto";
import busboy from "busboy";
import { MessageFormatError } from "./observation.ts";

/** One part of a camera message; a message that is not multipart is one part without a name. */
export type MessagePart = {
  /** The file's name where the part is a file, its field's otherwise. */
  readonly name: string;
  readonly field: string;
  readonly mediaType: string;
  readonly bytes: Buffer;
};

const partsMax = 16;
const textBytesMax = 256 * 1024;

/** Splits the body of a camera message. Throws {@link MessageFormatError}. */
export async function readParts(contentType: string | undefined, body: Buffer): Promise<MessagePart[]> {
  const mediaType = (contentType ?? "").split(";")[0]!.trim().toLowerCase();
  if (!mediaType.startsWith("multipart/")) return [{ name: "", field: "", mediaType, bytes: body }];
  // what cameras send as multipart/mixed or x-mixed-replace is framed exactly as form data is
  const formType = contentType!.replace(/^\s*multipart\/[\w.-]+/i, "multipart/form-data");
  return splitMultipart(formType, body);
}

function splitMultipart(contentType: string, body: Buffer): Promise<MessagePart[]> {
  return new Promise((resolve, reject) => {
    const fail = (message: string) => reject(new MessageFormatError(`the multipart body cannot be read: ${message}`));
    const parts: MessagePart[] = [];
    let parser: busboy.Busboy;
    try {
      parser = busboy({
        headers: { "content-type": contentType },
        limits: { parts: partsMax, fieldSize: textBytesMax, headerPairs: 50 },
      });
    } catch (error) {
      fail((error as Error).message);
      return;
    }
    parser.on("field", (name, value, { mimeType, valueTruncated }) => {
      if (valueTruncated) fail(`the part ${name} is larger than ${textBytesMax} bytes`);
      else parts.push({ name, field: name, mediaType: mimeType, bytes: Buffer.from(value, "utf8") });
    });
    parser.on("file", (name, stream, { filename, mimeType }) => {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("error", (error: Error) => fail(error.message));
      stream.on("end", () => {
        parts.push({ name: filename || name, field: name, mediaType: mimeType, bytes: Buffer.concat(chunks) });
      });
    });
    parser.on("partsLimit", () => fail(`more than ${partsMax} parts`));
    parser.on("error", (error) => fail((error as Error).message));
    parser.on("close", () => resolve(parts));
    parser.end(body);
  });
}

/** Text of a part. Throws {@link MessageFormatError} when it is too long or not UTF-8. */
export function textOf(part: MessagePart): string {
  if (part.bytes.length > textBytesMax)
    throw new MessageFormatError(`the text is ${part.bytes.length} bytes; at most ${textBytesMax} are read`);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(part.bytes);
  } catch {
    throw new MessageFormatError("the text is not UTF-8");
  }
}

/** An id for a message whose vendor gives none: the same bytes are the same event. It tells nothing about the plate. */
export function digestId(part: MessagePart): string {
  return `sha256:${createHash("sha256").update(part.bytes).digest("hex").slice(0, 32)}`;
}
