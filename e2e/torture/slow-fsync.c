/* Stands before the C library: each time something is flushed to the disk takes SLOW_FSYNC_MS longer. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <unistd.h>

static int flush_late(const char *name, int file) {
  const char *late = getenv("SLOW_FSYNC_MS");
  if (late) usleep(atoi(late) * 1000);
  return ((int (*)(int))dlsym(RTLD_NEXT, name))(file);
}

int fsync(int file) { return flush_late("fsync", file); }
int fdatasync(int file) { return flush_late("fdatasync", file); }
