#define _GNU_SOURCE
#include "terminal.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// Everything that a handler touches is written before `armed` or `installed` is set, and only async-signal-safe calls
// (signal-safety(7)) are made inside handlers.

static struct {
  atomic_int armed;
  int descriptor;
  size_t length;
  char bytes[512];
  struct termios modes;
} rescue;

static int note_pipe[2] = {-1, -1};
static atomic_int terminations;
static struct sigaction previous[NSIG];

static const int fatal[] = {SIGSEGV, SIGBUS,  SIGILL,  SIGTRAP, SIGFPE,  SIGABRT,   SIGSYS, SIGQUIT,
                            SIGXCPU, SIGUSR1, SIGUSR2, SIGALRM, SIGVTALRM, SIGPROF};
static const int noted[] = {SIGTERM, SIGHUP, SIGINT, SIGWINCH, SIGCONT, SIGTSTP};

static void restore_terminal(void) {
  int armed = 1;
  if (!atomic_compare_exchange_strong(&rescue.armed, &armed, 0)) return;
  // A terminal that has stopped reading must not keep a dying program alive.
  int flags = fcntl(rescue.descriptor, F_GETFL);
  if (flags >= 0) fcntl(rescue.descriptor, F_SETFL, flags | O_NONBLOCK);
  size_t done = 0;
  while (done < rescue.length) {
    ssize_t count = write(rescue.descriptor, rescue.bytes + done, rescue.length - done);
    if (count > 0) done += (size_t)count;
    else if (errno != EINTR) break;
  }
  if (flags >= 0) fcntl(rescue.descriptor, F_SETFL, flags);
  // In the background tcsetattr would stop the program: then the shell has its own modes in force anyway.
  sigset_t output, mine;
  sigemptyset(&output);
  sigaddset(&output, SIGTTOU);
  pthread_sigmask(SIG_BLOCK, &output, &mine);
  tcsetattr(rescue.descriptor, TCSANOW, &rescue.modes);
  pthread_sigmask(SIG_SETMASK, &mine, NULL);
}

static void take_default(int number) {
  struct sigaction plain;
  memset(&plain, 0, sizeof plain);
  plain.sa_handler = SIG_DFL;
  sigaction(number, &plain, NULL);
}

static void on_fatal(int number, siginfo_t *info, void *context) {
  int saved = errno;
  restore_terminal();
  take_default(number);
  // The language's runtime may want to print where it happened.
  struct sigaction *earlier = &previous[number];
  if (earlier->sa_flags & SA_SIGINFO) {
    if (earlier->sa_sigaction != NULL) earlier->sa_sigaction(number, info, context);
  } else if (earlier->sa_handler != SIG_DFL && earlier->sa_handler != SIG_IGN) {
    earlier->sa_handler(number);
  }
  errno = saved;
  // A fault of this very instruction happens again on return, so that the core shows it; anything else is sent again,
  // and arrives as soon as this handler is left.
  bool again = info->si_code > 0 && (number == SIGSEGV || number == SIGBUS || number == SIGILL || number == SIGFPE);
  if (!again) raise(number);
}

static void on_noted(int number) {
  int saved = errno;
  // Asked to end twice without having taken note: the program is stuck.
  if (number == SIGTERM && atomic_fetch_add(&terminations, 1) > 0) {
    restore_terminal();
    take_default(number);
    raise(number);
  } else {
    unsigned char byte = (unsigned char)number;
    ssize_t ignored = write(note_pipe[1], &byte, 1);
    (void)ignored;
  }
  errno = saved;
}

static void install_noted(int number) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = on_noted;
  action.sa_flags = SA_RESTART | SA_ONSTACK;
  sigfillset(&action.sa_mask);
  sigaction(number, &action, NULL);
}

int postern_signals_install(void) {
  if (note_pipe[0] >= 0) return note_pipe[0];
  int failure = postern_wake_pipe(&note_pipe[0], &note_pipe[1]);
  if (failure != 0) return -failure;

  // A stack overflow leaves no room for its own handler.
  static char room[64 * 1024];
  stack_t stack = {.ss_sp = room, .ss_size = sizeof room};
  sigaltstack(&stack, NULL);

  // A mask is inherited, and who starts the program may have blocked what must be heard here.
  sigset_t heard;
  sigemptyset(&heard);
  for (size_t i = 0; i < sizeof fatal / sizeof *fatal; i++) sigaddset(&heard, fatal[i]);
  for (size_t i = 0; i < sizeof noted / sizeof *noted; i++) sigaddset(&heard, noted[i]);

  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_sigaction = on_fatal;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK;
  sigfillset(&action.sa_mask);
  for (size_t i = 0; i < sizeof fatal / sizeof *fatal; i++) sigaction(fatal[i], &action, &previous[fatal[i]]);
  for (size_t i = 0; i < sizeof noted / sizeof *noted; i++) {
    // What whoever started the program ignores (nohup) stays ignored.
    sigaction(noted[i], NULL, &previous[noted[i]]);
    if (previous[noted[i]].sa_handler == SIG_IGN && noted[i] == SIGHUP) continue;
    install_noted(noted[i]);
  }
  signal(SIGPIPE, SIG_IGN);
  // A file that may not grow any more is told by the failing write, as a full disk is.
  signal(SIGXFSZ, SIG_IGN);
  pthread_sigmask(SIG_UNBLOCK, &heard, NULL);
  return note_pipe[0];
}

size_t postern_signals_take(uint8_t *numbers, size_t capacity) {
  if (note_pipe[0] < 0) return 0;
  atomic_store(&terminations, 0);
  ssize_t count;
  do count = read(note_pipe[0], numbers, capacity);
  while (count < 0 && errno == EINTR);
  return count > 0 ? (size_t)count : 0;
}

void postern_rescue_arm(int descriptor, const char *bytes, size_t length, const struct termios *modes) {
  static bool at_exit = false;
  atomic_store(&rescue.armed, 0);
  if (length > sizeof rescue.bytes) length = sizeof rescue.bytes;
  rescue.descriptor = descriptor;
  memcpy(rescue.bytes, bytes, length);
  rescue.length = length;
  rescue.modes = *modes;
  atomic_store(&rescue.armed, 1);
  if (!at_exit) at_exit = atexit(restore_terminal) == 0;
}

void postern_rescue_disarm(void) { atomic_store(&rescue.armed, 0); }

void postern_stop_group(void) {
  struct sigaction plain, stop, resume;
  memset(&plain, 0, sizeof plain);
  plain.sa_handler = SIG_DFL;
  sigaction(SIGTSTP, &plain, &stop);
  sigaction(SIGCONT, &plain, &resume);
  kill(0, SIGTSTP);
  sigaction(SIGCONT, &resume, NULL);
  sigaction(SIGTSTP, &stop, NULL);
}

void postern_signals_lend(bool given) {
  static struct sigaction kept[NSIG];
  static const int lent[] = {SIGINT, SIGQUIT, SIGTSTP};
  for (size_t i = 0; i < sizeof lent / sizeof *lent; i++) {
    if (!given) {
      sigaction(lent[i], &kept[lent[i]], NULL);
      continue;
    }
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = lent[i] == SIGTSTP ? SIG_DFL : SIG_IGN;
    sigaction(lent[i], &action, &kept[lent[i]]);
  }
}
