#include "getopt_shim.h"

#include <getopt.h>
#include <stddef.h>

enum { most_options = 64 };

void postern_reset_options(void) {
  // 0, not 1, also resets what glibc keeps between calls (getopt_long(3), NOTES).
  optind = 0;
}

struct postern_argument postern_next_option(
    int count, char *const *words, int stop_at_word, const struct postern_option *options, int option_count) {
  struct option longs[most_options + 1] = {0};
  // A leading colon tells a missing argument from an unknown option; a plus sign stops at the first other word.
  char shorts[2 * most_options + 3] = {0};
  size_t length = 0;
  if (stop_at_word) shorts[length++] = '+';
  shorts[length++] = ':';
  for (int index = 0; index < option_count && index < most_options; index++) {
    const struct postern_option *option = &options[index];
    longs[index] = (struct option){option->name, option->takes_value ? required_argument : no_argument, NULL,
                                   option->value};
    if (option->value > ' ' && option->value < 127) {
      shorts[length++] = (char)option->value;
      if (option->takes_value) shorts[length++] = ':';
    }
  }
  opterr = 0;
  optarg = NULL;
  int found = getopt_long(count, words, shorts, longs, NULL);
  return (struct postern_argument){
      .option = found == -1 ? 0 : found,
      .argument = found == '?' || found == ':' ? NULL : optarg,
      .about = found == '?' || found == ':' ? optopt : 0,
      .next = optind,
  };
}
