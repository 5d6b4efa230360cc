//! What the answers are made of: the library, the templates, and what was drawn lately.

use super::Viewer;
use super::assets::Templates;
use super::fields::{RecordInWords, ShownField};
use super::guard::Guard;
use super::library::Library;
use super::pages::{Outline, Wish};
use super::queue::{Filter, QueueProgress};
use super::say::{Back, NotSaid, SaidWord};
use super::words::Language;
use crate::reading::Source;
use serde_json::{Value, json};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Bytes of pictures and outlines that are kept.
const KEPT: usize = 64 << 20;

/// Everything that answers need.
pub(super) struct App {
    pub library: Mutex<Library>,
    pub viewer: Box<dyn Viewer>,
    pub guard: Guard,
    pub templates: Templates,
    /// The name that the page begins with.
    pub who: String,
    pub kept: Mutex<DrawnLately>,
}

/// An answer that is no page: what is wrong, for people.
#[derive(Debug, thiserror::Error)]
pub(super) enum Problem {
    #[error("there is no such page")]
    Nothing,
    #[error("{0}")]
    Refused(String),
    #[error("{0}")]
    Broken(String),
}

fn broken(error: impl std::fmt::Display) -> Problem {
    Problem::Broken(error.to_string())
}

impl App {
    fn library(&self) -> Result<MutexGuard<'_, Library>, Problem> {
        let mut library = self.library.lock().unwrap_or_else(PoisonError::into_inner);
        library.refresh().map_err(broken)?;
        Ok(library)
    }

    /// The queue as HTML.
    pub fn queue(&self, filter: &Filter, language: Language) -> Result<String, Problem> {
        let library = self.library()?;
        let mut filter = filter.clone();
        if filter.view != "values" {
            filter.view = "documents".to_owned();
        }
        let (documents, values) = (library.documents(&filter), library.values(&filter, language));
        let counts = json!({ "documents": documents.len(), "values": values.len() });
        let (_, done, all) = library.counts();
        let choices = library.choices(&filter, language);
        let (rows, more) = filter.part(if filter.view == "values" { values } else { documents });
        let links = json!({
            "documents": filter.link("documents", 0), "values": filter.link("values", 0),
            "more": more.map(|from| filter.link(&filter.view, from)),
        });
        let own = json!({
            "heading": language.word("title"), "progress": QueueProgress::new(language, (done, all)), "who": self.who,
            "filter": filter, "choices": choices, "counts": counts, "rows": rows, "links": links,
        });
        self.page("queue.html", language, own)
    }

    /// A document as HTML.
    pub fn document(&self, key: &str, language: Language) -> Result<String, Problem> {
        let (stored, settled, below, form, next, progress) = {
            let library = self.library()?;
            let entry = library.entry(key).ok_or(Problem::Nothing)?;
            let stored = library.stored(key).map_err(broken)?.ok_or(Problem::Nothing)?;
            let next = library.next(key).map(|entry| format!("/document/{}", entry.key));
            let form = Arc::clone(library.form_of(&stored.record));
            (stored, entry.settled.clone(), library.below, form, next, entry.progress())
        };
        let (outline, problem) = match self.outline(key) {
            Ok(outline) => (outline, None),
            Err(Problem::Refused(reason)) if reason.is_empty() => {
                (Outline::Blocks(Vec::new()), Some(language.word("no_source")))
            }
            Err(problem) => (Outline::Blocks(Vec::new()), Some(language.word("not_shown") + &problem.to_string())),
        };
        let reader = RecordInWords { form: &form, record: &stored.record, language, settled: &settled, below };
        let own = json!({
            "heading": stored.name, "who": self.who, "back": "/", "next": next, "problem": problem,
            "progress": QueueProgress::new(language, progress),
            "groups": reader.groups(),
            "pages": reader.pages(&outline, |page| format!("/document/{key}/page/{page}")),
            "blocks": reader.blocks(&outline),
        });
        self.page("document.html", language, own)
    }

    /// Where a value stands on its document's page.
    pub fn place(&self, key: &str, leaf: &str) -> Result<String, Problem> {
        let library = self.library()?;
        let stored = library.stored(key).map_err(broken)?.ok_or(Problem::Nothing)?;
        let at = crate::leaves::leaves(library.form_of(&stored.record), &stored.record)
            .iter()
            .position(|known| known.name == leaf);
        Ok(format!("/document/{key}{}", at.map(|at| format!("#f{at}")).unwrap_or_default()))
    }

    /// The picture of a page.
    pub fn picture(&self, key: &str, page: u32) -> Result<Arc<Vec<u8>>, Problem> {
        self.viewed(key, &Wish::Page(page), |view| view.files.pop().map(|(_, png)| png).unwrap_or_default())
    }

    /// Where the form's labels stand on a document's pages, as JSON.
    pub fn labels(&self, key: &str) -> Result<Value, Problem> {
        let text = self.viewed(key, &Wish::Labels, |view| std::mem::take(&mut view.text))?;
        serde_json::from_slice(&text).map_err(broken)
    }

    fn outline(&self, key: &str) -> Result<Outline, Problem> {
        let text = self.viewed(key, &Wish::Outline, |view| std::mem::take(&mut view.text))?;
        serde_json::from_slice(&text).map_err(broken)
    }

    /// What a worker shows of a document, from what is kept or anew. Nobody waits for the library meanwhile.
    fn viewed(
        &self,
        key: &str,
        wish: &Wish,
        take: impl Fn(&mut crate::worker::View) -> Vec<u8>,
    ) -> Result<Arc<Vec<u8>>, Problem> {
        let wanted = format!("{key} {}", wish.words());
        if let Some(kept) = self.kept.lock().unwrap_or_else(PoisonError::into_inner).get(&wanted) {
            return Ok(kept);
        }
        let (bytes, name, sha256) = {
            let mut library = self.library()?;
            let entry = library.entry(key).ok_or(Problem::Nothing)?;
            let (name, sha256) = (entry.name.clone(), entry.sha256.clone());
            (library.bytes(key).ok_or(Problem::Refused(String::new()))?, name, sha256)
        };
        let source = Source { name, sha256, bytes };
        let mut view =
            self.viewer.view(&wish.words(), source).map_err(|failure| Problem::Refused(failure.to_string()))?;
        let made = Arc::new(take(&mut view));
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).put(wanted, Arc::clone(&made));
        Ok(made)
    }

    /// Keeps a word.
    pub fn say(&self, word: SaidWord, language: Language) -> Result<Value, Problem> {
        let key = word.sha256.clone();
        let mut library = self.library()?;
        let pointer = library.say(word).map_err(not_said)?;
        said(&library, &key, &pointer, language)
    }

    /// Takes the last word back.
    pub fn undo(&self, back: &Back, language: Language) -> Result<Value, Problem> {
        let mut library = self.library()?;
        let pointer = library.undo(back).map_err(not_said)?;
        said(&library, &back.sha256, &pointer, language)
    }

    /// A page that says one thing.
    pub fn message(&self, heading: &str, language: Language) -> String {
        self.page("message.html", language, json!({ "heading": heading })).unwrap_or_else(|_| String::new())
    }

    fn page(&self, name: &str, language: Language, own: Value) -> Result<String, Problem> {
        self.templates.page(name, language, ("/", true), own).map_err(broken)
    }
}

