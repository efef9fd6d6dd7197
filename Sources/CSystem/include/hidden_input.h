#pragma once
#include <stddef.h>
#include <sys/types.h>

/// Reads a line from a terminal while what is typed is not shown; the line feed is part of what is counted, and missing
/// when the input ended. A signal that ends or stops the process finds the terminal as it was before; after a stop, the
/// prompt is written again and reading starts over.
///
/// Returns how many bytes were read, or -1 with errno set; ENOTTY when `terminal` is none.
ssize_t postern_read_hidden(int terminal, const char *prompt, char *line, size_t size);
