#pragma once
// What Swift cannot say about the C library: variadic functions, macros, globals, and code that runs inside a signal
// handler. One header a topic.
#include "accept.h"
#include "gentle_write.h"
#include "getopt_shim.h"
#include "hidden_input.h"
#include "scratch_folder.h"
#include "shell_child.h"
#include "terminal.h"
#include "thread.h"
