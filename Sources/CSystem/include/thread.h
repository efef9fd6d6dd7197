#pragma once

/// Names the thread that calls it, for ps and top; the system keeps fifteen characters.
void postern_name_thread(const char *name);
