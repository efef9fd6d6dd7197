#pragma once
#define _XOPEN_SOURCE_EXTENDED 1
#define NCURSES_WIDECHAR 1
#include <string.h>
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

/// Takes every occurrence of a part out of a text.
static inline void postern_take_out(char *text, const char *part) {
  if (text == NULL || text == (char *)-1) return;
  size_t length = strlen(part);
  for (char *found = strstr(text, part); found != NULL; found = strstr(found, part)) {
    memmove(found, found + length, strlen(found + length) + 1);
  }
}

/// Lets ncurses switch attributes without also choosing a character set, which terminfo has it do each time and which is
/// a third of the bytes. Lines are drawn in Unicode or ASCII, so the other set is never chosen. The strings are ncurses'
/// own copies of this terminal's entry, and only become shorter.
static inline void postern_leave_character_set(void) {
  postern_take_out(tigetstr((char *)"sgr0"), "\033(B");
  postern_take_out(tigetstr((char *)"sgr0"), "\017");
  postern_take_out(tigetstr((char *)"sgr"), "%?%p9%t\033(0%e\033(B%;");
  postern_take_out(tigetstr((char *)"sgr"), "%?%p9%t\016%e\017%;");
}

static inline int postern_no_string(const char *text) { return text == NULL || text == (char *)-1; }
