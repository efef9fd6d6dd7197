#pragma once
#include <sqlite3.h>
#include <time.h>

// What Swift cannot import: casts in macros, variadic functions, and a callback without context.

/// SQLite copies the bytes that are bound with it.
static inline sqlite3_destructor_type postern_sqlite_transient(void) { return SQLITE_TRANSIENT; }

/// Lets SQLite allocate memory without counting it: the count is one for all threads, behind a lock that each allocation
/// takes. Before anything else of SQLite is called.
static inline int postern_sqlite_without_memory_count(void) { return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); }

/// Switches one of SQLite's boolean settings of a connection.
static inline int postern_sqlite_set(sqlite3 *connection, int setting, int on) {
  return sqlite3_db_config(connection, setting, on, (int *)0);
}

/// Waits for a lock in short even steps, about five seconds in all. SQLite's own handler backs off to a tenth of a
/// second, so that among many writers whoever has waited longest asks least often, and starves.
static inline int postern_sqlite_wait(void *context, int tries) {
  (void)context;
  if (tries >= 3000) return 0;
  struct timespec step = {0, tries < 10 ? 200000 : 1500000 + (tries * 7919 % 13) * 20000};
  nanosleep(&step, 0);
  return 1;
}

static inline int postern_sqlite_wait_for_locks(sqlite3 *connection, int on) {
  return sqlite3_busy_handler(connection, on ? postern_sqlite_wait : 0, 0);
}
