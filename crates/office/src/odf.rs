//! OpenDocument spreadsheets and texts (.ods, .odt): a source. One part holds all content, with what it shows written
//! out: a date cell holds the date as it is shown.

mod content;
mod controls;
mod story;
mod styles;
mod table;
mod tracks;
mod write;

use super::archive::Archive;
use super::budget::Budget;
use super::flow;
use super::media_type::OPEN_SPREADSHEET;
use super::opc;
use crate::diagnostic::Code;
use crate::document::{Document, Notice};
use crate::failure::{Failure, Reason};

/// Reads an OpenDocument spreadsheet or text; `media_type` says which of the two.
///
/// # Errors
/// When the archive or one of its parts is damaged or protected by a password, or a limit would be exceeded.
pub fn read(bytes: &[u8], media_type: &'static str, budget: &Budget) -> Result<Document, Failure> {
    let mut archive = Archive::open(bytes, budget)?;
    let manifest = opc::text_or_empty(&mut archive, Some("META-INF/manifest.xml"))?;
    if manifest.contains("encryption-data") {
        return Err(Failure::new(Reason::Encrypted, "the OpenDocument file is protected by a password")
            .hint("save it without the password"));
    }
    let content = archive
        .text("content.xml")?
        .ok_or_else(|| Failure::new(Reason::Damaged, "the OpenDocument file has no part content.xml"))?;
    let common = opc::text_or_empty(&mut archive, Some("styles.xml"))?;
    let mut styles = styles::OdfStyles::default();
    styles.read(&common, "styles.xml", budget)?;
    styles.read(&content, "content.xml", budget)?;
    let found = content::read(&content, &styles, media_type == OPEN_SPREADSHEET, budget)?;
    let mut document = Document::new(media_type);
    document.sheets = found.sheets;
    flow::write(found.flows, &mut document);
    let notice = |code, message: &str| Notice { code, message: message.to_owned() };
    let hidden = found.hidden.then(|| notice(Code::SourceHiddenLeftOut, "hidden text, rows, columns or sheets"));
    let struck = found.struck.then(|| notice(Code::SourceStruckLeftOut, "text that is struck through"));
    document.notices = hidden.into_iter().chain(struck).chain(found.lost).collect();
    Ok(document)
}
