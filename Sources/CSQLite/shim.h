#pragma once
#include <sqlite3.h>
#include <string.h>
#include <sys/types.h>
#include <time.h>

// What Swift cannot import: casts in macros, variadic functions, and a callback without context.

/// SQLite copies the bytes that are bound with it.
static inline sqlite3_destructor_type postern_sqlite_transient(void) { return SQLITE_TRANSIENT; }

/// Lets SQLite allocate memory without counting it: the count is one for all threads, behind a lock that each allocation
/// takes. Before anything else of SQLite is called.
static inline int postern_sqlite_without_memory_count(void) { return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); }

/// Lets SQLite write files with another function than pwrite(2) (https://www.sqlite.org/c3ref/vfs.html, xSetSystemCall);
/// where it cannot be told to, it goes on with its own. Before any file is opened.
static inline void postern_sqlite_write_with(ssize_t (*write)(int, const void *, size_t, off_t)) {
  sqlite3_vfs *vfs = sqlite3_vfs_find(0);
  if (vfs == 0 || vfs->iVersion < 3 || vfs->xGetSystemCall == 0 || vfs->xSetSystemCall == 0) return;
  // It was built to use one of them.
  const char *names[] = {"pwrite64", "pwrite"};
  for (int i = 0; i < 2; i++) {
    if (vfs->xGetSystemCall(vfs, names[i]) != 0) vfs->xSetSystemCall(vfs, names[i], (sqlite3_syscall_ptr)write);
  }
}

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

/// The header of the index of the write-ahead log (https://www.sqlite.org/walformat.html, section 2.1). It is in memory
/// that all share who have the database open, so to look at it costs next to nothing, where to ask SQLite costs taking and
/// giving back a lock.
struct postern_sqlite_stamp {
  unsigned char header[48];
};

/// The database file as SQLite has it open; nothing when it cannot be told.
static inline sqlite3_file *postern_sqlite_file(sqlite3 *connection) {
  sqlite3_file *file = 0;
  int code = sqlite3_file_control(connection, "main", SQLITE_FCNTL_FILE_POINTER, &file);
  return code == SQLITE_OK && file != 0 && file->pMethods != 0 ? file : 0;
}

/// Looks at it; 0 where there is none, or somebody is writing it at this moment. For a connection that has read before.
static inline int postern_sqlite_look(sqlite3 *connection, struct postern_sqlite_stamp *stamp) {
  sqlite3_file *file = postern_sqlite_file(connection);
  if (file == 0 || file->pMethods->iVersion < 2 || file->pMethods->xShmMap == 0) return 0;
  void volatile *start = 0;
  if (file->pMethods->xShmMap(file, 0, 32768, 0, &start) != SQLITE_OK || start == 0) return 0;
  // It is there twice: who writes it writes the second one first, who reads it reads the first one first.
  struct postern_sqlite_stamp second;
  memcpy(stamp, (const void *)start, sizeof *stamp);
  file->pMethods->xShmBarrier(file);
  memcpy(&second, (const char *)start + sizeof *stamp, sizeof second);
  return memcmp(stamp, &second, sizeof second) == 0;
}

static inline int postern_sqlite_same(
    const struct postern_sqlite_stamp *one, const struct postern_sqlite_stamp *other) {
  return memcmp(one, other, sizeof *one) == 0;
}

/// Whether exactly one transaction was committed between two of them: each counts iChange up by one.
static inline int postern_sqlite_follows(
    const struct postern_sqlite_stamp *one, const struct postern_sqlite_stamp *other) {
  unsigned int after, before;
  memcpy(&after, one->header + 8, sizeof after);
  memcpy(&before, other->header + 8, sizeof before);
  return after == before + 1;
}

/// How many pages of the log are committed: mxFrame.
static inline unsigned int postern_sqlite_log_pages(const struct postern_sqlite_stamp *stamp) {
  unsigned int pages;
  memcpy(&pages, stamp->header + 16, sizeof pages);
  return pages;
}

/// Waits until what was written to the database file is on the disk. The file has to be reached by the descriptor that
/// SQLite has: to open and close another would take the locks of the whole process away.
static inline int postern_sqlite_synchronize(sqlite3 *connection) {
  sqlite3_file *file = postern_sqlite_file(connection);
  return file == 0 ? SQLITE_OK : file->pMethods->xSync(file, SQLITE_SYNC_NORMAL | SQLITE_SYNC_DATAONLY);
}
