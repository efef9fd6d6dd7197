#pragma once
#include <sys/types.h>

/// Starts `sh -c COMMAND sh ARGUMENT`, to which no signal is ignored or blocked that is so here. Returns a descriptor that
/// becomes readable when it ends (pidfd_open(2)), or -1 with errno set.
int postern_shell_start(const char *command, const char *argument, pid_t *child);

/// Closes the descriptor of one that has ended. Returns its exit status, or -1 if it was killed.
int postern_shell_end(int descriptor, pid_t child);

/// Closes the descriptor of one that is still there, and tells it that its terminal is gone (HUP).
void postern_shell_leave(int descriptor, pid_t child);
