//! The static twin: the queue and every document as plain files, without editing, for people who have no program.

use super::Viewer;
use super::assets::{FILES, Templates};
use super::doubts::{SettledValues, known};
use super::fields::{RecordInWords, percent};
use super::pages::{Outline, Wish};
use super::queue::{QueueProgress, QueueRow};
use super::sources::Sources;
use super::words::Language;
use crate::dataset::Compared;
use crate::form::{Form, Forms};
use crate::leaves::leaves;
use crate::reading::Source;
use serde_json::{Value, json};
use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// A report on its way into a folder.
pub struct ReportFolder<'a> {
    forms: Forms,
    viewer: &'a dyn Viewer,
    sources: Sources,
    language: Language,
    below: f64,
    folder: PathBuf,
    templates: Templates,
    rows: Vec<(f64, QueueRow)>,
    names: HashSet<String>,
    settled: usize,
    doubts: usize,
}

/// What was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reported {
    /// Documents.
    pub documents: usize,
    /// Values in them that are doubted.
    pub doubts: usize,
}

impl<'a> ReportFolder<'a> {
    /// Begins a report in a folder, which is made where it is not there.
    ///
    /// # Errors
    /// When the folder can't be written.
    pub fn create(
        folder: &Path,
        forms: Forms,
        viewer: &'a dyn Viewer,
        sources: Sources,
        language: Language,
        below: f64,
    ) -> io::Result<Self> {
        fs::create_dir_all(folder.join("assets"))?;
        for (name, _, text) in FILES {
            fs::write(folder.join("assets").join(name), text)?;
        }
        let templates = Templates::new().map_err(io::Error::other)?;
        let (rows, names) = (Vec::new(), HashSet::new());
        let folder = folder.to_owned();
        Ok(Self { forms, viewer, sources, language, below, folder, templates, rows, names, settled: 0, doubts: 0 })
    }

    /// Adds a document; `paths` are where it may lie.
    ///
    /// # Errors
    /// When a file can't be written.
    pub fn add(&mut self, record: &Value, paths: &[PathBuf]) -> io::Result<()> {
        let text = |pointer: &str| record.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
        let (name, sha256) = (text("/source/name").to_owned(), text("/source/sha256").to_owned());
        let stem = self.free(&name);
        let form = std::sync::Arc::clone(self.forms.of_record(record).unwrap_or(self.forms.first()));
        let settled = settled(&form, record, &name, &sha256);
        let bytes = self.sources.bytes(&sha256, &name, paths);
        let source = bytes.map(|bytes| Source { name: name.clone(), sha256, bytes });
        let (outline, problem) = self.outline(source.as_ref());
        let (language, below) = (self.language, self.below);
        let pictures = match (&outline, &source) {
            (Outline::Pages(sizes), Some(source)) => self.pictures(&stem, sizes.len(), source)?,
            _ => Vec::new(),
        };
        let picture = |page: usize| pictures.get(page - 1).cloned().unwrap_or_default();
        let known = known(&form, record, below);
        let doubted: Vec<_> = known.iter().filter(|known| known.is_doubted).collect();
        let done = doubted.iter().filter(|known| settled.contains_key(&known.name)).count();
        let reader = RecordInWords { form: &form, record, language, settled: &settled, below };
        let own = json!({
            "heading": name, "back": "index.html", "problem": problem, "groups": reader.groups(),
            "progress": QueueProgress::new(language, (done, doubted.len())),
            "pages": reader.pages(&outline, picture), "blocks": reader.blocks(&outline),
        });
        fs::write(self.folder.join(format!("{stem}.html")), self.page("document.html", own)?)?;
        let open = doubted.iter().filter(|known| !settled.contains_key(&known.name));
        let lowest = open.map(|known| known.probability).reduce(f64::min);
        let identity = form.identity();
        let of = |leaf: Option<usize>| leaf.map(|leaf| text(&form.leaf(leaf).pointer)).unwrap_or_default().to_owned();
        let row = QueueRow {
            href: format!("{stem}.html"),
            document: name,
            agency: of(identity.name),
            updated: of(identity.updated_on),
            kind: text("/source/media_type").to_owned(),
            percent: lowest.map(percent).unwrap_or_default(),
            all: doubted.len(),
            done,
            ..QueueRow::default()
        };
        self.settled += done;
        self.doubts += doubted.len();
        self.rows.push((lowest.unwrap_or(2.0), row));
        Ok(())
    }

