//! Several forms at once: those that are known, and where their titles stand in a document.

use super::{Form, FormError};
use crate::digest::sha256;
use crate::normalize::Normalized;
use crate::text::fold::key;
use memchr::memmem::Finder;
use similar::TextDiff;
use std::cmp::Reverse;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// How much longer than the title itself a line with a title may be, in key bytes (別添, a date …).
pub const TITLE_SLACK: usize = 60;

/// A line is a title with slips when so much of both is the same, from 0 to 1.
const LEAST_ALIKE: f32 = 0.8;

/// The forms built into the program: their files' names and contents, the first being the one of the record's contract.
pub const BUILT_IN: &[(&str, &str)] = &[
    ("forms/daiko-kikan.toml", include_str!("../../forms/daiko-kikan.toml")),
    ("forms/kenshin-kikan.toml", include_str!("../../forms/kenshin-kikan.toml")),
    ("forms/hoken-shido-kikan.toml", include_str!("../../forms/hoken-shido-kikan.toml")),
];

/// Forms that documents may be of.
#[derive(Debug, Clone)]
pub struct Forms {
    forms: Vec<Arc<Form>>,
    titles: Arc<[Title]>,
}

/// A title's matching key, ready to be found.
#[derive(Debug)]
struct Title {
    finder: Finder<'static>,
    /// The forms that have it, or are excluded by it.
    owners: Vec<(usize, bool)>,
}

/// A form's title in a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TitlePlace {
    /// The piece that holds it.
    pub piece: usize,
    /// Position of the form in [`Forms::all`].
    pub form: usize,
    /// Whether the title is the form's own; else one that excludes it.
    pub is_own: bool,
}

impl Forms {
    /// A set of forms; the first is the one that commands about a single form are about.
    ///
    /// # Errors
    /// When there is none, or two have the same id.
    pub fn new(forms: Vec<Form>) -> Result<Self, FormError> {
        let wrong = |message: String, hint: &str| Err(FormError::new("the forms", None, message, hint));
        if forms.is_empty() {
            return wrong("there is no form".to_owned(), "name a form file, or a folder with form files");
        }
        for (at, form) in forms.iter().enumerate() {
            if forms.iter().take(at).any(|other| other.id == form.id) {
                return wrong(format!("two forms have the id \"{}\"", form.id), "give each form an id of its own");
            }
        }
        Ok(Self::of(forms))
    }

    /// The set of forms that are known to have ids of their own.
    fn of(forms: Vec<Form>) -> Self {
        let forms: Vec<Arc<Form>> = forms.into_iter().map(Arc::new).collect();
        Self { titles: titles(&forms).into(), forms }
    }

    /// The forms built into the program.
    ///
    /// # Errors
    /// Never for a released program: the tests load them.
    pub fn built_in() -> Result<Self, FormError> {
        Self::new(BUILT_IN.iter().map(|(name, text)| Form::from_toml(text, name)).collect::<Result<_, _>>()?)
    }

    /// Reads forms from files, and from all TOML files of folders, sorted by name.
    ///
    /// # Errors
    /// When a file can't be read or is no valid form, or two have the same id.
    pub fn from_paths(paths: &[PathBuf]) -> Result<Self, FormError> {
        let mut files = Vec::new();
        for path in paths {
            if path.is_dir() { files.extend(in_folder(path)?) } else { files.push(path.clone()) }
        }
        Self::new(files.iter().map(|file| Form::from_path(file)).collect::<Result<_, _>>()?)
    }

    /// All forms.
    #[must_use]
    pub fn all(&self) -> &[Arc<Form>] {
        &self.forms
    }

