import { handleSignIn } from "#server/identity/sign-in-handler.ts";

export const runtime = "nodejs";
export const dynamic = "force-dynamic";
export const GET = handleSignIn;
export const POST = handleSignIn;
