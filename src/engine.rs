//! The engine: a form and limits, and with them bytes become a record.
//!
//! The phases in order: source, normalize, segment, recognize, check. Each is a function of what stands
//! before it; the engine only passes the results on.

use crate::check::{Facts, check};
use crate::diagnostic::Diagnostic;
use crate::digest::sha256;
use crate::document::Document;
use crate::failure::{Failure, Reason};
use crate::form::Form;
use crate::normalize::normalize;
use crate::recognize::draft::Draft;
use crate::recognize::labels::Fit;
use crate::recognize::{Labels, find_labels, recognize};
use crate::record::{Checklist, Record, SourceInfo};
use crate::segment::{Sections, segment};
use crate::source::ocr::Recognizer;
use crate::source::pdf::PageView;
use crate::source::{self, Limits};
use crate::weave::weave;
use std::path::Path;
use std::sync::Arc;

/// Hours that Japan's time is ahead of UTC.
const JAPAN_HOURS: i8 = 9;

/// Labels that must stand as labels do before a document counts as the form.
const LEAST_LABELS: usize = 8;

/// The same where the form's title stands as well.
const LEAST_LABELS_WITH_TITLE: usize = 3;

/// Items that make a checklist, where the form itself is not in the document.
const LEAST_ITEMS: usize = 5;

/// Reads documents of one form. Share one engine between threads.
#[derive(Debug, Clone)]
pub struct Engine {
    form: Arc<Form>,
    limits: Limits,
    password: Option<String>,
    recognizer: Option<Arc<dyn Recognizer>>,
    converts: bool,
    today: jiff::civil::Date,
}

impl Engine {
    /// An engine with default limits and today's date in Japan, where the disclosures are dated.
    #[must_use]
    pub fn new(form: Form) -> Self {
        let today = jiff::tz::Offset::constant(JAPAN_HOURS).to_datetime(jiff::Timestamp::now()).date();
        Self {
            form: Arc::new(form),
            limits: Limits::default(),
            password: None,
            recognizer: None,
            converts: false,
            today,
        }
    }

    /// Sets the password that protected documents are opened with.
    #[must_use]
    pub fn password(mut self, password: impl Into<String>) -> Self {
        self.password = Some(password.into());
        self
    }

    /// Has pages that are only images read by a recognizer of characters. None by default.
    #[must_use]
    pub fn recognizer(mut self, recognizer: Arc<dyn Recognizer>) -> Self {
        self.recognizer = Some(recognizer);
        self
    }

    /// Has old Word files (.doc) and rich text read through LibreOffice, which must be installed. Off by default: it
    /// starts another program on what may be hostile documents.
    #[must_use]
    pub fn convert(mut self, converts: bool) -> Self {
        self.converts = converts;
        self
    }

    /// Sets the limits.
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
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

    /// The form.
    #[must_use]
    pub fn form(&self) -> &Arc<Form> {
        &self.form
    }

    /// Reads bytes into a document: the first phase alone.
    ///
    /// # Errors
    /// A [`Failure`] when the bytes are of no kind that is read, are damaged, or exceed a limit.
    pub fn document(&self, bytes: &[u8]) -> Result<Document, Failure> {
        let converted = || source::convert::converted(source::sniff::kind(bytes));
        let document = match self.converts.then(converted).flatten() {
            Some(kind) => source::convert::read(bytes, kind, &self.limits),
            None => source::read_with(bytes, &self.limits, self.password.as_deref(), self.recognizer.as_ref()),
        };
        document.map(|document| weave(document, &self.form))
    }

    /// What stands on the pages of a PDF that are wanted by their number, found as [`Engine::document`] finds it.
    pub(crate) fn page_views(
        &self,
        pdf: &[u8],
        is_wanted: impl Fn(u32) -> bool + Send + 'static,
    ) -> Result<Vec<PageView>, Failure> {
        source::pdf::views(pdf, &self.limits, self.password.as_deref(), self.recognizer.as_ref(), is_wanted)
    }

    /// Reads one document from bytes; `name` is what the record calls it.
    ///
    /// # Errors
    /// A [`Failure`] with a reason code when the bytes give no record.
    pub fn read(&self, name: &str, bytes: &[u8]) -> Result<Record, Failure> {
        let document = self.document(bytes)?;
        let sha256 = sha256(bytes);
        let source =
            SourceInfo { name: name.to_owned(), sha256, media_type: document.media_type, pages: document.pages };
        self.read_document(source, document)
    }

    /// Reads one document from a file.
    ///
    /// # Errors
    /// As [`Engine::read`], and when the file can't be read or is larger than the limit.
    pub fn read_path(&self, path: &Path) -> Result<Record, Failure> {
        let bytes = source::load(path, &self.limits)?;
        self.read(&path.to_string_lossy(), &bytes)
    }

    /// Takes a document through the phases behind the source.
    ///
    /// # Errors
    /// [`Reason::Unrecognized`] when the document is not this form.
    pub fn read_document(&self, source: SourceInfo, document: Document) -> Result<Record, Failure> {
        let normalized = normalize(document);
        let sections = segment(&normalized, &self.form);
        let labels = find_labels(&normalized, &sections, &self.form);
        let (draft, checklist) = recognize(&normalized, &sections, &self.form, &labels);
        let Draft { values, evidence, mut diagnostics, .. } = draft;
        self.require_form(&sections, &labels, &checklist)?;
        diagnostics.extend(check(Facts {
            form: &self.form,
            values: &values,
            checklist: &checklist,
            today: self.today,
        }));
        let notices = normalized.document.notices.iter();
        diagnostics.extend(notices.map(|notice| Diagnostic::new(notice.code, "", notice.message.clone())));
        Ok(Record { form: Arc::clone(&self.form), source, values, checklist, evidence, diagnostics })
    }

    /// Tells the form from other documents: enough of its labels or items stand where labels and items do.
    fn require_form(&self, sections: &Sections, labels: &Labels, checklist: &Checklist) -> Result<(), Failure> {
        let found = labels.form.iter().filter(|label| label.fit >= Fit::Prefix).count();
        let items: usize = checklist.sections.iter().map(|section| section.items.len()).sum();
        let least = if sections.has_title { LEAST_LABELS_WITH_TITLE } else { LEAST_LABELS };
        if found >= least || items >= LEAST_ITEMS {
            return Ok(());
        }
        let message = format!(
            "not the form 「{}」: {found} of its labels and {items} items of its checklist were found",
            self.form.title
        );
        Err(Failure::new(Reason::Unrecognized, message))
    }
}
