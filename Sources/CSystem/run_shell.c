#include "run_shell.h"

#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <stddef.h>
#include <sys/wait.h>

extern char **environ;

int postern_run_shell(const char *command, const char *argument) {
  char *words[] = {"sh", "-c", (char *)command, "sh", (char *)argument, NULL};
  // What is ignored here (a closed pipe; interruptions, while the child has the terminal) is not for the child to ignore.
  posix_spawnattr_t attributes;
  sigset_t restored, blocked;
  sigemptyset(&restored);
  sigaddset(&restored, SIGINT);
  sigaddset(&restored, SIGQUIT);
  sigaddset(&restored, SIGTSTP);
  sigaddset(&restored, SIGPIPE);
  sigaddset(&restored, SIGXFSZ);
  sigemptyset(&blocked);
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setsigdefault(&attributes, &restored);
  posix_spawnattr_setsigmask(&attributes, &blocked);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
  pid_t child;
  int failure = posix_spawn(&child, "/bin/sh", NULL, &attributes, words, environ);
  posix_spawnattr_destroy(&attributes);
  if (failure != 0) return -1;
  int status;
  while (waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) return -1;
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}
