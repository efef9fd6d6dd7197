#define _GNU_SOURCE
#include "thread.h"

#include <pthread.h>
#include <stdio.h>

void postern_name_thread(const char *name) {
  char kept[16];
  snprintf(kept, sizeof kept, "%s", name);
  pthread_setname_np(pthread_self(), kept);
}
