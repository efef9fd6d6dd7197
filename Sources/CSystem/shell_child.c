#include "shell_child.h"

#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <stddef.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

int postern_shell_start(const char *command, const char *argument, pid_t *child) {
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
  int failure = posix_spawn(child, "/bin/sh", NULL, &attributes, words, environ);
  posix_spawnattr_destroy(&attributes);
  if (failure != 0) {
    errno = failure;
    return -1;
  }
  // It cannot be another process's by now: its number stays taken until it is waited for.
  int descriptor = pidfd_open(*child, 0);
  if (descriptor < 0) {
    int saved = errno;
    kill(*child, SIGKILL);
    waitpid(*child, NULL, 0);
    errno = saved;
  }
  return descriptor;
}

int postern_shell_end(int descriptor, pid_t child) {
  close(descriptor);
  int status;
  while (waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) return -1;
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

void postern_shell_leave(int descriptor, pid_t child) {
  close(descriptor);
  kill(child, SIGHUP);
  // One that is stopped hears nothing until it goes on.
  kill(child, SIGCONT);
}
