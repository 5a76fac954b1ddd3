import { handleTrpc } from "#server/trpc/route-handler.ts";

export const runtime = "nodejs";
export const dynamic = "force-dynamic";
export const GET = handleTrpc;
export const POST = handleTrpc;
