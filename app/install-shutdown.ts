/** Next's own handler waits for open event streams, which never end, so the process leaves by itself. */
export function installShutdown(): void {
  if (!process.env.NEXT_MANUAL_SIG_HANDLE) return;
  const leave = () => process.exit(0);
  process.once("SIGTERM", leave);
  process.once("SIGINT", leave);
  process.once("disconnect", leave);
}
