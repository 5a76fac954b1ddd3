import { makeCaller } from "#server/trpc/caller.ts";
import { errorStatus } from "./error-status.ts";

export const runtime = "nodejs";
export const dynamic = "force-dynamic";

/** A plate is personal data: kept by nobody on the way, shown as nothing but the picture that it is, and on our pages alone. */
const headers = {
  "Cache-Control": "private, no-store",
  "X-Content-Type-Options": "nosniff",
  "Content-Security-Policy": "default-src 'none'; sandbox",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Content-Disposition": "inline",
};

/** One photo of a passage, for whoever may read the passage. */
export async function GET(
  request: Request,
  props: { params: Promise<{ lotId: string; passageId: string; kind: string }> },
): Promise<Response> {
  const { lotId, passageId, kind } = await props.params;
  try {
    const photo = await makeCaller(request.headers).passages.photo({ lotId, passageId, kind });
    return new Response(photo.content, { headers: { ...headers, "Content-Type": photo.mediaType } });
  } catch (error) {
    return Response.json({ message: "no such photo" }, { status: errorStatus(error), headers });
  }
}
