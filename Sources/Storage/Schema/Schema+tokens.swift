extension Schema {
  /// Bearer tokens of every kind in one table, so that one look-up by digest finds any of them, and grants, which say
  /// whom a user let in.
  ///
  /// A personal token belongs to a user alone and has a name. Access and refresh tokens belong to a client; those that
  /// descend from one authorization share a family, so that a replay can end them all. An access token without user is
  /// a client's own (RFC 6749 §4.4). The indexes of personal tokens are partial: the server's own inserts do not pay
  /// for them, so they can hold all that a walk through a list looks at. A family is always some
  /// user's, and has one live pair and as many spent refresh tokens as it was refreshed: the index of users leads to the
  /// pair without passing by them, and has what a user's applications refresh in two places, however many they are.
  static let tokens = [
    """
    CREATE TABLE tokens (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      kind TEXT NOT NULL,
      digest BLOB NOT NULL CHECK (length(digest) IN (32, 35)),
      last_four TEXT NOT NULL,
      user_id INTEGER REFERENCES users (id) ON DELETE CASCADE,
      client_id INTEGER REFERENCES clients (id) ON DELETE CASCADE,
      family INTEGER,
      name TEXT,
      name_key TEXT,
      internal INTEGER,
      scopes TEXT NOT NULL,
      created_at INTEGER NOT NULL,
      expires_at INTEGER,
      spent_at INTEGER,
      last_used_at INTEGER,
      expires_key INTEGER NOT NULL GENERATED ALWAYS AS (ifnull(expires_at, 9223372036854775807)) VIRTUAL,
      used_key INTEGER NOT NULL GENERATED ALWAYS AS (ifnull(last_used_at, 0)) VIRTUAL,
      row_key INTEGER GENERATED ALWAYS AS (id) VIRTUAL,
      CHECK (CASE kind
        WHEN 'access' THEN client_id IS NOT NULL AND expires_at IS NOT NULL AND spent_at IS NULL
          AND name IS NULL AND name_key IS NULL AND internal IS NULL
        WHEN 'refresh' THEN client_id IS NOT NULL AND user_id IS NOT NULL AND family IS NOT NULL
          AND name IS NULL AND name_key IS NULL AND internal IS NULL
        WHEN 'personal' THEN user_id IS NOT NULL AND client_id IS NULL AND family IS NULL AND spent_at IS NULL
          AND name IS NOT NULL AND name_key IS NOT NULL AND internal IS NOT NULL AND internal IN (0, 1)
        ELSE 0 END)
    ) STRICT
    """,
    "CREATE UNIQUE INDEX tokens_by_digest ON tokens (digest)",
    "CREATE INDEX tokens_by_user ON tokens (user_id, spent_at, family) WHERE user_id IS NOT NULL",
    """
    CREATE INDEX tokens_by_client ON tokens (client_id, user_id, expires_key, spent_at) WHERE client_id IS NOT NULL
    """,
    "CREATE INDEX tokens_by_expiry ON tokens (expires_at) WHERE expires_at IS NOT NULL",
    "CREATE UNIQUE INDEX tokens_personal_unique ON tokens (user_id, name_key) WHERE kind = 'personal'",
    "CREATE INDEX tokens_personal_internal ON tokens (user_id, expires_key) WHERE kind = 'personal' AND internal = 1",
    """
    CREATE INDEX tokens_personal_name ON tokens (user_id, name_key, row_key, expires_key)
    WHERE kind = 'personal' AND internal = 0
    """,
    """
    CREATE INDEX tokens_personal_created ON tokens (user_id, created_at, row_key, expires_key, name_key)
    WHERE kind = 'personal' AND internal = 0
    """,
    """
    CREATE INDEX tokens_personal_used ON tokens (user_id, used_key, row_key, expires_key, name_key)
    WHERE kind = 'personal' AND internal = 0
    """,
    """
    CREATE INDEX tokens_personal_expires ON tokens (user_id, expires_key, row_key, name_key)
    WHERE kind = 'personal' AND internal = 0
    """,
    """
    CREATE TABLE grants (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
      client_id INTEGER NOT NULL REFERENCES clients (id) ON DELETE CASCADE,
      scopes TEXT NOT NULL,
      created_at INTEGER NOT NULL,
      last_used_at INTEGER,
      used_key INTEGER NOT NULL GENERATED ALWAYS AS (ifnull(last_used_at, 0)) VIRTUAL,
      row_key INTEGER GENERATED ALWAYS AS (id) VIRTUAL
    ) STRICT
    """,
    "CREATE UNIQUE INDEX grants_by_client ON grants (client_id, user_id)",
    "CREATE INDEX grants_by_user_created ON grants (user_id, created_at, row_key)",
    "CREATE INDEX grants_by_user_used ON grants (user_id, used_key, row_key)",
  ]
}
