#include "run_shell.h"

#include <errno.h>
#include <spawn.h>
#include <stddef.h>
#include <sys/wait.h>

extern char **environ;

int postern_run_shell(const char *command, const char *argument) {
  char *words[] = {"sh", "-c", (char *)command, "sh", (char *)argument, NULL};
  pid_t child;
  if (posix_spawn(&child, "/bin/sh", NULL, NULL, words, environ) != 0) return -1;
  int status;
  while (waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) return -1;
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}
