#pragma once

#include <sys/socket.h>

/// Takes in who has connected (accept4(2)); the descriptor does not survive exec. Returns it, or -1 with errno set.
int postern_accept(int listener, struct sockaddr_storage *address, socklen_t *length);
