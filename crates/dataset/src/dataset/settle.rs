//! What follows from everything that is stored: names, what is there now, agencies and their latest disclosures, doubts.
//!
//! Comes at the end of every import, in the transaction that ends it, and whenever something is forgotten or settled.

use super::form_tables::identifier;
use super::of_form::{table_of, tables};
use crate::diagnostic::Code;
use crate::form::Forms;
use crate::identity::{Claim, Entry, Registry, settle as settle_agencies};
use rusqlite::{Connection, params};
use std::collections::BTreeMap;

/// What stands for the name of each document: the first of the paths where it is now, else of those where it was.
const NAMES: &str = "
UPDATE documents SET is_current = EXISTS (SELECT 1 FROM sightings s WHERE s.document = documents.id AND s.ended_import IS NULL)
WHERE is_current <> EXISTS (SELECT 1 FROM sightings s WHERE s.document = documents.id AND s.ended_import IS NULL);
UPDATE documents SET last_import = COALESCE((SELECT MAX(last_import) FROM sightings s WHERE s.document = documents.id), last_import);
UPDATE documents SET name = (
  SELECT MIN(p.name) FROM sightings s JOIN paths p ON p.id = s.path
  WHERE s.document = documents.id AND (s.ended_import IS NULL OR NOT documents.is_current))
WHERE name <> (
  SELECT MIN(p.name) FROM sightings s JOIN paths p ON p.id = s.path
  WHERE s.document = documents.id AND (s.ended_import IS NULL OR NOT documents.is_current));
DELETE FROM failures WHERE document NOT IN (SELECT id FROM documents WHERE status = 'failed' AND is_current);
UPDATE failures SET source_name = (SELECT name FROM documents d WHERE d.id = document);
DELETE FROM diagnostics WHERE code IN ('identity.conflict', 'history.tie');
DELETE FROM agencies;
";

/// Copies what a document failed with.
pub(super) const FAILURES: &str =
    "INSERT INTO failures (document, source_name, sha256, media_type, reason, message, hint, attempts, imported_at)
  SELECT id, name, sha256, media_type, reason, message, hint, attempts, imported_at FROM documents
  WHERE id = ?1 AND status = 'failed'";

/// A record among those of its agency.
struct KnownRecord {
    record: i64,
    claim: Claim,
    /// Day, when it was first seen, name, hash, part: of several the last is the latest.
    rank: (String, i64, String, String, i64),
}

/// The same for a table of records.
const NAMES_OF: &str = "
UPDATE {} SET
  source_name = (SELECT name FROM documents d WHERE d.id = document),
  is_current = (SELECT is_current FROM documents d WHERE d.id = document)
WHERE EXISTS (SELECT 1 FROM documents d WHERE d.id = document AND (d.name <> source_name OR d.is_current <> {}.is_current));
";

/// Brings everything that follows up to date.
pub(super) fn settle(connection: &Connection, forms: &Forms) -> rusqlite::Result<()> {
    connection.execute_batch(NAMES)?;
    put_back_failures(connection)?;
    let registry = stored_registry(connection)?;
    for (id, table) in tables(connection)? {
        connection.execute_batch(&NAMES_OF.replace("{}", &identifier(&table)))?;
        settle_form(connection, forms, &id, &registry)?;
    }
    Ok(())
}

/// The agencies that disclose by one form: who they are, and which disclosure is their latest.
fn settle_form(connection: &Connection, forms: &Forms, form: &str, registry: &Registry) -> rusqlite::Result<()> {
    let known = known(connection, form)?;
    let Some(table) = table_of(connection, form)? else { return Ok(()) };
    let claims: Vec<Claim> = known.iter().map(|known| known.claim.clone()).collect();
    let settled = settle_agencies(&claims, registry);
    let mut update = connection.prepare("UPDATE records SET agency = ?2 WHERE id = ?1 AND agency IS NOT ?2")?;
    let shown =
        format!("UPDATE {table} SET agency = ?2 WHERE record = ?1 AND agency IS NOT ?2", table = identifier(&table));
    let mut shown = connection.prepare(&shown)?;
    let mut agencies: BTreeMap<&str, Vec<&KnownRecord>> = BTreeMap::new();
    for (known, agency) in known.iter().zip(&settled.agencies) {
        update.execute(params![known.record, agency])?;
        shown.execute(params![known.record, agency])?;
        agencies.entry(agency).or_default().push(known);
    }
    for (agency, known) in &agencies {
        put_agency(connection, (form, agency), known, registry)?;
    }
    let identity = forms.get(form).map(|form| (form, form.identity()));
    let pointer = identity
        .and_then(|(form, identity)| identity.code.or(identity.name).map(|leaf| form.leaf(leaf).pointer.to_string()));
    for (at, message) in &settled.conflicts {
        if let Some(known) = known.get(*at) {
            doubt(connection, known.record, Code::IdentityConflict, pointer.as_deref().unwrap_or_default(), message)?;
        }
    }
    Ok(())
}

