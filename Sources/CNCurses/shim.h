#pragma once
#define _XOPEN_SOURCE_EXTENDED 1
#define NCURSES_WIDECHAR 1
#include <curses.h>
#include <term.h>

// What does not import into Swift: attribute macros, the variable stdscr, cells made of an array inside a struct.

static inline WINDOW *postern_stdscr(void) { return stdscr; }

/// Frees what setupterm found.
static inline void postern_forget_terminal(void) {
  TERMINAL *current = cur_term;
  if (current != NULL) {
    set_curterm(NULL);
    del_curterm(current);
  }
}

static inline attr_t postern_attributes(bool bold, bool dim, bool italic, bool underline, bool reverse) {
  return (bold ? A_BOLD : 0) | (dim ? A_DIM : 0) | (italic ? A_ITALIC : 0) | (underline ? A_UNDERLINE : 0) |
         (reverse ? A_REVERSE : 0);
}

/// Makes a cell of a base character and up to three marks (0 for none).
static inline void postern_make_cell(cchar_t *cell, unsigned base, unsigned mark1, unsigned mark2, unsigned mark3,
                                     attr_t attributes, short pair) {
  wchar_t text[5] = {(wchar_t)base, (wchar_t)mark1, (wchar_t)mark2, (wchar_t)mark3, 0};
  setcchar(cell, text, attributes, pair, NULL);
}

static inline void postern_set_background(WINDOW *window, attr_t attributes, short pair) {
  cchar_t cell;
  postern_make_cell(&cell, ' ', 0, 0, 0, attributes, pair);
  wbkgrndset(window, &cell);
}

static inline int postern_no_string(const char *text) { return text == NULL || text == (char *)-1; }
