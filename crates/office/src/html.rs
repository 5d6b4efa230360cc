//! HTML pages: a source. The page is parsed as browsers do ([`dom`]), then walked once for what it shows ([`walk`]).
//!
//! Tables become tables, the ones that only lay out the page are left away around their content. Form controls read as
//! what they show. Navigation, scripts, styles and hidden elements are no text. Nothing that the page refers to is
//! fetched.

mod charset;
mod dom;
mod element;
mod story;
mod table;
mod walk;

use super::budget::Budget;
use super::flow;
use super::media_type;
use crate::diagnostic::Code;
use crate::document::{Document, Notice};
use crate::failure::Failure;

/// Reads an HTML page.
///
/// # Errors
/// When a limit would be exceeded: on cells, on nesting, on time.
pub fn read(bytes: &[u8], budget: &Budget) -> Result<Document, Failure> {
    let decoded = charset::decode(bytes);
    let tree = dom::parse(&decoded.text, budget)?;
    let found = walk::walk(&tree, budget)?;
    let mut document = Document::new(media_type::HTML);
    flow::write(found.flows, &mut document);
    let mut notice = |code, message: String| document.notices.push(Notice { code, message });
    if let Some(encoding) = decoded.guessed {
        notice(Code::TextEncoding, format!("the page does not name its encoding; read as {encoding}"));
    }
    if found.hidden {
        notice(Code::SourceHiddenLeftOut, "elements that the page hides".to_owned());
    }
    if found.struck {
        notice(Code::SourceStruckLeftOut, "text that is deleted or struck through".to_owned());
    }
    Ok(document)
}
