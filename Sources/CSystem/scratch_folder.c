#include "scratch_folder.h"

#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *const suffixes[] = {"", "-wal", "-shm", "-journal"};
enum { file_count = sizeof suffixes / sizeof suffixes[0] };

// Written before the handler is in place and not afterwards: all that a signal handler may read.
static char folder[PATH_MAX];
static char files[file_count][PATH_MAX];

void postern_scratch_remove(void) {
  if (!folder[0]) return;
  for (int index = 0; index < file_count; index++) unlink(files[index]);
  rmdir(folder);
}

static void on_signal(int number) {
  postern_scratch_remove();
  // The handler is gone by SA_RESETHAND: the signal now ends the process as it would have.
  raise(number);
}

const char *postern_scratch_make(const char *parent, const char *database) {
  folder[0] = 0;
  char template[PATH_MAX];
  int length = snprintf(template, sizeof template, "%s/postern-XXXXXX", parent);
  if (length < 0 || (size_t)length >= sizeof template) {
    errno = ENAMETOOLONG;
    return NULL;
  }
  if (!mkdtemp(template)) return NULL;
  for (int index = 0; index < file_count; index++) {
    length = snprintf(files[index], sizeof files[index], "%s/%s%s", template, database, suffixes[index]);
    if (length < 0 || (size_t)length >= sizeof files[index]) {
      rmdir(template);
      errno = ENAMETOOLONG;
      return NULL;
    }
  }
  memcpy(folder, template, sizeof folder);
  static const int ends[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE, SIGABRT};
  struct sigaction action = {.sa_handler = on_signal, .sa_flags = (int)SA_RESETHAND}, former;
  sigemptyset(&action.sa_mask);
  for (size_t index = 0; index < sizeof ends / sizeof ends[0]; index++) {
    sigaction(ends[index], NULL, &former);
    if (former.sa_handler != SIG_IGN) sigaction(ends[index], &action, NULL);
  }
  return folder;
}
