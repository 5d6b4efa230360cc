//! The engine: forms and limits, and with them bytes become a record.
//!
//! The phases in order: source, normalize, segment, recognize, check. Each is a function of what stands
//! before it; the engine only passes the results on.

use crate::check::{Facts, check};
use crate::diagnostic::{Code, Diagnostic};
use crate::digest::sha256;
use crate::document::Document;
use crate::failure::{Failure, Reason};
use crate::form::{Form, Forms, Part, TableForm};
use crate::identify::{Found, Trial, choose, parts};
use crate::normalize::{Normalized, normalize};
use crate::ocr::confidence::{missed, weigh};
use crate::ocr::lexicon::Worded;
use crate::recognize::checklist::is_worded;
use crate::recognize::draft::Draft;
use crate::recognize::labels::Fit;
use crate::recognize::{Labels, find_labels, recognize};
use crate::record::{Checklist, Record, SourceInfo, SourcePart, Status};
use crate::segment::{FoundTable, PiecePlace, Role, Sections, segment};
use crate::source::ocr::{Ocr, PageReader};
#[cfg(feature = "pdf")]
use crate::source::pdf::PageView;
use crate::source::{self, ReadOptions};
use crate::weave::weave;
use std::collections::BTreeSet;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

/// Hours that Japan's time is ahead of UTC.
const JAPAN_HOURS: i8 = 9;

/// Today's date in Japan, where the disclosures are dated.
#[must_use]
pub fn japan_today() -> jiff::civil::Date {
    jiff::tz::Offset::constant(JAPAN_HOURS).to_datetime(jiff::Timestamp::now()).date()
}

/// Reads documents of the forms it knows. Share one engine between threads.
#[derive(Debug, Clone)]
pub struct Engine {
    forms: Forms,
    options: ReadOptions,
    today: jiff::civil::Date,
}

impl Engine {
    /// An engine for a form or several, with the default options and today's date in Japan, where the disclosures are dated.
    #[must_use]
    pub fn new(forms: impl Into<Forms>) -> Self {
        Self { forms: forms.into(), options: ReadOptions::default(), today: japan_today() }
    }

    /// Reads documents with other options than the default ones.
    #[must_use]
    pub fn with(mut self, options: ReadOptions) -> Self {
        // Lines are read with the wording of the forms as a witness.
        let worded = |ocr: Ocr| match ocr.reader {
            PageReader::Lines(reader) => {
                Ocr { reader: PageReader::Lines(Arc::new(Worded::new(reader, &self.forms))), ..ocr }
            }
            PageReader::Words(_) => ocr,
        };
        self.options = ReadOptions { ocr: options.ocr.map(worded), ..options };
        self
    }

    /// How documents are read.
    #[must_use]
    pub fn options(&self) -> &ReadOptions {
        &self.options
    }

    /// Sets the date behind which a date lies in the future.
    #[must_use]
    pub fn today(mut self, today: jiff::civil::Date) -> Self {
        self.today = today;
        self
    }

    /// The date behind which a date lies in the future.
    #[must_use]
    pub fn day(&self) -> jiff::civil::Date {
        self.today
    }

    /// The form that commands about a single form are about.
    #[must_use]
    pub fn form(&self) -> &Arc<Form> {
        self.forms.first()
    }

    /// All forms that documents may be of.
    #[must_use]
    pub fn forms(&self) -> &Forms {
        &self.forms
    }

    /// Reads bytes into a document: the first phase alone.
    ///
    /// # Errors
    /// A [`Failure`] when the bytes are of no kind that is read, are damaged, or exceed a limit.
    pub fn document(&self, bytes: &[u8]) -> Result<Document, Failure> {
        let document = source::read(bytes, &self.options);
        // Flat text is told by the wording of a checklist.
        let form = self.forms.all().iter().find(|form| form.checklist.is_some()).unwrap_or(self.forms.first());
        document.map(|document| weave(document, form))
    }

