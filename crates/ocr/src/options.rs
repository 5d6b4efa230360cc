//! How a document is read: what it may cost, what opens it, and who joins in. Every source takes what it needs of it.

use crate::recognizer::{Ocr, PageReader, Recognizer};
use std::sync::Arc;
use yomitori_core::budget::Limits;

/// How a document is read. The default reads within the usual limits, opens no protected document, and starts no other program.
#[derive(Debug, Clone, Default)]
pub struct ReadOptions {
    /// What reading one document may cost.
    pub limits: Limits,
    /// What protected documents are opened with.
    pub password: Option<String>,
    /// Who reads pages that are pictures; without one they are left out and said.
    pub ocr: Option<Ocr>,
    /// Whether old Word files (.doc) and rich text are read through LibreOffice, which must be installed: another program is started on
    /// what may be a hostile document.
    pub converts: bool,
}

impl ReadOptions {
    /// The usual options with other limits.
    #[must_use]
    pub fn within(limits: Limits) -> Self {
        Self { limits, ..Self::default() }
    }

    /// The same with a recognizer of characters for pages that are only images.
    #[must_use]
    pub fn recognizer(self, recognizer: Arc<dyn Recognizer>) -> Self {
        Self { ocr: Some(Ocr { reader: PageReader::Words(recognizer), always: false }), ..self }
    }
}
