//! Where the labels and values of a PDF's record stand on its pages.

use crate::document::{Document, Rect};
use crate::engine::Engine;
use crate::failure::Failure;
use crate::normalize::normalize;
use crate::recognize::excerpt::evidence;
use crate::recognize::find_labels;
use crate::record::{Evidence, SourceInfo};
use crate::segment::segment;

/// A page's number and a rectangle on it, in points.
pub(super) type PageBox = (u32, Rect);

/// What the phases behind the source found on the pages.
#[derive(Debug, Default)]
pub(super) struct Boxes {
    /// The labels that were found.
    pub labels: Vec<PageBox>,
    /// The evidence of the values that were read.
    pub values: Vec<PageBox>,
}

/// Finds labels and values; why there are none, where the document gives no record.
pub(super) fn find(engine: &Engine, bytes: &[u8]) -> (Boxes, Option<Failure>) {
    let document = match engine.document(bytes) {
        Ok(document) => document,
        Err(failure) => return (Boxes::default(), Some(failure)),
    };
    let labels = labels(engine, document.clone());
    let source = SourceInfo {
        name: String::new(),
        sha256: String::new(),
        media_type: document.media_type.into(),
        pages: None,
        part: None,
    };
    match engine.read_document(source, document) {
        Ok(record) => {
            let values = record.evidence.iter().filter_map(|(_, evidence)| place(evidence)).collect();
            (Boxes { labels, values }, None)
        }
        Err(failure) => (Boxes { labels, values: Vec::new() }, Some(failure)),
    }
}

fn labels(engine: &Engine, document: Document) -> Vec<PageBox> {
    let normalized = normalize(document);
    let form = engine.form_of(&normalized);
    let labels = find_labels(&normalized, &segment(&normalized, &form), &form);
    let found = labels.form.iter().chain(labels.checklist.iter());
    found.filter_map(|label| place(&evidence(&normalized, std::iter::once((label.piece, label.span)))?)).collect()
}

fn place(evidence: &Evidence) -> Option<PageBox> {
    evidence.page.zip(evidence.bbox)
}
