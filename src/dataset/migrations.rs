//! The database's tables, version by version. A migration that has been released is never changed; a new one follows.

/// Marks the file as one of this program: `yomi` in ASCII (SQLite, "PRAGMA application_id").
pub(super) const APPLICATION_ID: i64 = 0x796F_6D69;

/// What takes a database from each version to the next; the first makes an empty one.
pub(super) const MIGRATIONS: &[&str] = &[FIRST];

const FIRST: &str = "
-- One row for each content that was met; files that can't be loaded stand by their name alone.
CREATE TABLE documents (
  id INTEGER PRIMARY KEY,
  sha256 TEXT UNIQUE,
  name TEXT NOT NULL,             -- of the paths it was found under, the one that sorts first
  media_type TEXT,
  size INTEGER,                   -- bytes
  pages INTEGER,
  imported_at TEXT NOT NULL,      -- when it was last read, UTC
  engine_version TEXT NOT NULL,
  form TEXT NOT NULL,
  form_hash TEXT NOT NULL,        -- SHA-256 of the form file
  status TEXT NOT NULL CHECK (status IN ('read', 'failed')),
  reason TEXT,                    -- of a failure: its code, message and hint
  message TEXT,
  hint TEXT,
  attempts INTEGER NOT NULL,
  milliseconds INTEGER NOT NULL,  -- what reading it took
  CHECK ((status = 'failed') = (reason IS NOT NULL))
);
CREATE UNIQUE INDEX documents_not_loaded ON documents (name) WHERE sha256 IS NULL;
CREATE INDEX documents_by_name ON documents (name, sha256);

-- Where a content was found last.
CREATE TABLE paths (
  path TEXT PRIMARY KEY,
  document INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE INDEX paths_by_document ON paths (document);

-- What a document gave. The big columns stand last: what is before them is read without them.
CREATE TABLE records (
  document INTEGER PRIMARY KEY REFERENCES documents (id) ON DELETE CASCADE,
  schema_version INTEGER NOT NULL,
  agency_code TEXT,
  agency_name TEXT,
  updated_on TEXT,
  guideline_edition TEXT,
  has_warnings INTEGER NOT NULL,
  data TEXT NOT NULL,             -- JSON
  diagnostics TEXT NOT NULL,      -- JSON
  evidence TEXT NOT NULL          -- JSON
);

-- The form whose records these are, and what its views were made of.
CREATE TABLE form (
  id TEXT NOT NULL,
  views TEXT NOT NULL
);
";
