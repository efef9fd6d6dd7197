#define _GNU_SOURCE
#include "terminal.h"

#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <pthread.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

static pthread_once_t width_once = PTHREAD_ONCE_INIT;
static locale_t width_locale = (locale_t)0;

static void make_width_locale(void) {
  width_locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
}

// Widths must not depend on whether somebody has called setlocale yet, so the thread borrows a UTF-8 locale.
int postern_character_width(uint32_t scalar) {
  pthread_once(&width_once, make_width_locale);
  if (width_locale == (locale_t)0) return wcwidth((wchar_t)scalar);
  locale_t mine = uselocale(width_locale);
  int width = wcwidth((wchar_t)scalar);
  uselocale(mine);
  return width;
}

bool postern_window_size(int descriptor, int *columns, int *rows) {
  struct winsize size;
  if (ioctl(descriptor, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0) return false;
  *columns = size.ws_col;
  *rows = size.ws_row;
  return true;
}

int postern_wake_pipe(int *read_end, int *write_end) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) return errno;
  *read_end = ends[0];
  *write_end = ends[1];
  return 0;
}
