import { handlePhoto } from "#server/trpc/route-handler.ts";

export const runtime = "nodejs";
export const dynamic = "force-dynamic";
export const GET = handlePhoto;
