extension Schema {
  /// What lives for minutes: codes, device codes, browser sessions, throttles.
  static let protocolState = [
    """
    CREATE TABLE authorization_codes (
      id INTEGER PRIMARY KEY,
      digest BLOB NOT NULL CHECK (length(digest) IN (32, 35)),
      client_id INTEGER NOT NULL REFERENCES clients (id) ON DELETE CASCADE,
      user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
      redirect_uri TEXT,
      scopes TEXT NOT NULL,
      code_challenge TEXT,
      family INTEGER NOT NULL,
      created_at INTEGER NOT NULL,
      expires_at INTEGER NOT NULL,
      used_at INTEGER
    ) STRICT
    """,
    "CREATE UNIQUE INDEX authorization_codes_by_digest ON authorization_codes (digest)",
    "CREATE INDEX authorization_codes_by_client ON authorization_codes (client_id, user_id)",
    "CREATE INDEX authorization_codes_by_user ON authorization_codes (user_id)",
    "CREATE INDEX authorization_codes_by_expiry ON authorization_codes (expires_at)",
    """
    CREATE TABLE device_codes (
      id INTEGER PRIMARY KEY,
      digest BLOB NOT NULL CHECK (length(digest) IN (32, 35)),
      user_code BLOB NOT NULL CHECK (length(user_code) = 32),
      client_id INTEGER NOT NULL REFERENCES clients (id) ON DELETE CASCADE,
      user_id INTEGER REFERENCES users (id) ON DELETE CASCADE,
      scopes TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('pending', 'approved', 'denied', 'used')),
      poll_interval INTEGER NOT NULL,
      last_polled_at INTEGER,
      created_at INTEGER NOT NULL,
      expires_at INTEGER NOT NULL,
      CHECK (state IN ('pending', 'denied') OR user_id IS NOT NULL)
    ) STRICT
    """,
    "CREATE UNIQUE INDEX device_codes_by_digest ON device_codes (digest)",
    "CREATE UNIQUE INDEX device_codes_by_user_code ON device_codes (user_code)",
    "CREATE INDEX device_codes_by_client ON device_codes (client_id, user_id)",
    "CREATE INDEX device_codes_by_user ON device_codes (user_id) WHERE user_id IS NOT NULL",
    "CREATE INDEX device_codes_by_expiry ON device_codes (expires_at)",
    """
    CREATE TABLE browser_sessions (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      digest BLOB NOT NULL CHECK (length(digest) = 32),
      user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
      created_at INTEGER NOT NULL,
      last_seen_at INTEGER NOT NULL,
      expires_at INTEGER NOT NULL,
      address TEXT NOT NULL,
      user_agent TEXT NOT NULL,
      user_agent_digest BLOB NOT NULL CHECK (length(user_agent_digest) = 32)
    ) STRICT
    """,
    "CREATE UNIQUE INDEX browser_sessions_by_digest ON browser_sessions (digest)",
    "CREATE INDEX browser_sessions_by_user ON browser_sessions (user_id, last_seen_at)",
    "CREATE INDEX browser_sessions_by_expiry ON browser_sessions (expires_at)",
    """
    CREATE TABLE sign_in_throttles (
      key BLOB PRIMARY KEY CHECK (length(key) = 32),
      attempts INTEGER NOT NULL,
      started_at INTEGER NOT NULL,
      expires_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX sign_in_throttles_by_expiry ON sign_in_throttles (expires_at)",
  ]

  /// Keys: those that people sign in with over SSH, and those that the house signs with.
  static let keys = [
    """
    CREATE TABLE ssh_keys (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
      name TEXT NOT NULL,
      key TEXT NOT NULL,
      fingerprint TEXT NOT NULL,
      created_at INTEGER NOT NULL,
      last_used_at INTEGER
    ) STRICT
    """,
    "CREATE UNIQUE INDEX ssh_keys_by_fingerprint ON ssh_keys (fingerprint)",
    "CREATE INDEX ssh_keys_by_user ON ssh_keys (user_id, name)",
    """
    CREATE TABLE signing_keys (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      kid TEXT NOT NULL UNIQUE,
      algorithm TEXT NOT NULL,
      key BLOB NOT NULL,
      created_at INTEGER NOT NULL,
      retired_at INTEGER,
      expires_at INTEGER
    ) STRICT
    """,
  ]
}
