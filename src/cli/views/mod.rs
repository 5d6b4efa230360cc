//! What workers show of documents: what each phase makes of one, for `yomitori inspect`, and the pages of a review.

mod boxes;
mod document;
mod pages;
mod phases;
mod png;
mod record;
mod tables;

pub(super) use pages::PageNumbers;

use super::show::pretty;
use crate::engine::Engine;
use crate::explain::Lang;
use crate::failure::{Failure, Reason};
use crate::reading::Source;
use crate::worker::View;
use clap::ValueEnum;
use serde::{Deserialize, Serialize};
use std::io;

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Serialize, Deserialize)]
pub(super) enum Phase {
    /// The ruling lines and cells of each page of a PDF
    Tables,
    /// Tables and paragraphs as the source has them
    Document,
    /// The same with normalized text
    Normalized,
    /// The parts of the document and their sections
    Sections,
    /// The form's labels and where they were found
    Labels,
    /// Values, evidence and diagnostics
    Record,
}

/// What a worker is asked to show.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct ViewWish {
    pub lang: Lang,
    pub phase: Phase,
    pub json: bool,
    pub pages: Option<PageNumbers>,
    pub png: Option<DrawingTarget>,
}

/// Where drawn pages are to be written, by who asks for them.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct DrawingTarget {
    pub folder: String,
    pub stem: String,
}

/// Shows a document: what a worker is asked for.
pub(super) fn view(engine: &Engine, words: &str, source: &Source) -> Result<View, Failure> {
    if yomitori_review::pages::is_wish(words) {
        return yomitori_review::pages::view(engine, words, source);
    }
    let garbled = |error: &dyn std::fmt::Display| Failure::new(Reason::Panic, format!("it can't be shown: {error}"));
    let wish: ViewWish = serde_json::from_str(words).map_err(|error| garbled(&error))?;
    if wish.phase == Phase::Tables {
        return tables::view(engine, &wish, &source.bytes);
    }
    let mut out = Vec::new();
    shown(engine, &wish, source, &mut out)?.map_err(|error| garbled(&error))?;
    Ok(View { text: out, ..View::default() })
}

fn shown(engine: &Engine, wish: &ViewWish, source: &Source, out: &mut Vec<u8>) -> Result<io::Result<()>, Failure> {
    if wish.phase == Phase::Record {
        let record = engine.read(&source.name, &source.bytes)?;
        return Ok(if wish.json { pretty(&record, out) } else { record::print(&record, wish.lang, out) });
    }
    let document = engine.document(&source.bytes)?;
    Ok(match wish.phase {
        Phase::Normalized | Phase::Sections => {
            let is_cut = wish.phase == Phase::Sections;
            let pieces = if is_cut { phases::sections(engine, document) } else { phases::normalized(document) };
            if wish.json { pretty(&pieces, out) } else { phases::print_pieces(&pieces, out) }
        }
        Phase::Labels => {
            let labels = phases::labels(engine, document);
            if wish.json { pretty(&labels, out) } else { phases::print_labels(&labels, out) }
        }
        _ if wish.json => pretty(&document, out),
        _ => document::print(&document, out),
    })
}