    /// What stands on the pages of a PDF that are wanted by their number, found as [`Engine::document`] finds it.
    #[cfg(feature = "pdf")]
    pub fn page_views(
        &self,
        pdf: &[u8],
        is_wanted: impl Fn(u32) -> bool + Send + 'static,
    ) -> Result<Vec<PageView>, Failure> {
        source::pdf::views(pdf, &self.options, is_wanted)
    }

    /// Reads a document with one disclosure from bytes; `name` is what the record calls it.
    ///
    /// # Errors
    /// A [`Failure`] with a reason code when the bytes give no record, or several.
    pub fn read(&self, name: &str, bytes: &[u8]) -> Result<Record, Failure> {
        only(self.read_all(name, bytes)?)
    }

    /// Reads a document from bytes: a record for each disclosure that it holds, in their order.
    ///
    /// # Errors
    /// A [`Failure`] with a reason code when the bytes give no record.
    pub fn read_all(&self, name: &str, bytes: &[u8]) -> Result<Vec<Record>, Failure> {
        let document = self.document(bytes)?;
        let (media_type, pages) = (document.media_type, document.pages);
        let media_type = media_type.into();
        let source = SourceInfo { name: name.to_owned(), sha256: sha256(bytes), media_type, pages, part: None };
        self.records(&source, document)
    }

    /// Reads a document with one disclosure from a file.
    ///
    /// # Errors
    /// As [`Engine::read`], and when the file can't be read or is larger than the limit.
    pub fn read_path(&self, path: &Path) -> Result<Record, Failure> {
        let bytes = source::load(path, &self.options.limits)?;
        self.read(&path.to_string_lossy(), &bytes)
    }

    /// Takes a document with one disclosure through the phases behind the source.
    ///
    /// # Errors
    /// [`Reason::Unrecognized`] when the document is of no form that is known, [`Reason::Ambiguous`] when it fits two,
    /// [`Reason::Several`] when it holds several disclosures.
    pub fn read_document(&self, source: SourceInfo, document: Document) -> Result<Record, Failure> {
        only(self.records(&source, document)?)
    }

    /// The records of a document's disclosures.
    pub(crate) fn records(&self, source: &SourceInfo, document: Document) -> Result<Vec<Record>, Failure> {
        let normalized = normalize(document);
        let parts = self.parts(&normalized);
        if parts.len() == 1 {
            return Ok(vec![self.record(source.clone(), &normalized)?]);
        }
        let of = parts.len();
        let records = parts.into_iter().enumerate().map(|(at, pieces)| {
            let normalized = normalized.part(pieces);
            let part = Some(SourcePart { no: at + 1, of, pages: normalized.pages() });
            self.record(SourceInfo { part, ..source.clone() }, &normalized)
        });
        records.collect()
    }

    /// The stretches of a document that are disclosures of their own.
    fn parts(&self, normalized: &Normalized) -> Vec<Range<usize>> {
        let titles = self.forms.titles_in(normalized);
        parts::split(normalized.pieces.len(), &titles, |pieces| self.trial(&normalized.part(pieces)))
    }

    fn record(&self, source: SourceInfo, normalized: &Normalized) -> Result<Record, Failure> {
        let Trial { form, values, rows, checklist, mut evidence, mut diagnostics, .. } = self.trial(normalized)?;
        let mut uncertain = weigh(&mut evidence, &normalized.document);
        uncertain.extend(missed(&form, &values, &uncertain));
        let named: BTreeSet<&str> = uncertain.iter().map(|doubt| &*doubt.pointer).collect();
        // What names the characters says more.
        diagnostics.retain(|doubt| doubt.code != Code::OcrUncertain || !named.contains(&*doubt.pointer));
        diagnostics.extend(uncertain);
        let notices = normalized.document.notices.iter();
        diagnostics.extend(notices.map(|notice| Diagnostic::new(notice.code, "", notice.message.clone())));
        Ok(Record { form, source, values, rows, checklist, evidence, diagnostics })
    }

