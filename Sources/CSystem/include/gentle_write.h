#pragma once

#include <sys/types.h>

/// From now on ``postern_gentle_pwrite`` hands what the thread that calls this writes to the disk in small portions. Told
/// to take in many pages at once, a disk lets everybody else wait until it has. For so many milliseconds it leaves the disk
/// to the others after each for twice as long as it took.
void postern_write_gently(long milliseconds);

/// pwrite(2). In a thread that writes gently it waits for the disk after each portion; where one cannot be written, it
/// returns -1 with errno set.
ssize_t postern_gentle_pwrite(int descriptor, const void *bytes, size_t length, off_t offset);

/// How many portions the thread that calls this has waited for.
unsigned long postern_gentle_portions(void);