    /// Writes the index.
    ///
    /// # Errors
    /// When it can't be written.
    pub fn finish(mut self) -> io::Result<Reported> {
        self.rows.sort_by(|(one, a), (other, b)| one.total_cmp(other).then_with(|| a.document.cmp(&b.document)));
        let rows: Vec<QueueRow> = std::mem::take(&mut self.rows).into_iter().map(|(_, row)| row).collect();
        let documents = rows.len();
        let own = json!({
            "heading": self.language.word("title"), "rows": rows, "filter": { "view": "documents" }, "links": {},
            "progress": QueueProgress::new(self.language, (self.settled, self.doubts)),
        });
        fs::write(self.folder.join("index.html"), self.page("queue.html", own)?)?;
        Ok(Reported { documents, doubts: self.doubts })
    }

    fn outline(&self, source: Option<&Source>) -> (Outline, Option<String>) {
        let none = Outline::Blocks(Vec::new());
        let Some(source) = source else { return (none, Some(self.language.word("no_source"))) };
        let view = self.viewer.view(&Wish::Outline.words(), source.clone()).map_err(|failure| failure.to_string());
        match view.and_then(|view| serde_json::from_slice(&view.text).map_err(|error| error.to_string())) {
            Ok(outline) => (outline, None),
            Err(reason) => (none, Some(self.language.word("not_shown") + &reason)),
        }
    }

    /// Writes the pictures of a document's pages; gives their names, empty where a page can't be drawn.
    fn pictures(&self, stem: &str, count: usize, source: &Source) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        for page in 1..=u32::try_from(count).unwrap_or(0) {
            let view = self.viewer.view(&Wish::Page(page).words(), source.clone());
            let png = view.ok().and_then(|mut view| view.files.pop());
            let name = format!("{stem}-p{page:03}.png");
            if let Some((_, png)) = &png {
                fs::write(self.folder.join(&name), png)?;
            }
            names.push(if png.is_some() { name } else { String::new() });
        }
        Ok(names)
    }

    fn page(&self, name: &str, own: Value) -> io::Result<String> {
        self.templates.page(name, self.language, ("", false), own).map_err(io::Error::other)
    }

    /// A file name for a document: letters, digits and what no system minds; none twice.
    fn free(&mut self, name: &str) -> String {
        let last = name.rsplit('/').next().unwrap_or(name);
        let plain = |c: char| if c.is_alphanumeric() || c == '-' || c == '.' { c } else { '_' };
        let plain: String = last.chars().map(plain).take(80).collect();
        let plain = plain.trim_matches('.').to_owned();
        let base = if plain.is_empty() || plain == "index" { format!("document-{plain}") } else { plain };
        let names = std::iter::once(base.clone()).chain((2..).map(|count| format!("{base}-{count}")));
        let free = names.into_iter().find(|name| !self.names.contains(&name.to_lowercase())).unwrap_or(base);
        self.names.insert(free.to_lowercase());
        free
    }
}

/// What people said, by a record's evidence.
fn settled(form: &Form, record: &Value, name: &str, sha256: &str) -> SettledValues {
    let evidence = record.get("evidence").and_then(Value::as_object);
    let of = |leaf: crate::leaves::RecordLeaf<'_>| {
        let review = evidence?.get(&leaf.pointer)?.get("review")?;
        let text = |key: &str| review.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
        let read = review.get("read").cloned().unwrap_or_default();
        let state = match text("kind").as_str() {
            "accepted" => "accepted",
            _ if read == *leaf.value => "confirmed",
            _ => "corrected",
        };
        let note = review.get("note").and_then(Value::as_str).map(str::to_owned);
        let value = leaf.value.clone();
        Some((
            leaf.name.clone(),
            Compared {
                name: name.to_owned(),
                sha256: sha256.to_owned(),
                part: 1,
                pointer: leaf.name,
                media_type: None,
                kind: text("kind"),
                state: state.to_owned(),
                value,
                read,
                who: text("who"),
                at: text("at"),
                note,
            },
        ))
    };
    leaves(form, record).into_iter().filter_map(of).collect()
}