    /// The form that a document is of, for those who look at the phases; the first where none fits.
    #[must_use]
    pub fn form_of(&self, normalized: &Normalized) -> Arc<Form> {
        self.trial(normalized).map_or_else(|_| Arc::clone(self.form()), |trial| trial.form)
    }

    /// Reads a document with the form that fits it.
    fn trial(&self, normalized: &Normalized) -> Result<Trial, Failure> {
        let titles = self.forms.titles_in(normalized);
        choose(&self.forms, &titles, |form, has_title| self.read_with(normalized, form, has_title))
    }

    fn read_with(&self, normalized: &Normalized, form: &Arc<Form>, has_title: bool) -> Trial {
        let sections = segment(normalized, form);
        let labels = find_labels(normalized, &sections, form);
        let (draft, checklist) = recognize(normalized, &sections, form, &labels);
        let found = found(&draft, &sections, &labels, &checklist, has_title);
        let labels = labels.form.iter().filter(|label| label.fit >= Fit::Prefix).map(|label| label.label).collect();
        let Draft { mut values, rows, evidence, doubts, .. } = draft;
        let mut diagnostics: Vec<Diagnostic> = doubts.into_iter().map(|doubt| doubt.diagnostic).collect();
        let evidence: Vec<_> = evidence.into_iter().map(|shown| (shown.pointer, shown.evidence)).collect();
        values.truncate(form.leaves.len());
        diagnostics.extend(check(Facts { form, values: &values, checklist: &checklist, today: self.today }));
        Trial { form: Arc::clone(form), found, labels, values, rows, checklist, evidence, diagnostics }
    }
}

/// The only record; a failure when there are several.
pub(crate) fn only(records: Vec<Record>) -> Result<Record, Failure> {
    let count = records.len();
    let mut records = records.into_iter();
    match (records.next(), records.next()) {
        (Some(record), None) => Ok(record),
        _ => {
            let message = format!("the document holds {count} disclosures");
            Err(Failure::new(Reason::Several, message).hint("`yomitori extract` gives a record for each"))
        }
    }
}

/// What of a form was found.
fn found(draft: &Draft<'_>, sections: &Sections, labels: &Labels, checklist: &Checklist, has_title: bool) -> Found {
    let form = draft.form;
    let items = || checklist.sections.iter().flat_map(|section| &section.items);
    let tables = sections.tables.iter().map(|table| table.table).collect::<BTreeSet<_>>();
    let told = |table: &TableForm| (0..table.columns.len()).filter(|column| table.is_told_by(*column)).count();
    let headings: usize = form.tables.iter().map(told).sum();
    let missing: usize = tables
        .iter()
        .filter_map(|id| {
            let table = form.tables.get(*id)?;
            let missing = |part: &FoundTable| part.missing.iter().filter(|column| table.is_told_by(**column)).count();
            sections.tables.iter().filter(|part| part.table == *id).map(missing).min()
        })
        .sum();
    let headed = tables.iter().filter_map(|id| form.tables.get(*id)).map(told).sum::<usize>();
    let is_checklist_title = |place: &PiecePlace| place.part == Part::Checklist && place.role == Role::Title;
    Found {
        has_title,
        labels: labels.form.iter().filter(|label| label.fit >= Fit::Prefix).count() + headed.saturating_sub(missing),
        of: form.labels.iter().filter(|label| label.part == Part::Form).count() + headings,
        filled: draft.values.iter().filter(|value| value.is_stated()).count()
            + draft.rows.iter().flatten().flatten().filter(|value| value.is_stated()).count(),
        strangers: draft.strangers,
        has_checklist_title: sections.places.iter().any(is_checklist_title),
        marked: items().filter(|item| item.status != Status::Unmarked).count(),
        worded: form.checklist.as_ref().map_or(0, |form| items().filter(|item| is_worded(form, item)).count()),
    }
}
