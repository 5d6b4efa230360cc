//! The phases between document and record: normalized pieces, their parts and roles, the labels found.

use crate::engine::Engine;
use crate::form::{Form, LabelId, Part};
use crate::normalize::{Normalized, Piece, normalize};
use crate::recognize::labels::{Candidate, Fit};
use crate::recognize::region::Regions;
use crate::recognize::{Labels, end_of, find_labels};
use crate::segment::{Role, Sections, segment};
use serde::Serialize;
use std::io::{self, Write};

/// A piece of the normalized text.
#[derive(Debug, Serialize)]
pub(super) struct PieceView {
    /// Its number, 0-based.
    piece: usize,
    /// Where it stands: line or page.
    place: String,
    /// Its table, row and column, 1-based.
    #[serde(skip_serializing_if = "Option::is_none")]
    cell: Option<[u32; 3]>,
    /// Its part and role, once the document is cut into parts.
    #[serde(skip_serializing_if = "Option::is_none")]
    part: Option<Part>,
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<Role>,
    /// Its text in normal form.
    text: String,
}

/// A label of the form with what was found.
#[derive(Debug, Serialize)]
pub(super) struct LabelView {
    /// The labels that lead to it.
    title: String,
    /// Whether it names a field.
    is_field: bool,
    /// Where it was found; absent when it was not.
    #[serde(skip_serializing_if = "Option::is_none")]
    found: Option<FoundView>,
}

#[derive(Debug, Serialize)]
struct FoundView {
    place: String,
    text: String,
    fit: Fit,
    is_fuzzy: bool,
    is_moved: bool,
    /// The text that was taken for its value, stretch by stretch.
    value: Vec<String>,
}

/// The pieces of the normalized text.
pub(super) fn normalized(document: crate::document::Document) -> Vec<PieceView> {
    let normalized = normalize(document);
    normalized.pieces.iter().enumerate().map(|(index, piece)| view(&normalized, index, piece)).collect()
}

/// The pieces with their parts and roles.
pub(super) fn sections(engine: &Engine, document: crate::document::Document) -> Vec<PieceView> {
    let normalized = normalize(document);
    let sections = segment(&normalized, &engine.form_of(&normalized));
    let pieces = normalized.pieces.iter().enumerate().zip(&sections.places);
    pieces
        .map(|((index, piece), place)| PieceView {
            part: Some(place.part),
            role: Some(place.role),
            ..view(&normalized, index, piece)
        })
        .collect()
}

/// Every label of the form, found or not.
pub(super) fn labels(engine: &Engine, document: crate::document::Document) -> Vec<LabelView> {
    let normalized = normalize(document);
    let form = &*engine.form_of(&normalized);
    let sections = segment(&normalized, form);
    let labels = find_labels(&normalized, &sections, form);
    let shown = |(id, label): (LabelId, &crate::form::Label)| LabelView {
        title: label.title.clone(),
        is_field: label.field.is_some(),
        found: found(form, &normalized, &sections, &labels, id),
    };
    form.labels.iter().enumerate().map(shown).collect()
}

fn found(form: &Form, normalized: &Normalized, sections: &Sections, labels: &Labels, id: LabelId) -> Option<FoundView> {
    let part = form.label(id).part;
    let matches = if part == Part::Form { &labels.form } else { &labels.checklist };
    let candidate: &Candidate = matches.get(id)?;
    let end = end_of(part, normalized, sections, form);
    let region = Regions { normalized, sections, form, matches, end }.of(candidate);
    let stretches = region.fragments.iter().map(|fragment| normalized.text_of(fragment.span).trim());
    Some(FoundView {
        place: place(normalized, candidate.span),
        text: normalized.text_of(candidate.span).to_owned(),
        fit: candidate.fit,
        is_fuzzy: candidate.is_fuzzy,
        is_moved: matches.is_moved(id),
        value: stretches.filter(|text| !text.is_empty()).map(str::to_owned).collect(),
    })
}

fn view(normalized: &Normalized, index: usize, piece: &Piece) -> PieceView {
    let table = |table: usize| u32::try_from(table + 1).unwrap_or(u32::MAX);
    PieceView {
        piece: index,
        place: place(normalized, piece.span),
        cell: piece.cell.map(|cell| [table(cell.table), cell.row + 1, cell.column + 1]),
        part: None,
        role: None,
        text: normalized.text_of(piece.span).to_owned(),
    }
}

fn place(normalized: &Normalized, span: crate::document::Span) -> String {
    let raw = normalized.raw_span(span);
    let document = &normalized.document;
    document.runs_in(raw).next().map(|(run, _)| document.place_name(run.place)).unwrap_or_default()
}

/// Prints pieces, a line each.
pub(super) fn print_pieces(pieces: &[PieceView], out: &mut impl Write) -> io::Result<()> {
    for piece in pieces {
        let cell = piece.cell.map(|[table, row, column]| format!("t{table} r{row} c{column}")).unwrap_or_default();
        let part = piece.part.map(|part| format!("{part:?}")).unwrap_or_default();
        let role = piece.role.map(|role| format!("{role:?}")).unwrap_or_default();
        write!(out, "{:10}  {cell:12}  ", piece.place)?;
        if piece.part.is_some() {
            write!(out, "{part:10}{role:10}")?;
        }
        writeln!(out, "{}", piece.text)?;
    }
    Ok(())
}

/// Prints labels, a line each, with the value under those that have one.
pub(super) fn print_labels(labels: &[LabelView], out: &mut impl Write) -> io::Result<()> {
    for label in labels {
        match &label.found {
            None => writeln!(out, "{:10}  {}", "-", label.title)?,
            Some(found) => {
                let fuzzy = if found.is_fuzzy { format!(", read from 「{}」", found.text) } else { String::new() };
                let moved = if found.is_moved { ", out of order" } else { "" };
                writeln!(out, "{:10}  {}{fuzzy}{moved}", found.place, label.title)?;
                for value in found.value.iter().filter(|_| label.is_field) {
                    writeln!(out, "{:10}      {value}", "")?;
                }
            }
        }
    }
    Ok(())
}
