#define _GNU_SOURCE
#include "gentle_write.h"

#include <fcntl.h>
#include <time.h>
#include <unistd.h>

/// So few that the disk is free again before anybody has waited a millisecond for it.
enum { writes_per_portion = 8 };

/// On a slow disk a writer would hardly get on for resting, in nanoseconds.
static const long longest_rest = 5000000;

static _Thread_local int is_gentle;
static _Thread_local unsigned long portions;
static _Thread_local struct {
  int descriptor, writes;
  off_t start, end;
} portion;

void postern_write_gently(void) { is_gentle = 1; }

unsigned long postern_gentle_portions(void) { return portions; }

/// Hands a portion to the disk and waits for it. It is safe there only after an fsync: this waits for no cache of the disk
/// and for no journal.
static void finish_portion(void) {
  struct timespec before, after;
  clock_gettime(CLOCK_MONOTONIC, &before);
  unsigned flags = SYNC_FILE_RANGE_WAIT_BEFORE | SYNC_FILE_RANGE_WRITE | SYNC_FILE_RANGE_WAIT_AFTER;
  // Where a file system cannot do that, fsync has all to do, as ever.
  int code = sync_file_range(portion.descriptor, portion.start, portion.end - portion.start, flags);
  portion.writes = 0;
  if (code != 0) return;
  portions += 1;
  clock_gettime(CLOCK_MONOTONIC, &after);
  long taken = (after.tv_sec - before.tv_sec) * 1000000000 + after.tv_nsec - before.tv_nsec;
  struct timespec rest = {0, taken < longest_rest / 2 ? 2 * taken : longest_rest};
  nanosleep(&rest, 0);
}

ssize_t postern_gentle_pwrite(int descriptor, const void *bytes, size_t length, off_t offset) {
  ssize_t written = pwrite(descriptor, bytes, length, offset);
  if (!is_gentle || written <= 0) return written;
  if (portion.writes == 0 || portion.descriptor != descriptor) {
    portion.descriptor = descriptor;
    portion.writes = 0;
    portion.start = portion.end = offset;
  }
  if (offset < portion.start) portion.start = offset;
  if (offset + written > portion.end) portion.end = offset + written;
  if (++portion.writes == writes_per_portion) finish_portion();
  return written;
}
