#pragma once

/// Makes a folder for its owner alone under `parent`, for a database of that name, and remembers it: when a signal ends
/// the process, the folder goes with the database and the files that SQLite keeps beside it. Returns the folder's path,
/// or nothing with errno set. One a process.
const char *postern_scratch_make(const char *parent, const char *database);

/// Removes the folder and those files. Whatever else is in it stays, and so does then the folder.
void postern_scratch_remove(void);
