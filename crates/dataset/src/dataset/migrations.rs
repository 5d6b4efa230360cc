//! The database's tables, version by version. A migration that has been released is never changed; a new one follows.

/// Marks the file as one of this program: `yomi` in ASCII (SQLite, "PRAGMA application_id").
pub(super) const APPLICATION_ID: i64 = 0x796F_6D69;

/// The newest schema.
pub(super) const VERSION: i64 = 5;

/// The tables of schema 2 that every form's database has. Whatever holds a form's values is made from the form
/// (`tables.rs`).
pub(super) const TABLES: &str = "
-- Every import, the first one first.
CREATE TABLE imports (
  id INTEGER PRIMARY KEY,
  started_at TEXT NOT NULL,       -- UTC
  finished_at TEXT,               -- null: it was stopped, or is under way; the next one of the same roots goes on with it
  engine_version TEXT NOT NULL,
  form TEXT NOT NULL,
  form_hash TEXT NOT NULL,        -- SHA-256 of the form file
  options TEXT NOT NULL,          -- JSON
  roots TEXT NOT NULL,            -- JSON: the absolute paths that were named
  files INTEGER,                  -- of the last run: files met …
  read INTEGER,                   -- … that gave a record now
  failed INTEGER,                 -- … that failed now
  unchanged INTEGER,              -- … that gave a record before
  still_failed INTEGER,           -- … that failed before, and were not read again
  gone INTEGER                    -- files that were there before and are not any more
);

-- Files and folders that were named to an import.
CREATE TABLE roots (
  path TEXT PRIMARY KEY,          -- absolute
  raw BLOB,                       -- its bytes, where they are no UTF-8
  last_import INTEGER NOT NULL REFERENCES imports (id)
) WITHOUT ROWID;

-- Every path under which a document was ever met.
CREATE TABLE paths (
  id INTEGER PRIMARY KEY,
  path TEXT NOT NULL,             -- absolute; bytes that are no UTF-8 as \\xNN
  raw BLOB,                       -- its bytes, where they are no UTF-8
  name TEXT NOT NULL              -- below the outermost root, beginning with that root's own name
);
CREATE UNIQUE INDEX paths_by_path ON paths (path, COALESCE(raw, x''));

-- One row for each content that was met; files that can't be opened stand by their path alone.
CREATE TABLE documents (
  id INTEGER PRIMARY KEY,
  sha256 TEXT UNIQUE,
  place TEXT UNIQUE,              -- the path of a file that can't be opened
  name TEXT NOT NULL,             -- of the paths it is found under, the one that sorts first
  media_type TEXT,
  size INTEGER,                   -- bytes
  pages INTEGER,
  is_current INTEGER NOT NULL,    -- whether a file has this content now
  first_import INTEGER NOT NULL REFERENCES imports (id),
  last_import INTEGER NOT NULL REFERENCES imports (id),
  imported_at TEXT NOT NULL,      -- when it was last read, UTC
  engine_version TEXT NOT NULL,
  form TEXT NOT NULL,
  form_hash TEXT NOT NULL,
  read_with TEXT NOT NULL,        -- limits and converters it was last read with
  status TEXT NOT NULL CHECK (status IN ('read', 'failed')),
  reason TEXT,                    -- of a failure: its code, message and hint
  message TEXT,
  hint TEXT,
  attempts INTEGER NOT NULL,
  milliseconds INTEGER NOT NULL,  -- what reading it took
  url TEXT,                       -- where it came from, by a manifest
  fetched_at TEXT,
  provenance TEXT,                -- further columns of the manifest, JSON
  CHECK ((status = 'failed') = (reason IS NOT NULL))
);
CREATE INDEX documents_by_name ON documents (name, sha256);
CREATE INDEX documents_by_status ON documents (status, reason);

-- Which content a path had, from which import to which.
CREATE TABLE sightings (
  path INTEGER NOT NULL REFERENCES paths (id) ON DELETE CASCADE,
  first_import INTEGER NOT NULL REFERENCES imports (id),
  document INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
  last_import INTEGER NOT NULL REFERENCES imports (id),
  ended_import INTEGER REFERENCES imports (id),  -- the import that found it gone or replaced
  PRIMARY KEY (path, first_import)
) WITHOUT ROWID;
CREATE INDEX sightings_by_document ON sightings (document);

