extension Schema {
  /// The audit log: never changed, never deleted from but at its old end (``Store/purgeAudit(upTo:audit:)``), and each row
  /// sealed with the digest of all before it. Neither who acted nor whom it concerns is a foreign key: what somebody did
  /// stays on record when their account goes.
  ///
  /// It is read in the order of time, by all, by one value of a column, and what was refused; each of these walks has its
  /// index, and none finds text, which would make every line dearer to write.
  static let audit = [
    """
    CREATE TABLE audit_events (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      at INTEGER NOT NULL,
      actor_id INTEGER,
      subject_id INTEGER,
      actor TEXT NOT NULL COLLATE NOCASE,
      origin TEXT NOT NULL,
      event TEXT NOT NULL,
      target TEXT NOT NULL,
      outcome TEXT NOT NULL CHECK (outcome IN ('done', 'refused')),
      detail TEXT NOT NULL,
      count INTEGER NOT NULL,
      hash BLOB NOT NULL CHECK (length(hash) = 32),
      row_key INTEGER GENERATED ALWAYS AS (id) VIRTUAL
    ) STRICT
    """,
    "CREATE INDEX audit_events_by_time ON audit_events (at, row_key)",
    "CREATE INDEX audit_events_by_actor ON audit_events (actor, at, row_key)",
    "CREATE INDEX audit_events_by_event ON audit_events (event, at, row_key)",
    """
    CREATE INDEX audit_events_by_actor_id ON audit_events (actor_id, at, row_key) WHERE actor_id IS NOT NULL
    """,
    """
    CREATE INDEX audit_events_by_subject ON audit_events (subject_id, at, row_key) WHERE subject_id IS NOT NULL
    """,
    "CREATE INDEX audit_events_refused ON audit_events (at, row_key) WHERE outcome = 'refused'",
    """
    CREATE TRIGGER audit_events_no_insert BEFORE INSERT ON audit_events
    WHEN EXISTS (SELECT 1 FROM audit_events WHERE id >= new.id)
    BEGIN SELECT raise(ABORT, 'the audit log is append-only'); END
    """,
    """
    CREATE TRIGGER audit_events_no_update BEFORE UPDATE ON audit_events
    BEGIN SELECT raise(ABORT, 'the audit log is append-only'); END
    """,
    """
    CREATE TRIGGER audit_events_no_delete BEFORE DELETE ON audit_events
    WHEN old.id > (SELECT line FROM audit_anchor)
    BEGIN SELECT raise(ABORT, 'the audit log is append-only'); END
    """,
  ]

  /// The last line that was purged, and its hash, from which the first kept one follows. The line of the audit log that
  /// tells of the purge says the same, so neither can be changed alone.
  static let auditAnchor = [
    """
    CREATE TABLE audit_anchor (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      line INTEGER NOT NULL,
      hash BLOB NOT NULL CHECK (length(hash) = 32)
    ) STRICT
    """,
    "INSERT INTO audit_anchor (id, line, hash) VALUES (1, 0, zeroblob(32))",
    """
    CREATE TRIGGER audit_anchor_no_insert BEFORE INSERT ON audit_anchor
    BEGIN SELECT raise(ABORT, 'the audit log has one anchor'); END
    """,
    """
    CREATE TRIGGER audit_anchor_no_delete BEFORE DELETE ON audit_anchor
    BEGIN SELECT raise(ABORT, 'the audit log has one anchor'); END
    """,
    """
    CREATE TRIGGER audit_anchor_onward BEFORE UPDATE ON audit_anchor WHEN new.line <= old.line
    BEGIN SELECT raise(ABORT, 'the anchor of the audit log only moves on'); END
    """,
  ]

  /// Refusals alike that follow close upon one that has its line: counted here until they get theirs, all in one.
  static let auditFolds = [
    """
    CREATE TABLE audit_folds (
      key BLOB PRIMARY KEY CHECK (length(key) = 32),
      ends_at INTEGER NOT NULL,
      count INTEGER NOT NULL,
      first_at INTEGER NOT NULL,
      last_at INTEGER NOT NULL,
      actor_id INTEGER,
      subject_id INTEGER,
      actor TEXT NOT NULL,
      origin TEXT NOT NULL,
      event TEXT NOT NULL,
      target TEXT NOT NULL,
      outcome TEXT NOT NULL CHECK (outcome = 'refused'),
      detail TEXT NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX audit_folds_by_end ON audit_folds (ends_at)",
  ]
}
