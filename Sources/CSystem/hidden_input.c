#include "hidden_input.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

static const int caught[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP, SIGTTIN, SIGTTOU};
enum { caught_count = sizeof caught / sizeof caught[0] };

static volatile sig_atomic_t pending;

static void note(int signal) { pending = signal; }

/// One line from the terminal; stops at a signal.
static ssize_t read_line(int terminal, char *line, size_t size) {
  size_t length = 0;
  while (length < size) {
    char byte;
    if (pending) {
      errno = EINTR;
      return -1;
    }
    ssize_t count = read(terminal, &byte, 1);
    if (count < 0) return -1;
    if (count == 0) break;
    line[length++] = byte;
    if (byte == '\n') break;
  }
  return (ssize_t)length;
}

/// Reads with the echo off and signals only noted; puts back both.
static ssize_t read_once(int terminal, const char *prompt, char *line, size_t size) {
  struct termios before;
  if (tcgetattr(terminal, &before) != 0) return -1;
  struct sigaction action = {.sa_handler = note}, former[caught_count];
  sigemptyset(&action.sa_mask);
  pending = 0;
  for (int index = 0; index < caught_count; index++) {
    sigaction(caught[index], NULL, &former[index]);
    // Who started us with a signal ignored (nohup) wants it ignored.
    if (former[index].sa_handler != SIG_IGN) sigaction(caught[index], &action, NULL);
  }
  struct termios hidden = before;
  hidden.c_lflag &= ~(tcflag_t)(ECHO | ECHOE | ECHOK | ECHONL);
  ssize_t length = -1;
  // TCSAFLUSH drops what was typed ahead while it was still shown.
  if (tcsetattr(terminal, TCSAFLUSH, &hidden) == 0) {
    ssize_t ignored = write(STDERR_FILENO, prompt, strlen(prompt));
    length = read_line(terminal, line, size);
    int error = errno;
    tcsetattr(terminal, TCSANOW, &before);
    ignored = write(STDERR_FILENO, "\n", 1);
    (void)ignored;
    errno = error;
  }
  int error = errno;
  for (int index = 0; index < caught_count; index++) sigaction(caught[index], &former[index], NULL);
  errno = error;
  return length;
}

ssize_t postern_read_hidden(int terminal, const char *prompt, char *line, size_t size) {
  for (;;) {
    ssize_t length = read_once(terminal, prompt, line, size);
    if (length >= 0 || errno != EINTR) return length;
    // The signal now does what it would have done; if the process is still there (or again), start over.
    if (pending) kill(getpid(), pending);
  }
}
