//! Word, Excel, OpenDocument, HTML, Markdown, CSV and plain text: a module for each kind of input, and all end in the same
//! [`Document`](document::Document).

#![forbid(unsafe_code)]
#![deny(missing_docs)]

pub mod archive;
mod boxes;
mod cell_style;
mod compound;
pub mod csv;
pub mod docx;
pub mod encoding;
mod flat;
mod floating;
mod flow;
mod furniture;
pub mod html;
mod layout;
mod lines;
pub mod markdown;
mod markup;
pub mod mhtml;
mod number_format;
mod numeral;
pub mod odf;
mod opc;
mod ruled;
mod scripts;
mod sheets;
mod spreadsheet;
pub mod text;
mod ticks;
pub mod xls;
pub mod xlsx;
mod xml;

use yomitori_core::{budget, diagnostic, document, failure};
