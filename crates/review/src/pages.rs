//! Documents as people see them: pages as pictures, other kinds as the tables that were read. Runs in worker processes.

use super::shown::shown;
use crate::engine::Engine;
use crate::failure::{Failure, Reason};
use crate::reading::Source;
use crate::source::pdf::{Rendering, rendered, sizes};
use crate::source::sniff::{self, Kind};
use crate::worker::View;
use serde::{Deserialize, Serialize};

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
}

/// The body of a document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outline {
    /// Its pages, each with width and height in points.
    Pages(Vec<(f32, f32)>),
    /// Its tables and paragraphs.
    Blocks(Vec<super::shown::Block>),
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
                true => Outline::Pages(sizes(&source.bytes, engine.costs(), engine.opens_with())?),
                false => Outline::Blocks(shown(&engine.document(&source.bytes)?)),
            };
            let text = serde_json::to_vec(&outline).map_err(|error| failed(&error))?;
            Ok(View { text, ..View::default() })
        }
        Wish::Page(_) if !is_paged => Err(Failure::new(Reason::Unsupported, "a document of this kind has no pages")),
        Wish::Page(wanted) => {
            let scale = move |page| (page == wanted).then_some(SCALE);
            let draw = |rendering: Rendering| rendering.pixmap.into_png();
            let pictures = rendered(&source.bytes, engine.costs(), engine.opens_with(), scale, draw)?;
            let picture = pictures.into_iter().next();
            let none = || Failure::new(Reason::NotFound, format!("it has no page {wanted}"));
            let png = picture.ok_or_else(none)?.map_err(|error| failed(&error))?;
            Ok(View { files: vec![("page.png".to_owned(), png)], ..View::default() })
        }
    }
}
