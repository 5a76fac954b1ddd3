// Loaded into every process that a start or a test runs, before its own code. The channel to the parent closes when that
// one is gone, also after `kill -9`: the child then ends as it does on SIGTERM, and at the latest after three seconds.
const lastChanceMs = 3_000;

if (process.env.LIFTGATE_ENDS_WITH_PARENT) {
  // The child's own children load this, too, but what they wait for is their own parent's matter.
  delete process.env.LIFTGATE_ENDS_WITH_PARENT;
  process.once("disconnect", end);
  // Listening alone must not keep a process alive that has done its work.
  process.channel?.unref();
  if (!process.connected) end();
}

function end() {
  setTimeout(() => process.exit(1), lastChanceMs);
  process.kill(process.pid, "SIGTERM");
}
