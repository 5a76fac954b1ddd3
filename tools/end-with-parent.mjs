// Loaded into every process that a start or a test runs, before its own code. The channel to the parent closes when that
// one is gone, also after `kill -9`: the child then ends as it does on SIGTERM, and at the latest after three seconds.
// The child's own children load it too and are none of its business: what they wait for is their own parent's matter.
const lastChanceMs = 3_000;

if (String(process.ppid) === process.env.LIFTGATE_PARENT_PID) {
  process.once("disconnect", () => {
    setTimeout(() => process.exit(1), lastChanceMs);
    process.kill(process.pid, "SIGTERM");
  });
  // Listening alone must not keep a process alive that has done its work.
  process.channel?.unref();
}
