// Loaded into every child of a start before its own code. The channel to the supervisor closes when that one is gone,
// also after `kill -9`: the child then ends as it does on SIGTERM, and at the latest after three seconds.
const lastChanceMs = 3_000;

process.once("disconnect", () => {
  setTimeout(() => process.exit(1), lastChanceMs);
  process.kill(process.pid, "SIGTERM");
});
