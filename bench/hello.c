// The least that libmicrohttpd can do, with the flags that Postern gives it: what Postern's figures are compared with.
// cc -O2 -o hello bench/hello.c -lmicrohttpd; ./hello PORT [WORKERS] ends when its standard input does.
#include <microhttpd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static enum MHD_Result answer(void *context, struct MHD_Connection *connection, const char *target, const char *method,
                              const char *version, const char *upload, size_t *length, void **request) {
  (void)context, (void)target, (void)method, (void)version, (void)upload;
  static char body[] = "hello\n";
  static int seen;
  // The first call is for the head alone: who answers it ends the connection.
  if (*request == NULL) {
    *request = &seen;
    return MHD_YES;
  }
  *length = 0;
  struct MHD_Response *response = MHD_create_response_from_buffer(strlen(body), body, MHD_RESPMEM_PERSISTENT);
  MHD_add_response_header(response, "content-type", "text/plain");
  MHD_add_response_header(response, "cache-control", "no-store");
  enum MHD_Result result = MHD_queue_response(connection, MHD_HTTP_OK, response);
  MHD_destroy_response(response);
  return result;
}

int main(int count, char **words) {
  unsigned int port = count > 1 ? (unsigned int)atoi(words[1]) : 0;
  unsigned int workers = count > 2 ? (unsigned int)atoi(words[2]) : 2;
  struct MHD_Daemon *daemon = MHD_start_daemon(
      MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME, (unsigned short)port, NULL, NULL, answer, NULL,
      MHD_OPTION_THREAD_POOL_SIZE, workers, MHD_OPTION_CONNECTION_LIMIT, 16384u, MHD_OPTION_STRICT_FOR_CLIENT, 0,
      MHD_OPTION_END);
  if (daemon == NULL) {
    perror("hello");
    return 1;
  }
  printf("http://127.0.0.1:%u\n", MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT)->port);
  fflush(stdout);
  getchar();
  MHD_stop_daemon(daemon);
  return 0;
}
