#pragma once
#include <gnutls/abstract.h>
#include <gnutls/gnutls.h>
#include <microhttpd.h>
#include <string.h>
#include <sys/socket.h>

// What Swift cannot import: variadic functions, and callbacks that need nothing but C.

/// What `postern_mhd_start` needs to know.
struct postern_mhd_settings {
  unsigned int workers;
  unsigned int connections;
  /// Bytes for the head of a request, what was read of its body, and the head of the answer.
  size_t memory;
  /// GnuTLS's priorities; without them there is no TLS.
  const char *priorities;
  /// What every callback is given first.
  void *context;
  MHD_AccessHandlerCallback handler;
  void *(*target)(void *context, const char *target, struct MHD_Connection *connection);
  MHD_RequestCompletedCallback completed;
  MHD_NotifyConnectionCallback notified;
};

/// Leaves the target as it came: what is decoded once here and once more elsewhere is read in two ways.
static size_t postern_mhd_no_unescape(void *context, struct MHD_Connection *connection, char *text) {
  (void)context;
  (void)connection;
  return strlen(text);
}

/// Never asked: each session is given its certificate when its connection begins.
static int postern_mhd_no_certificate(gnutls_session_t session, const gnutls_datum_t *names, int count,
                                      const gnutls_pk_algorithm_t *algorithms, int algorithm_count,
                                      gnutls_pcert_st **certificates, unsigned int *length, gnutls_privkey_t *key) {
  (void)session, (void)names, (void)count, (void)algorithms, (void)algorithm_count;
  (void)certificates, (void)length, (void)key;
  return -1;
}

/// Starts a daemon of internal threads on epoll, to which connections are given; nothing when it cannot be started, with
/// errno set.
static inline struct MHD_Daemon *postern_mhd_start(const struct postern_mhd_settings *settings) {
  unsigned int flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_NO_LISTEN_SOCKET;
  struct MHD_OptionItem pool[] = {
      {MHD_OPTION_THREAD_POOL_SIZE, (intptr_t)settings->workers, NULL},
      {MHD_OPTION_END, 0, NULL},
  };
  struct MHD_OptionItem tls[] = {
      {MHD_OPTION_HTTPS_PRIORITIES, 0, (void *)settings->priorities},
      {MHD_OPTION_HTTPS_CERT_CALLBACK, 0, (void *)postern_mhd_no_certificate},
      {MHD_OPTION_END, 0, NULL},
  };
  struct MHD_OptionItem nothing[] = {{MHD_OPTION_END, 0, NULL}};
  if (settings->priorities != NULL) flags |= MHD_USE_TLS;
  return MHD_start_daemon(
      flags, 0, NULL, NULL, settings->handler, settings->context,
      // A pool of one is no pool to libmicrohttpd.
      MHD_OPTION_ARRAY, settings->workers > 1 ? pool : nothing,
      MHD_OPTION_ARRAY, settings->priorities != NULL ? tls : nothing,
      MHD_OPTION_CONNECTION_LIMIT, settings->connections,
      MHD_OPTION_CONNECTION_MEMORY_LIMIT, settings->memory,
      // What level 1 refuses the gate refuses too, and better: 0.9.75 answers a missing Host with two heads, and closes
      // without a word upon a space in the target.
      MHD_OPTION_STRICT_FOR_CLIENT, 0,
      MHD_OPTION_UNESCAPE_CALLBACK, postern_mhd_no_unescape, NULL,
      MHD_OPTION_URI_LOG_CALLBACK, settings->target, settings->context,
      MHD_OPTION_NOTIFY_COMPLETED, settings->completed, settings->context,
      MHD_OPTION_NOTIFY_CONNECTION, settings->notified, settings->context,
      MHD_OPTION_END);
}

/// What was put into the socket's context when the connection began.
static inline void *postern_mhd_socket_context(struct MHD_Connection *connection) {
  const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
  return info != NULL ? info->socket_context : NULL;
}

/// The address of who has connected.
static inline const struct sockaddr *postern_mhd_peer(struct MHD_Connection *connection) {
  const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
  return info != NULL ? info->client_addr : NULL;
}

/// The connection's descriptor, or -1.
static inline int postern_mhd_descriptor(struct MHD_Connection *connection) {
  const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
  return info != NULL ? info->connect_fd : -1;
}

/// How many bytes the head of the request had, from its first line to the empty one.
static inline size_t postern_mhd_head_size(struct MHD_Connection *connection) {
  const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
  return info != NULL ? info->header_size : 0;
}

/// What libmicrohttpd keeps of a header, argument or cookie beside its bytes.
enum { postern_mhd_entry_memory = 64 };

/// How much of a connection's memory the head of its request has taken: its bytes, an entry for each header, argument
/// and cookie, and the cookies once more.
static inline size_t postern_mhd_head_memory(struct MHD_Connection *connection) {
  const char *cookies = NULL;
  size_t length = 0;
  enum MHD_ValueKind all = (enum MHD_ValueKind)(MHD_HEADER_KIND | MHD_COOKIE_KIND | MHD_GET_ARGUMENT_KIND);
  int entries = MHD_get_connection_values_n(connection, all, NULL, NULL);
  if (MHD_lookup_connection_value_n(connection, MHD_HEADER_KIND, "cookie", 6, &cookies, &length) == MHD_NO) length = 0;
  return postern_mhd_head_size(connection) + (size_t)entries * postern_mhd_entry_memory + length;
}

/// The TLS session of a connection; nothing without TLS.
static inline gnutls_session_t postern_mhd_session(struct MHD_Connection *connection) {
  const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_GNUTLS_SESSION);
  return info != NULL ? (gnutls_session_t)info->tls_session : NULL;
}

/// Ends both directions of a socket, whose descriptor stays open.
static inline void postern_hang_up(int descriptor) { shutdown(descriptor, SHUT_RDWR); }