fn not_said(error: NotSaid) -> Problem {
    match error {
        NotSaid::Refused(reason) => Problem::Refused(reason.to_owned()),
        NotSaid::Library(error) => broken(error),
    }
}

/// What the page shows of a value after a word.
fn said(library: &Library, key: &str, pointer: &str, language: Language) -> Result<Value, Problem> {
    let entry = library.entry(key).ok_or(Problem::Nothing)?;
    let stored = library.stored(key).map_err(broken)?.ok_or(Problem::Nothing)?;
    let (form, settled, below) = (&**library.form_of(&stored.record), &entry.settled, library.below);
    let field: Option<ShownField> =
        RecordInWords { form, record: &stored.record, language, settled, below }.field_of(pointer);
    Ok(json!({ "field": field, "progress": QueueProgress::new(language, entry.progress()) }))
}

/// What was drawn lately, within a bound of bytes.
#[derive(Debug, Default)]
pub(super) struct DrawnLately {
    entries: VecDeque<(String, Arc<Vec<u8>>)>,
    bytes: usize,
}

impl DrawnLately {
    fn get(&mut self, key: &str) -> Option<Arc<Vec<u8>>> {
        let at = self.entries.iter().position(|(known, _)| known == key)?;
        let entry = self.entries.remove(at)?;
        let found = Arc::clone(&entry.1);
        self.entries.push_back(entry);
        Some(found)
    }

    fn put(&mut self, key: String, made: Arc<Vec<u8>>) {
        self.bytes += made.len();
        self.entries.push_back((key, made));
        while self.bytes > KEPT {
            let Some((_, oldest)) = self.entries.pop_front() else { break };
            self.bytes -= oldest.len();
        }
    }
}
