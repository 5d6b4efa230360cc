//! Word documents (.docx, .docm): a source. The main part is read once from front to back; styles and list
//! numbering, which it refers to, are read before it.
//!
//! Read are paragraphs, tables, text boxes at their anchor, list labels, form check boxes of every kind. Left out is
//! what Word does not show: hidden text, deleted text of tracked changes, instructions of fields, prompts of empty
//! content controls. Headers, footers and notes at the foot of the page are not read.

mod body;
mod control;
mod numbering;
mod paragraph;
mod properties;
mod styles;
mod table;
mod write;

use super::archive::Archive;
use super::budget::Budget;
use super::flow;
use super::media_type;
use super::opc;
use crate::document::Document;
use crate::failure::{Failure, Reason};

/// Reads a Word document.
///
/// # Errors
/// When the archive or one of its parts is damaged, or a limit would be exceeded.
pub fn read(bytes: &[u8], budget: &Budget) -> Result<Document, Failure> {
    let mut archive = Archive::open(bytes, budget)?;
    let roots = opc::relationships(&mut archive, "")?;
    let main = opc::target(&roots, "officeDocument").unwrap_or("word/document.xml").to_owned();
    let text = archive
        .text(&main)?
        .ok_or_else(|| Failure::new(Reason::Damaged, format!("the Word document has no part {main}")))?;
    let parts = opc::relationships(&mut archive, &main)?;
    let mut part = |kind: &str| opc::text_or_empty(&mut archive, opc::target(&parts, kind));
    let styles = styles::read(&part("styles")?, budget)?;
    let numbering = numbering::read(&part("numbering")?, budget)?;
    let found = body::read(&text, &main, styles, numbering, budget)?;
    let mut document = Document::new(media_type::WORD);
    flow::write(found.flows, &mut document);
    document.notices = found.notices;
    Ok(document)
}
