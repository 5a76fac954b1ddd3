import { TRPCError } from "@trpc/server";
import { getHTTPStatusCodeFromError } from "@trpc/server/http";
import { type Context, makeContext } from "./context.ts";
import { makeCallerFactory } from "./init.ts";
import { appRouter } from "./router.ts";

const callerOf = makeCallerFactory(appRouter);
/** `/api/photos/<lot>/<passage>/<kind>` */
const photoPath = /^\/api\/photos\/([^/]+)\/([^/]+)\/([^/]+)$/;

/** A plate is personal data: kept by nobody on the way, taken for nothing but a picture, and shown on our pages alone. */
const headers = {
  "Cache-Control": "private, no-store",
  "X-Content-Type-Options": "nosniff",
  "Content-Security-Policy": "default-src 'none'; sandbox",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Content-Disposition": "inline",
};

/** Answers with one photo of a passage, for whoever may read the passage. */
export async function answerPhoto(request: Request, parts: Parameters<typeof makeContext>[0]): Promise<Response> {
  const found = photoPath.exec(new URL(request.url).pathname);
  if (found === null) return refuse(404);
  const [lotId, passageId, kind] = found.slice(1).map(readPart);
  if (lotId === undefined || passageId === undefined || kind === undefined) return refuse(404);
  const context: Context = makeContext(parts);
  try {
    const { content, mediaType } = await callerOf(context).passages.photo({ lotId, passageId, kind });
    return new Response(content, { headers: { ...headers, "Content-Type": mediaType } });
  } catch (error) {
    return refuse(error instanceof TRPCError ? getHTTPStatusCodeFromError(error) : 500);
  }
}

function readPart(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined; // no address of ours
  }
}

function refuse(status: number): Response {
  return Response.json({ message: "no photo" }, { status, headers });
}