    /// The form with an id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Arc<Form>> {
        self.forms.iter().find(|form| form.id == id)
    }

    /// The form of a record that is JSON.
    #[must_use]
    pub fn of_record(&self, record: &serde_json::Value) -> Option<&Arc<Form>> {
        self.get(record.get("form").and_then(serde_json::Value::as_str)?)
    }

    /// The form that commands about a single form are about.
    #[must_use]
    #[expect(clippy::indexing_slicing, reason = "a set of forms is never empty")]
    pub fn first(&self) -> &Arc<Form> {
        &self.forms[0]
    }

    /// What tells this set of form files from others: the hash of the only file, or one over those of all.
    #[must_use]
    pub fn hash(&self) -> String {
        match self.forms.as_slice() {
            [one] => one.hash.clone(),
            all => sha256(all.iter().map(|form| form.hash.as_str()).collect::<Vec<_>>().join(" ").as_bytes()),
        }
    }

    /// Where titles of the forms stand in a document, in reading order.
    #[must_use]
    pub fn titles_in(&self, normalized: &Normalized) -> Vec<TitlePlace> {
        let mut places: Vec<(usize, usize, &Title)> = Vec::new();
        for title in self.titles.iter() {
            let found = title.finder.find_iter(normalized.keys.as_bytes());
            places.extend(found.map(|start| (start, start + title.finder.needle().len(), title)));
        }
        // Of titles that begin in the same place the longest stands there.
        places.sort_by_key(|(start, end, _)| (*start, Reverse(*end)));
        places.dedup_by_key(|(start, ..)| *start);
        let titled = places.iter().filter_map(|(start, end, title)| Some((line_at(normalized, *start, *end)?, title)));
        let titled: Vec<TitlePlace> = titled
            .flat_map(|(piece, title)| {
                title.owners.iter().map(move |&(form, is_own)| TitlePlace { piece, form, is_own })
            })
            .collect();
        if titled.is_empty() { self.damaged_titles(normalized) } else { titled }
    }

    /// Lines that are nearly a form's title: characters may have been lost or misread.
    fn damaged_titles(&self, normalized: &Normalized) -> Vec<TitlePlace> {
        let mut places = Vec::new();
        for (form, title) in self.forms.iter().map(|form| key(&form.title)).enumerate() {
            let is_near = |found: &str| {
                let sizes = (found.len().min(title.len()), found.len().max(title.len()));
                sizes.0 * 2 > sizes.1 && TextDiff::from_chars(title.as_str(), found).ratio() >= LEAST_ALIKE
            };
            let lines = normalized.pieces.iter().enumerate().filter(|(_, piece)| is_near(normalized.key_of(piece)));
            places.extend(lines.map(|(piece, _)| TitlePlace { piece, form, is_own: true }));
        }
        places
    }
}

impl From<Form> for Forms {
    fn from(form: Form) -> Self {
        Self::of(vec![form])
    }
}

/// The TOML files of a folder, sorted by name.
fn in_folder(folder: &Path) -> Result<Vec<PathBuf>, FormError> {
    let wrong = |error: std::io::Error| {
        FormError::new(&folder.display().to_string(), None, error.to_string(), "name a readable folder of form files")
    };
    let entries = std::fs::read_dir(folder).map_err(wrong)?.collect::<Result<Vec<_>, _>>().map_err(wrong)?;
    let files = entries.into_iter().map(|entry| entry.path());
    let mut files: Vec<PathBuf> = files.filter(|path| path.extension().is_some_and(|kind| kind == "toml")).collect();
    files.sort();
    Ok(files)
}

/// All titles of all forms, and those that exclude them.
fn titles(forms: &[Arc<Form>]) -> Vec<Title> {
    let mut titles: Vec<Title> = Vec::new();
    let mut add =
        |key: &str, owner: (usize, bool)| match titles.iter_mut().find(|title| title.finder.needle() == key.as_bytes())
        {
            Some(title) => title.owners.push(owner),
            None => titles.push(Title { finder: Finder::new(key).into_owned(), owners: vec![owner] }),
        };
    for (at, form) in forms.iter().enumerate() {
        form.title_keys.iter().for_each(|title| add(title.text(), (at, true)));
        form.other_titles.iter().for_each(|title| add(title, (at, false)));
    }
    titles
}

/// The piece that holds a stretch of the keys, where it is a line with a title: short, and no sentence about it.
fn line_at(normalized: &Normalized, start: usize, end: usize) -> Option<usize> {
    let index = normalized.pieces.partition_point(|piece| piece.key.end <= start);
    let piece = normalized.pieces.get(index)?;
    let is_whole = piece.key.start <= start && end <= piece.key.end;
    let is_line = piece.key.len() <= end - start + TITLE_SLACK;
    (is_whole && is_line && !is_sentence(normalized.text_of(piece.span))).then_some(index)
}

/// Whether a line only speaks of a title.
fn is_sentence(text: &str) -> bool {
    text.contains(['「', '」', '。'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_forms_load_and_are_told_apart_by_id() {
        let forms = Forms::built_in().unwrap();
        assert_eq!(forms.first().id, "daiko-kikan");
        assert!(forms.get("kenshin-kikan").is_some() && forms.get("none").is_none());
        let twice = vec![Form::daiko_kikan().unwrap(), Form::daiko_kikan().unwrap()];
        assert!(Forms::new(twice).unwrap_err().message.contains("two forms have the id"));
        assert!(Forms::new(Vec::new()).is_err());
    }
}
