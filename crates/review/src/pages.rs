//! Documents as people see them: pages as pictures, other kinds as the tables that were read. Runs in worker processes.

use super::shown::shown;
use crate::document::{Document, Rect};
use crate::engine::Engine;
use crate::failure::{Failure, Reason};
use crate::reading::Source;
use crate::source::pdf::{Rendering, rendered, sizes};
use crate::source::sniff::{self, Kind};
use crate::worker::View;
use serde::{Deserialize, Serialize};
use yomitori_core::normalize::normalize;
use yomitori_core::recognize::excerpt::evidence;
use yomitori_core::recognize::find_labels;
use yomitori_core::segment::segment;

/// Pixels of a point: a page of A4 is about 1,000 pixels wide.
const SCALE: f32 = 1.7;

/// What is to be shown of a document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Wish {
    /// The sizes of its pages, or the blocks of one that has none.
    Outline,
    /// The picture of a page.
    Page(u32),
    /// Where the form's labels were found on its pages.
    Labels,
}

/// A label that was found: page, and left, upper, right and lower edge in points.
pub type LabelBox = (u32, [f32; 4]);

/// The body of a document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outline {
    /// Its pages, each with width and height in points.
    Pages(Vec<(f32, f32)>),
    /// Its tables and paragraphs.
    Blocks(Vec<super::shown::ShownBlock>),
}

impl Wish {
    /// As a worker is asked for it.
    #[must_use]
    pub fn words(&self) -> String {
        // A wish is plain.
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// Whether words are a wish of this module.
#[must_use]
pub fn is_wish(words: &str) -> bool {
    serde_json::from_str::<Wish>(words).is_ok()
}

/// Shows a document.
///
/// # Errors
/// Why it can't be shown.
pub fn view(engine: &Engine, words: &str, source: &Source) -> Result<View, Failure> {
    let failed = |error: &dyn std::fmt::Display| Failure::new(Reason::Panic, format!("it can't be shown: {error}"));
    let wish: Wish = serde_json::from_str(words).map_err(|error| failed(&error))?;
    let is_paged = matches!(sniff::kind(&source.bytes), Kind::Pdf | Kind::Image(_));
    match wish {
        Wish::Outline => {
            let outline = match is_paged {
                true => Outline::Pages(sizes(&source.bytes, engine.options())?),
                false => Outline::Blocks(shown(&engine.document(&source.bytes)?)),
            };
            let text = serde_json::to_vec(&outline).map_err(|error| failed(&error))?;
            Ok(View { text, ..View::default() })
        }
        Wish::Labels => {
            let labels = if is_paged { labels(engine, engine.document(&source.bytes)?) } else { Vec::new() };
            let text = serde_json::to_vec(&labels).map_err(|error| failed(&error))?;
            Ok(View { text, ..View::default() })
        }
        Wish::Page(_) if !is_paged => Err(Failure::new(Reason::Unsupported, "a document of this kind has no pages")),
        Wish::Page(wanted) => {
            let scale = move |page| (page == wanted).then_some(SCALE);
            let draw = |rendering: Rendering| rendering.pixmap.into_png();
            let pictures = rendered(&source.bytes, engine.options(), scale, draw)?;
            let picture = pictures.into_iter().next();
            let none = || Failure::new(Reason::NotFound, format!("it has no page {wanted}"));
            let png = picture.ok_or_else(none)?.map_err(|error| failed(&error))?;
            Ok(View { files: vec![("page.png".to_owned(), png)], ..View::default() })
        }
    }
}

fn labels(engine: &Engine, document: Document) -> Vec<LabelBox> {
    let normalized = normalize(document);
    let form = engine.form_of(&normalized);
    let labels = find_labels(&normalized, &segment(&normalized, &form), &form);
    let found = labels.form.iter().chain(labels.checklist.iter());
    let boxes = found.filter_map(|label| {
        let found = evidence(&normalized, std::iter::once((label.piece, label.span)))?;
        let Rect { x0, y0, x1, y1 } = found.bbox?;
        Some((found.page?, [x0, y0, x1, y1]))
    });
    boxes.collect()
}
