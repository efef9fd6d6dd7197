/// The tables of version 1. Times are whole seconds since 1970, UTC; secrets are SHA-256 digests.
///
/// Every foreign key has an index that begins with it, so that a cascade never scans. Row numbers that leave the house
/// are never given twice (AUTOINCREMENT): a number that somebody still holds must not come to mean another row.
/// A `_key` column is what a list is ordered by: text without case, moments without NULL, and the row number under a
/// name of its own, because SQLite does not search an index by a pair of values when one of them is the row number.
enum Schema {
  static let users = [
    """
    CREATE TABLE users (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      email TEXT NOT NULL COLLATE NOCASE,
      username TEXT COLLATE NOCASE,
      password_hash TEXT NOT NULL,
      role TEXT NOT NULL CHECK (role IN ('user', 'administrator')),
      disabled_at INTEGER,
      created_at INTEGER NOT NULL,
      last_seen_at INTEGER,
      seen_key INTEGER NOT NULL GENERATED ALWAYS AS (ifnull(last_seen_at, 0)) VIRTUAL,
      row_key INTEGER GENERATED ALWAYS AS (id) VIRTUAL,
      is_disabled INTEGER NOT NULL GENERATED ALWAYS AS (disabled_at IS NOT NULL) VIRTUAL
    ) STRICT
    """,
    "CREATE UNIQUE INDEX users_by_email ON users (email)",
    "CREATE UNIQUE INDEX users_by_username ON users (username) WHERE username IS NOT NULL",
    "CREATE INDEX users_by_created ON users (created_at, row_key)",
    "CREATE INDEX users_by_seen ON users (seen_key, row_key)",
    "CREATE INDEX users_state_email ON users (is_disabled, email, row_key)",
    "CREATE INDEX users_state_created ON users (is_disabled, created_at, row_key)",
    "CREATE INDEX users_state_seen ON users (is_disabled, seen_key, row_key)",
    "CREATE INDEX users_disabled ON users (disabled_at) WHERE disabled_at IS NOT NULL",
    "CREATE INDEX users_administrators ON users (role) WHERE role = 'administrator' AND disabled_at IS NULL",
  ]

  static let clients = [
    """
    CREATE TABLE clients (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      client_id TEXT NOT NULL,
      owner_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
      name TEXT NOT NULL,
      name_key TEXT NOT NULL,
      description TEXT NOT NULL,
      website TEXT NOT NULL,
      type TEXT NOT NULL CHECK (type IN ('confidential', 'public')),
      disabled_at INTEGER,
      created_at INTEGER NOT NULL,
      last_used_at INTEGER,
      used_key INTEGER NOT NULL GENERATED ALWAYS AS (ifnull(last_used_at, 0)) VIRTUAL,
      row_key INTEGER GENERATED ALWAYS AS (id) VIRTUAL
    ) STRICT
    """,
    "CREATE UNIQUE INDEX clients_by_client_id ON clients (client_id)",
    "CREATE INDEX clients_by_owner_name ON clients (owner_id, name_key, row_key, disabled_at)",
    "CREATE INDEX clients_by_owner_created ON clients (owner_id, created_at, row_key)",
    "CREATE INDEX clients_by_owner_used ON clients (owner_id, used_key, row_key)",
    "CREATE INDEX clients_by_name ON clients (name_key, row_key, disabled_at)",
    "CREATE INDEX clients_by_created ON clients (created_at, row_key)",
    "CREATE INDEX clients_by_used ON clients (used_key, row_key)",
    """
    CREATE TABLE client_secrets (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      client_id INTEGER NOT NULL REFERENCES clients (id) ON DELETE CASCADE,
      digest BLOB NOT NULL CHECK (length(digest) = 32),
      last_four TEXT NOT NULL,
      created_at INTEGER NOT NULL,
      expires_at INTEGER,
      last_used_at INTEGER
    ) STRICT
    """,
    "CREATE UNIQUE INDEX client_secrets_by_digest ON client_secrets (digest)",
    "CREATE INDEX client_secrets_by_client ON client_secrets (client_id)",
    "CREATE INDEX client_secrets_by_expiry ON client_secrets (expires_at) WHERE expires_at IS NOT NULL",
    """
    CREATE TRIGGER client_secrets_two BEFORE INSERT ON client_secrets
    WHEN (SELECT count(*) FROM client_secrets WHERE client_id = new.client_id) >= 2
    BEGIN SELECT raise(ABORT, 'a client has two secrets at most'); END
    """,
    """
    CREATE TABLE redirect_uris (
      client_id INTEGER NOT NULL REFERENCES clients (id) ON DELETE CASCADE,
      position INTEGER NOT NULL,
      uri TEXT NOT NULL,
      PRIMARY KEY (client_id, position)
    ) STRICT, WITHOUT ROWID
    """,
  ]
}