-- What each import that read a document came to.
CREATE TABLE readings (
  document INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
  import INTEGER NOT NULL REFERENCES imports (id),
  status TEXT NOT NULL,
  reason TEXT,
  PRIMARY KEY (document, import)
) WITHOUT ROWID;

-- The records of a document, one for each part that is a disclosure. The data stands last: what is before it is read
-- without it.
CREATE TABLE records (
  id INTEGER PRIMARY KEY,
  document INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
  part INTEGER NOT NULL,          -- from 1
  form TEXT NOT NULL,
  schema_version INTEGER NOT NULL,
  agency TEXT,                    -- what the agency goes by in `agencies`
  agency_code TEXT,
  agency_name TEXT,
  prefecture TEXT,
  updated_on TEXT,
  guideline_edition TEXT,
  has_warnings INTEGER NOT NULL,
  data TEXT NOT NULL,             -- JSON
  UNIQUE (document, part)
);
CREATE INDEX records_by_agency ON records (agency);

-- The agencies that disclose now, with their latest disclosure.
CREATE TABLE agencies (
  agency TEXT PRIMARY KEY,        -- code, else name
  code TEXT,
  name TEXT,
  prefecture TEXT,
  updated_on TEXT,                -- of the latest disclosure
  record INTEGER NOT NULL REFERENCES records (id) ON DELETE CASCADE,
  source_name TEXT NOT NULL,
  disclosures INTEGER NOT NULL,   -- all that were ever met
  first_updated_on TEXT,
  note TEXT                       -- of the registry
);
CREATE INDEX agencies_by_record ON agencies (record);
CREATE INDEX agencies_by_prefecture ON agencies (prefecture);

-- Documents that are there and give no record.
CREATE TABLE failures (
  document INTEGER PRIMARY KEY REFERENCES documents (id) ON DELETE CASCADE,
  source_name TEXT NOT NULL,
  sha256 TEXT,
  media_type TEXT,
  reason TEXT NOT NULL,
  message TEXT NOT NULL,
  hint TEXT,
  attempts INTEGER NOT NULL,
  imported_at TEXT NOT NULL
);
CREATE INDEX failures_by_reason ON failures (reason);

-- What the user settled about agencies.
CREATE TABLE registry (
  position INTEGER PRIMARY KEY,
  code TEXT,
  name TEXT NOT NULL,
  aliases TEXT NOT NULL,          -- JSON
  note TEXT
);

-- The forms whose records these are, and what their tables were made of.
CREATE TABLE form (
  id TEXT NOT NULL,
  tables TEXT NOT NULL
);

-- What stands in each column of the form's tables.
CREATE TABLE columns (
  table_name TEXT NOT NULL,
  column_name TEXT NOT NULL,
  pointer TEXT,                   -- JSON Pointer into the record
  title TEXT,                     -- as the form has it
  type TEXT NOT NULL,
  description TEXT,
  PRIMARY KEY (table_name, column_name)
) WITHOUT ROWID;
";

/// What schema 3 adds: what people said of values.
pub(super) const CORRECTIONS: &str = "
-- Every word of a person on a value of a content. Rows are only added.
CREATE TABLE corrections (
  id INTEGER PRIMARY KEY,
  sha256 TEXT NOT NULL,           -- of the document's bytes
  pointer TEXT NOT NULL,          -- the value; an item of the checklist by its section and number
  kind TEXT NOT NULL CHECK (kind IN ('corrected', 'accepted', 'not-in-document', 'withdrawn')),
  read TEXT NOT NULL,             -- the value as it was read then, JSON
  value TEXT NOT NULL,            -- the right value, JSON
  who TEXT NOT NULL,
  at TEXT NOT NULL,               -- UTC
  note TEXT
);
CREATE UNIQUE INDEX corrections_once ON corrections (sha256, pointer, at, who, kind, value);

-- The words that hold now on the values of each record.
CREATE TABLE corrected (
  record INTEGER NOT NULL REFERENCES records (id) ON DELETE CASCADE,
  pointer TEXT NOT NULL,
  place TEXT,                     -- where the value stands in this record; null where it has none
  kind TEXT NOT NULL,
  state TEXT NOT NULL,            -- accepted, corrected; confirmed: it reads right now; stale: it reads otherwise; lost
  read TEXT NOT NULL,             -- the value as it is read now, JSON
  value TEXT NOT NULL,            -- the right value, JSON
  who TEXT NOT NULL,
  at TEXT NOT NULL,
  note TEXT,
  PRIMARY KEY (record, pointer)
) WITHOUT ROWID;
";

