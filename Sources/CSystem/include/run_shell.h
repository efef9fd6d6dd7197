#pragma once

/// Runs `sh -c COMMAND sh ARGUMENT` and waits for it. Returns its exit status, or -1 if it could not be run or was killed.
int postern_run_shell(const char *command, const char *argument);
