#define _GNU_SOURCE
#include "gentle_write.h"

#include <errno.h>
#include <fcntl.h>
#include <time.h>
#include <unistd.h>

/// So few that the disk is free again before anybody has waited a millisecond for it.
enum { writes_per_portion = 8 };

/// On a slow disk a writer would hardly get on for resting, in nanoseconds.
static const long longest_rest = 5000000;

static _Thread_local int is_gentle;
static _Thread_local struct timespec end_of_rests;
static _Thread_local unsigned long portions;
static _Thread_local struct {
  int descriptor, writes;
  off_t start, end;
} portion;

static struct timespec now(void) {
  struct timespec moment;
  clock_gettime(CLOCK_MONOTONIC, &moment);
  return moment;
}

/// In nanoseconds.
static long between(struct timespec start, struct timespec end) {
  return (end.tv_sec - start.tv_sec) * 1000000000 + end.tv_nsec - start.tv_nsec;
}

void postern_write_gently(long milliseconds) {
  is_gentle = 1;
  end_of_rests = now();
  end_of_rests.tv_sec += milliseconds / 1000;
  end_of_rests.tv_nsec += milliseconds % 1000 * 1000000;
  portion.writes = 0;
}

unsigned long postern_gentle_portions(void) { return portions; }

/// Hands a portion to the disk and waits for it. It is safe there only after an fsync: this waits for no cache of the disk
/// and for no journal. An error is told once only, here or to fsync, so it must not get lost here.
static int finish_portion(void) {
  struct timespec start = now();
  unsigned flags = SYNC_FILE_RANGE_WAIT_BEFORE | SYNC_FILE_RANGE_WRITE | SYNC_FILE_RANGE_WAIT_AFTER;
  int code = sync_file_range(portion.descriptor, portion.start, portion.end - portion.start, flags);
  portion.writes = 0;
  if (code != 0) {
    // Where it cannot be done, fsync has all to do, as ever.
    int is_unknown = errno == ENOSYS || errno == EINVAL || errno == ESPIPE || errno == EOPNOTSUPP || errno == EPERM;
    return is_unknown ? 0 : -1;
  }
  portions += 1;
  struct timespec done = now();
  if (between(done, end_of_rests) <= 0) return 0;
  long taken = between(start, done);
  struct timespec rest = {0, taken < longest_rest / 2 ? 2 * taken : longest_rest};
  nanosleep(&rest, 0);
  return 0;
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
  if (++portion.writes < writes_per_portion) return written;
  return finish_portion() == 0 ? written : -1;
}
