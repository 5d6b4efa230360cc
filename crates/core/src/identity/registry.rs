//! The registry: a user's own table of agencies, which settles what codes and names alone can't.

use super::name::name_key;
use std::io::Read;

/// What stands between the aliases of an agency.
const ALIAS_SEPARATOR: char = '|';

/// An agency of the registry.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Entry {
    /// Its code.
    pub code: Option<String>,
    /// Its name.
    pub name: String,
    /// Further names it goes or went by.
    pub aliases: Vec<String>,
    /// Whatever the user wants to remember.
    pub note: Option<String>,
}

/// Agencies that are settled.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Registry {
    /// In the order of the file.
    pub entries: Vec<Entry>,
}

/// Why a registry can't be used.
#[derive(Debug, thiserror::Error)]
pub enum RegistryError {
    /// It is no CSV in UTF-8.
    #[error("it is no CSV in UTF-8: {0}")]
    Csv(#[from] csv::Error),
    /// A column is missing.
    #[error("it has no column \"{0}\"; the columns are code, name, aliases (parted by |) and note")]
    NoColumn(&'static str),
    /// A row names nothing.
    #[error("line {0}: an agency needs a name")]
    NoName(u64),
    /// Two rows claim the same.
    #[error("line {line}: \"{what}\" is another agency's as well; settle it in one row")]
    Twice {
        /// The line.
        line: u64,
        /// A code or a name.
        what: String,
    },
}

impl Registry {
    /// Reads a registry from CSV with the columns `code`, `name`, and as far as they are there `aliases` and `note`.
    ///
    /// # Errors
    /// When it is no such table, or two agencies share a code or a name.
    pub fn read(reader: impl Read) -> Result<Self, RegistryError> {
        let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(reader);
        let header = reader.headers()?.clone();
        let at = |name: &str| header.iter().position(|cell| cell.trim_start_matches('\u{feff}') == name);
        let name = at("name").ok_or(RegistryError::NoColumn("name"))?;
        let code = at("code").ok_or(RegistryError::NoColumn("code"))?;
        let (aliases, note) = (at("aliases"), at("note"));
        let mut registry = Self::default();
        for row in reader.records() {
            let row = row?;
            let line = row.position().map_or(0, csv::Position::line);
            let cell = |at: Option<usize>| at.and_then(|at| row.get(at)).filter(|cell| !cell.is_empty());
            let entry = Entry {
                code: cell(Some(code)).map(str::to_owned),
                name: cell(Some(name)).ok_or(RegistryError::NoName(line))?.to_owned(),
                aliases: cell(aliases).into_iter().flat_map(split).collect(),
                note: cell(note).map(str::to_owned),
            };
            registry.add(entry).map_err(|what| RegistryError::Twice { line, what })?;
        }
        Ok(registry)
    }

    fn add(&mut self, entry: Entry) -> Result<(), String> {
        if let Some(code) = &entry.code
            && self.entries.iter().any(|known| known.code.as_ref() == Some(code))
        {
            return Err(code.clone());
        }
        let is_taken = |name: &&String| self.entries.iter().any(|known| known.goes_by(&name_key(name)));
        if let Some(name) = entry.names().find(is_taken) {
            return Err(name.clone());
        }
        self.entries.push(entry);
        Ok(())
    }

    /// The agency of a code or a name, under any spelling of the latter.
    #[must_use]
    pub fn of(&self, code: Option<&str>, name: Option<&str>) -> Option<&Entry> {
        self.find(code, &name.map(name_key).unwrap_or_default()).and_then(|at| self.entries.get(at))
    }

    /// The agency that goes by a name, else the one that has a code: a mistyped code is another agency's.
    pub(super) fn find(&self, code: Option<&str>, name: &str) -> Option<usize> {
        let by_name = self.entries.iter().position(|entry| !name.is_empty() && entry.goes_by(name));
        by_name
            .or_else(|| code.and_then(|code| self.entries.iter().position(|entry| entry.code.as_deref() == Some(code))))
    }
}

impl Entry {
    fn names(&self) -> impl Iterator<Item = &String> {
        std::iter::once(&self.name).chain(&self.aliases)
    }

    fn goes_by(&self, key: &str) -> bool {
        self.names().any(|name| name_key(name) == key)
    }
}

fn split(cell: &str) -> impl Iterator<Item = String> + '_ {
    cell.split(ALIAS_SEPARATOR).map(str::trim).filter(|alias| !alias.is_empty()).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_registry_is_read_and_asked_by_name_first() {
        let text = "\u{feff}code,name,aliases,note\n91000026,サウスヘルス株式会社,みなみ代行|みなみ代行株式会社(旧),renamed\n,あずま総研,,\n";
        let registry = Registry::read(text.as_bytes()).unwrap();
        assert_eq!(registry.entries[0].aliases, ["みなみ代行", "みなみ代行株式会社(旧)"]);
        assert_eq!(registry.find(Some("91000026"), &name_key("（株）みなみ代行")), Some(0));
        assert_eq!(registry.find(Some("91000026"), &name_key("あずま 総研")), Some(1));
        assert_eq!(registry.find(Some("91000026"), &name_key("知らない")), Some(0));
        assert_eq!(registry.find(None, &name_key("知らない")), None);
    }

    #[test]
    fn what_is_claimed_twice_is_refused_with_its_line() {
        let refusal = |text: &str| Registry::read(text.as_bytes()).unwrap_err().to_string();
        assert!(refusal("name\na\n").contains("no column \"code\""));
        assert!(refusal("code,name\n1,\n").starts_with("line 2: an agency needs a name"));
        assert!(refusal("code,name\n1,甲\n1,乙\n").starts_with("line 3: \"1\""));
        assert!(refusal("code,name,aliases\n1,甲,\n2,乙,㈱甲\n").starts_with("line 3: \"㈱甲\""));
    }
}
