#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include <termios.h>

/// Columns that the C library gives a character in a UTF-8 locale: -1 if it cannot be printed.
int postern_character_width(uint32_t scalar);

/// The size the terminal driver knows; false if it knows none.
bool postern_window_size(int descriptor, int *columns, int *rows);

/// A pipe that neither blocks nor survives exec; 0, or an errno value.
int postern_wake_pipe(int *read_end, int *write_end);

/// Catches TERM, HUP, INT, WINCH, CONT and TSTP into a pipe, restores the terminal when a fatal signal comes, ignores
/// PIPE. Returns the descriptor to poll, or minus an errno value. Calling it again returns the same descriptor.
int postern_signals_install(void);

/// Takes the signals noted so far, oldest first; returns how many were stored.
size_t postern_signals_take(uint8_t *numbers, size_t capacity);

/// What the terminal needs when the program ends without cleaning up: written by the crash handlers and at exit.
void postern_rescue_arm(int descriptor, const char *bytes, size_t length, const struct termios *modes);

/// The terminal is in order: nothing to restore any more.
void postern_rescue_disarm(void);

/// Stops the process group as Ctrl-Z in a shell does; returns when it is continued.
void postern_stop_group(void);

/// While `given`, INT, QUIT and TSTP do what they do to a program that catches nothing, so that a child on the same
/// terminal may be stopped together with this one; INT and QUIT are ignored here.
void postern_signals_lend(bool given);

