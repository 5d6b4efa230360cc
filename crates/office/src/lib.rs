//! Word, Excel, OpenDocument, HTML, Markdown, CSV and plain text: a module for each kind of input, and all end in the same
//! [`Document`](document::Document).
//!
//! Word, Excel, OpenDocument and HTML are features, all on by default; the others need little and are always there.

#![forbid(unsafe_code)]
#![deny(missing_docs)]
// What several readers share is written once; where some of them are left out, parts of it have no user.
#![cfg_attr(
    not(all(feature = "word", feature = "excel", feature = "odf", feature = "html")),
    allow(dead_code, reason = "shared with readers that this build leaves out")
)]

pub mod archive;
mod boxes;
#[cfg(feature = "excel")]
mod cell_style;
#[cfg(feature = "excel")]
mod compound;
pub mod csv;
#[cfg(feature = "word")]
pub mod docx;
pub mod encoding;
mod flat;
#[cfg(any(feature = "excel", feature = "odf"))]
mod floating;
mod flow;
mod furniture;
mod heads;
#[cfg(feature = "html")]
pub mod html;
mod layout;
mod lines;
pub mod markdown;
mod markup;
pub mod media_type;
#[cfg(feature = "html")]
pub mod mhtml;
#[cfg(feature = "excel")]
mod number_format;
mod numeral;
#[cfg(feature = "odf")]
pub mod odf;
#[cfg(any(feature = "word", feature = "excel", feature = "odf"))]
mod opc;
mod ruled;
mod scripts;
mod sheets;
#[cfg(any(feature = "excel", feature = "odf"))]
mod spreadsheet;
pub mod text;
mod ticks;
#[cfg(feature = "excel")]
pub mod xls;
#[cfg(feature = "excel")]
pub mod xlsx;
#[cfg(any(feature = "word", feature = "excel", feature = "odf"))]
mod xml;

use yomitori_core::{budget, diagnostic, document, failure};
