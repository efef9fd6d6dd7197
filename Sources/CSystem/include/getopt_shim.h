#pragma once
/// getopt_long(3) for Swift: its results are global variables of C, which Swift 6 rightly refuses to touch.

/// One long option; `value` is what `postern_next_option` answers for it.
struct postern_option {
  const char *name;
  int takes_value;
  int value;
};

/// What one call found.
struct postern_argument {
  /// The option's value; 0 at the end of the options, '?' for an unknown one, ':' for a missing argument.
  int option;
  /// The option's argument, or nothing.
  const char *argument;
  /// For '?' and ':' the short option it was about, or the value of the long one, or 0 when there is none of that name.
  int about;
  /// The index of the next word to be looked at.
  int next;
};

/// Forgets where the last walk through a list of words stood.
void postern_reset_options(void);

/// Finds the next option in `words`, whose first is the program's name. Words that are no options are moved to the end
/// while walking, unless `stop_at_word` says that the first of them ends the options.
struct postern_argument postern_next_option(
    int count, char *const *words, int stop_at_word, const struct postern_option *options, int option_count);