/// What schema 4 adds: several disclosures in one document. Words are said of one of them.
pub(super) const PARTS: &str = "
ALTER TABLE records ADD COLUMN parts INTEGER NOT NULL DEFAULT 1;  -- disclosures that the document holds
ALTER TABLE records ADD COLUMN first_page INTEGER;                -- of this one, where the document holds several
ALTER TABLE records ADD COLUMN last_page INTEGER;
ALTER TABLE corrections ADD COLUMN part INTEGER NOT NULL DEFAULT 1;
DROP INDEX corrections_once;
CREATE UNIQUE INDEX corrections_once ON corrections (sha256, part, pointer, at, who, kind, value);
";

/// What schema 5 adds: several forms. Agencies are of one form each; every form has tables of its own.
pub(super) const FORMS: &str = "
ALTER TABLE form ADD COLUMN name TEXT NOT NULL DEFAULT 'disclosures';  -- the table with a row for each of its records
ALTER TABLE columns ADD COLUMN form TEXT;                              -- null for tables that all forms share
DROP TABLE agencies;
CREATE TABLE agencies (
  form TEXT NOT NULL,
  agency TEXT NOT NULL,           -- code, else name
  code TEXT,
  name TEXT,
  prefecture TEXT,
  updated_on TEXT,                -- of the latest disclosure
  record INTEGER NOT NULL REFERENCES records (id) ON DELETE CASCADE,
  source_name TEXT NOT NULL,
  disclosures INTEGER NOT NULL,   -- all that were ever met
  first_updated_on TEXT,
  note TEXT,                      -- of the registry
  PRIMARY KEY (form, agency)
);
CREATE INDEX agencies_by_record ON agencies (record);
CREATE INDEX agencies_by_prefecture ON agencies (prefecture);
";

/// Has documents read again that failed because they hold several disclosures.
pub(super) const READ_SEVERAL: &str = "UPDATE documents SET form_hash = '' WHERE reason = 'form.several'";

/// Takes the tables of schema 1 out of the way; `migrate.rs` moves what is in them.
pub(super) const SET_ASIDE: &str = "
DROP VIEW IF EXISTS disclosures; DROP VIEW IF EXISTS checklist_items; DROP VIEW IF EXISTS diagnostics; DROP VIEW IF EXISTS agencies;
DROP INDEX IF EXISTS documents_not_loaded; DROP INDEX IF EXISTS documents_by_name; DROP INDEX IF EXISTS paths_by_document;
ALTER TABLE documents RENAME TO old_documents;
ALTER TABLE paths RENAME TO old_paths;
ALTER TABLE records RENAME TO old_records;
DROP TABLE form;
";

/// What schema 1 knew, as one import.
pub(super) const MOVE: &str = "
INSERT INTO imports (id, started_at, finished_at, engine_version, form, form_hash, options, roots)
SELECT 1, MIN(imported_at), MAX(imported_at), MAX(engine_version), MAX(form), MAX(form_hash), '{}', '[]'
FROM old_documents HAVING COUNT(*) > 0;
INSERT INTO documents (id, sha256, name, media_type, size, pages, is_current, first_import, last_import, imported_at,
  engine_version, form, form_hash, read_with, status, reason, message, hint, attempts, milliseconds)
SELECT id, sha256, name, media_type, size, pages, 1, 1, 1, imported_at,
  engine_version, form, form_hash, '', status, reason, message, hint, attempts, milliseconds
FROM old_documents WHERE sha256 IS NOT NULL;
INSERT INTO paths (path, name) SELECT path, path FROM old_paths;
INSERT INTO sightings (path, first_import, document, last_import)
SELECT p.id, 1, o.document, 1 FROM old_paths o JOIN paths p ON p.path = o.path;
INSERT INTO readings (document, import, status, reason) SELECT id, 1, status, reason FROM documents;
INSERT INTO records (id, document, part, form, schema_version, agency_code, agency_name, updated_on, guideline_edition,
  has_warnings, data)
SELECT r.document, r.document, 1, d.form, r.schema_version, r.agency_code, r.agency_name, r.updated_on,
  r.guideline_edition, r.has_warnings, r.data
FROM old_records r JOIN documents d ON d.id = r.document;
";

/// What is left of schema 1 when everything is moved.
pub(super) const TIDY: &str = "DROP TABLE old_records; DROP TABLE old_paths; DROP TABLE old_documents;";