/// A document that failed, was replaced, and is back: it is among the failures again.
fn put_back_failures(connection: &Connection) -> rusqlite::Result<()> {
    let missing =
        "SELECT id FROM documents WHERE status = 'failed' AND is_current AND id NOT IN (SELECT document FROM failures)";
    let ids: Vec<i64> =
        connection.prepare(missing)?.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    let mut copy = connection.prepare(FAILURES)?;
    ids.into_iter().try_for_each(|id| copy.execute([id]).map(drop))
}

fn known(connection: &Connection, form: &str) -> rusqlite::Result<Vec<KnownRecord>> {
    let mut statement = connection.prepare(
        "SELECT r.id, r.agency_code, r.agency_name, r.prefecture, r.updated_on, d.is_current, d.first_import, d.name,
           COALESCE(d.sha256, ''), r.part
         FROM records r JOIN documents d ON d.id = r.document WHERE r.form = ?1
         ORDER BY d.first_import, d.name, d.sha256, r.part",
    )?;
    let rows = statement.query_map([form], |row| {
        let (updated_on, first_seen): (Option<String>, i64) = (row.get(4)?, row.get(6)?);
        let (name, sha256, part): (String, String, i64) = (row.get(7)?, row.get(8)?, row.get(9)?);
        Ok(KnownRecord {
            record: row.get(0)?,
            claim: Claim {
                code: row.get(1)?,
                name: row.get(2)?,
                prefecture: row.get(3)?,
                is_current: row.get(5)?,
                first_seen,
                own: format!("{name} ({part})"),
            },
            rank: (updated_on.unwrap_or_default(), first_seen, name, sha256, part),
        })
    })?;
    rows.collect()
}

fn put_agency(
    connection: &Connection,
    (form, agency): (&str, &str),
    known: &[&KnownRecord],
    registry: &Registry,
) -> rusqlite::Result<()> {
    let mut current: Vec<&&KnownRecord> = known.iter().filter(|known| known.claim.is_current).collect();
    current.sort_by(|one, other| one.rank.cmp(&other.rank));
    let Some(latest) = current.pop() else { return Ok(()) };
    let entry = registry.entries.iter().find(|entry| entry.code.as_deref() == Some(agency) || entry.name == agency);
    let said = |day: &str| (!day.is_empty()).then(|| day.to_owned());
    let first = known.iter().filter_map(|known| said(&known.rank.0)).min();
    connection.prepare_cached(
        "INSERT INTO agencies (form, agency, code, name, prefecture, updated_on, record, source_name, disclosures, first_updated_on, note)
         VALUES (?11, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?
    .execute(params![
        agency,
        entry.and_then(|entry| entry.code.as_ref()).or(latest.claim.code.as_ref()),
        latest.claim.name,
        latest.claim.prefecture,
        said(&latest.rank.0),
        latest.record,
        latest.rank.2,
        known.len(),
        first,
        entry.and_then(|entry| entry.note.as_ref()),
        form,
    ])?;
    match current.last() {
        Some(other) if (&other.rank.0, other.rank.1) == (&latest.rank.0, latest.rank.1) => {
            let message = format!(
                "{} is of the same day and was first seen in the same import; the one whose name sorts last is taken for the latest",
                other.rank.2
            );
            doubt(connection, latest.record, Code::HistoryTie, "", &message)
        }
        _ => Ok(()),
    }
}

/// Adds a doubt to those of the record.
pub(super) fn doubt(
    connection: &Connection,
    record: i64,
    code: Code,
    pointer: &str,
    message: &str,
) -> rusqlite::Result<()> {
    let severity = crate::explain::severity_name(code.severity());
    connection
        .prepare_cached(
            "INSERT INTO diagnostics (record, position, code, severity, pointer, message)
             VALUES (?1, (SELECT COALESCE(MAX(position), 0) + 1 FROM diagnostics WHERE record = ?1), ?2, ?3, ?4, ?5)",
        )?
        .execute(params![record, code.name(), severity, pointer, message])
        .map(drop)
}

fn stored_registry(connection: &Connection) -> rusqlite::Result<Registry> {
    let mut statement = connection.prepare("SELECT code, name, aliases, note FROM registry ORDER BY position")?;
    let entries = statement.query_map([], |row| {
        let aliases: String = row.get(2)?;
        Ok(Entry {
            code: row.get(0)?,
            name: row.get(1)?,
            aliases: serde_json::from_str(&aliases).unwrap_or_default(),
            note: row.get(3)?,
        })
    })?;
    Ok(Registry { entries: entries.collect::<rusqlite::Result<_>>()? })
}

/// Keeps a registry in place of the one before; it is applied at every import.
pub(super) fn keep_registry(connection: &Connection, registry: &Registry) -> rusqlite::Result<()> {
    connection.execute("DELETE FROM registry", [])?;
    let mut insert = connection.prepare("INSERT INTO registry (code, name, aliases, note) VALUES (?1, ?2, ?3, ?4)")?;
    for Entry { code, name, aliases, note } in &registry.entries {
        insert.execute(params![code, name, serde_json::to_string(aliases).unwrap_or_default(), note])?;
    }
    Ok(())
}
