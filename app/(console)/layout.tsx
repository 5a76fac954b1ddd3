import { TRPCError } from "@trpc/server";
import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import type { ReactNode } from "react";
import { makeCaller } from "#server/trpc/caller.ts";
import type { Me } from "../ui/shell/console-context.tsx";
import { ConsoleFrame } from "../ui/shell/console-frame.tsx";
import { densityCookie, isDensity, isTheme, themeCookie } from "../ui/theme/preference.ts";

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const me = await whoAsks();
  const jar = await cookies();
  const theme = jar.get(themeCookie)?.value;
  const density = jar.get(densityCookie)?.value;
  return (
    <ConsoleFrame
      me={me}
      theme={isTheme(theme) ? theme : "system"}
      density={isDensity(density) ? density : "comfortable"}
    >
      {children}
    </ConsoleFrame>
  );
}

async function whoAsks(): Promise<Me> {
  try {
    return await makeCaller(await headers()).me.get({});
  } catch (error) {
    if (error instanceof TRPCError && error.code === "UNAUTHORIZED") redirect("/sign-in");
    throw error;
  }
}
