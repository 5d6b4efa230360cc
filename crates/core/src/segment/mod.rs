//! Segmentation: which part of the document is the form, which the checklist, and what is only printed text.
//!
//! Third phase. Every piece gets a [`Role`]; the recognizers read the pieces whose role is content. The
//! guideline's edition is read from the checklist's title here, because the title is no field.

mod notes;
mod tables;

use crate::form::{Form, Part, TITLE_SLACK, TitleKey};
use crate::normalize::{Normalized, Piece};
use crate::text::notes::opening;
use crate::text::page_number::is_page_number;
use notes::NoteReader;
use std::collections::BTreeMap;
pub use tables::{FoundCell, FoundRow, FoundTable};
pub(crate) use tables::{number, section_of, undecorated};

/// How much may stand before the title in its line, in key bytes (別添, 別紙1).
const TITLE_LEAD: usize = 12;

/// Least number of the form's notes beside values in a column that holds notes.
const LEAST_NOTES: usize = 2;

/// Cells that the words of a title stand in at most.
const MOST_TITLE_CELLS: usize = 4;

/// What a piece is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// A label, a value, an option, an item.
    Content,
    /// A title of the form or of the checklist.
    Title,
    /// An instruction or a note of the form.
    Note,
    /// A page number.
    Furniture,
    /// A cell, a heading or the title of one of the form's tables.
    Table,
}

/// A piece's part and role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct PiecePlace {
    /// The part of the document.
    pub part: Part,
    /// What the piece is there.
    pub role: Role,
}

/// A document's pieces with their places.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Sections {
    /// For each piece, its part and role.
    pub places: Vec<PiecePlace>,
    /// Whether the form's title was found.
    pub has_title: bool,
    /// The piece that names the guideline's edition, and the edition.
    pub edition: Option<(usize, String)>,
    /// The form's tables.
    #[serde(skip)]
    pub tables: Vec<FoundTable>,
    /// The content pieces of the form proper.
    #[serde(skip)]
    form: Vec<usize>,
    /// The content pieces of the checklist.
    #[serde(skip)]
    checklist: Vec<usize>,
}

impl Sections {
    /// The indices of a part's content pieces, in reading order.
    #[must_use]
    pub fn content(&self, part: Part) -> &[usize] {
        match part {
            Part::Form => &self.form,
            Part::Checklist => &self.checklist,
        }
    }

    /// The indices of all of a part's pieces but titles, in reading order.
    #[must_use]
    pub fn lines(&self, part: Part) -> Vec<usize> {
        let is_line = |place: &PiecePlace| place.part == part && place.role != Role::Title;
        self.places.iter().enumerate().filter(|(_, place)| is_line(place)).map(|(index, _)| index).collect()
    }
}

/// Finds the parts of a document and the role of each piece.
#[must_use]
pub fn segment(normalized: &Normalized, form: &Form) -> Sections {
    let pieces = &normalized.pieces;
    let mut titles: Vec<Option<Part>> = pieces.iter().map(|piece| title_part(normalized, piece, form)).collect();
    add_parted_title(normalized, form, &mut titles);
    add_caption(normalized, form, &mut titles);
    let first = |part| titles.iter().position(|title| *title == Some(part));
    let form_start = first(Part::Form);
    let checklist_start = first(Part::Checklist).or_else(|| untitled_checklist(normalized, form));
    let part_of = |index: usize| match (form_start, checklist_start) {
        (_, None) => Part::Form,
        (Some(form), Some(checklist)) if form > checklist => {
            if (checklist..form).contains(&index) {
                Part::Checklist
            } else {
                Part::Form
            }
        }
        (_, Some(checklist)) => {
            if index >= checklist {
                Part::Checklist
            } else {
                Part::Form
            }
        }
    };
    let mut notes = NoteReader::new(form);
    let places = pieces.iter().enumerate().map(|(index, piece)| {
        let role = if titles.get(index).copied().flatten().is_some() {
            Role::Title
        } else if piece.cell.is_none() && is_page_number(normalized.text_of(piece.span)) {
            Role::Furniture
        } else if notes.is_note(normalized, index, piece) {
            Role::Note
        } else {
            Role::Content
        };
        PiecePlace { part: part_of(index), role }
    });
    let mut places: Vec<PiecePlace> = places.collect();
    if !normalized.document.is_scraped() {
        // Rows of scraped text lack the cells that others span.
        take_columns_of_notes(normalized, form, &mut places);
    }
    let edition = edition(normalized, form, &places);
    let content = |places: &[PiecePlace], part: Part| {
        let mut content = Vec::with_capacity(places.len());
        let is_content = |place: &PiecePlace| *place == PiecePlace { part, role: Role::Content };
        content.extend(places.iter().enumerate().filter(|(_, place)| is_content(place)).map(|(index, _)| index));
        content
    };
    let tables =
        if form.tables.is_empty() { Vec::new() } else { tables::find(normalized, form, &content(&places, Part::Form)) };
    for piece in tables.iter().flat_map(|table| &table.pieces) {
        if let Some(place) = places.get_mut(*piece) {
            place.role = Role::Table;
        }
    }
    // Also where a table's rows could not be told, no value goes on beyond its title.
    if !form.tables.is_empty() {
        for (place, piece) in places.iter_mut().zip(pieces) {
            if place.role == Role::Content && form.is_table_title(normalized.key_of(piece)) {
                place.role = Role::Table;
            }
        }
    }
    let (form, checklist) = (content(&places, Part::Form), content(&places, Part::Checklist));
    Sections { places, has_title: form_start.is_some(), edition, tables, form, checklist }
}

/// Takes the cells of a column for notes on how the form is filled in, where several of them, each behind a value, are notes of the
/// form to their end. What else stands there is worded anew.
fn take_columns_of_notes(normalized: &Normalized, form: &Form, places: &mut [PiecePlace]) {
    let mut notes: BTreeMap<(usize, u32), usize> = BTreeMap::new();
    let is_value =
        |piece: &Piece, place: &PiecePlace| place.role == Role::Content && !form.is_label(normalized.key_of(piece));
    for (at, (piece, place)) in normalized.pieces.iter().zip(places.iter()).enumerate().skip(1) {
        let Some(cell) = piece.cell.filter(|_| place.role == Role::Note) else { continue };
        let before = normalized.pieces.get(at - 1).zip(places.get(at - 1));
        let is_in_row =
            |piece: &Piece| piece.cell.is_some_and(|before| (before.table, before.row) == (cell.table, cell.row));
        let is_behind_value = before.is_some_and(|(piece, place)| is_in_row(piece) && is_value(piece, place));
        if is_behind_value && notes::is_whole(form, normalized.key_of(piece)) {
            *notes.entry((cell.table, cell.column)).or_default() += 1;
        }
    }
    notes.retain(|_, count| *count >= LEAST_NOTES);
    if notes.is_empty() {
        return;
    }
    for (piece, place) in normalized.pieces.iter().zip(places.iter_mut()) {
        let is_in_column = piece.cell.is_some_and(|cell| notes.contains_key(&(cell.table, cell.column)));
        if is_in_column && place.role == Role::Content {
            place.role = Role::Note;
        }
    }
}

/// The part whose title a piece is.
fn title_part(normalized: &Normalized, piece: &Piece, form: &Form) -> Option<Part> {
    let key = normalized.key_of(piece);
    let opens = |title: &TitleKey, lead: usize| title.find(key).is_some_and(|at| at <= lead);
    if form.title_keys.iter().any(|title| key.len() <= title.length() + TITLE_SLACK && opens(title, TITLE_SLACK)) {
        return Some(Part::Form);
    }
    let titles = &form.checklist.as_ref()?.title_keys;
    let longest: usize = titles.iter().map(TitleKey::length).sum();
    if key.len() > longest + TITLE_SLACK || !titles.iter().any(|title| opens(title, TITLE_LEAD)) {
        return None;
    }
    let text = normalized.text_of(piece.span);
    let is_sentence = text.contains(['「', '」', '。']);
    (!is_sentence && opening(text).is_none()).then_some(Part::Checklist)
}

/// Takes a title whose words stand in cells beside each other: a gap within it looks like one between columns.
fn add_parted_title(normalized: &Normalized, form: &Form, titles: &mut [Option<Part>]) {
    if titles.contains(&Some(Part::Form)) {
        return;
    }
    let row = |at: usize| normalized.pieces.get(at).and_then(|piece| piece.cell).map(|cell| (cell.table, cell.row));
    let is_first = |at: usize| row(at).is_some() && (at == 0 || row(at - 1) != row(at));
    for at in (0..normalized.pieces.len()).filter(|at| is_first(*at)) {
        let end = (at..at + MOST_TITLE_CELLS + 1).find(|next| row(*next) != row(at)).unwrap_or(at);
        let words = normalized.pieces.get(at..end).unwrap_or_default();
        let whole: String = words.iter().map(|piece| normalized.key_of(piece)).collect();
        if words.len() > 1 && form.title_keys.iter().any(|title| title.text() == whole) {
            return titles.iter_mut().take(end).skip(at).for_each(|title| *title = Some(Part::Form));
        }
    }
}

/// Takes the word that says that a checklist is annexed, where it stands by itself right before its title.
fn add_caption(normalized: &Normalized, form: &Form, titles: &mut [Option<Part>]) {
    let Some(checklist) = &form.checklist else { return };
    let first = titles.iter().position(|title| *title == Some(Part::Checklist));
    let before = first.and_then(|first| first.checked_sub(1));
    let key = before.and_then(|before| normalized.pieces.get(before)).map(|piece| normalized.key_of(piece));
    if key.is_some_and(|key| !key.is_empty() && key == checklist.caption_key)
        && let Some(title) = before.and_then(|before| titles.get_mut(before))
    {
        *title = Some(Part::Checklist);
    }
}

/// Where a checklist without its title begins: at its first section title or heading row.
fn untitled_checklist(normalized: &Normalized, form: &Form) -> Option<usize> {
    let checklist = form.checklist.as_ref()?;
    normalized.pieces.iter().position(|piece| {
        let key = normalized.key_of(piece);
        checklist.item_keys.first().is_some_and(|item| item == key) || checklist.section_of(key).is_some()
    })
}

/// The edition that the checklist's title names, or else its introduction.
fn edition(normalized: &Normalized, form: &Form, places: &[PiecePlace]) -> Option<(usize, String)> {
    let titles = &form.checklist.as_ref()?.title_keys;
    let in_checklist = |role: Role| {
        let pieces = normalized.pieces.iter().enumerate().zip(places);
        pieces.filter(move |(_, place)| **place == PiecePlace { part: Part::Checklist, role }).map(|(piece, _)| piece)
    };
    in_checklist(Role::Title)
        .chain(in_checklist(Role::Note).filter(|(_, piece)| {
            let key = normalized.key_of(piece);
            titles.iter().any(|title| title.find(key).is_some())
        }))
        .find_map(|(index, piece)| Some((index, edition_in(normalized.text_of(piece.span))?)))
        .or_else(|| in_checklist(Role::Title).find_map(|(title, _)| parted_edition(normalized, title)))
}

/// The edition that stands behind a title in pieces of its own, as lines or wide gaps cut it: 第 | 5.2 | 版.
fn parted_edition(normalized: &Normalized, title: usize) -> Option<(usize, String)> {
    let (mut text, mut first) = (String::new(), title);
    for (index, piece) in normalized.pieces.iter().enumerate().skip(title + 1).take(PIECES_OF_EDITION) {
        let own = normalized.text_of(piece.span);
        if own.chars().count() > LONGEST_OF_EDITION {
            text.clear();
            continue;
        }
        if text.is_empty() {
            first = index;
        }
        text.push_str(own);
        if let Some(edition) = edition_in(&text) {
            return Some((first, edition));
        }
    }
    None
}

/// How many pieces behind a title are looked through for its edition, and how long they are, in characters.
const PIECES_OF_EDITION: usize = 8;
const LONGEST_OF_EDITION: usize = 12;

/// The number in 第N版.
fn edition_in(text: &str) -> Option<String> {
    text.match_indices('第').find_map(|(at, _)| {
        let rest = text.get(at + '第'.len_utf8()..)?;
        let (number, _) = rest.split_once('版')?;
        let number: String = number.chars().filter(|c| !c.is_whitespace()).map(digit).collect();
        let is_number =
            number.chars().all(|c| c.is_ascii_digit() || c == '.') && number.starts_with(|c: char| c.is_ascii_digit());
        is_number.then_some(number)
    })
}

fn digit(c: char) -> char {
    "一二三四五六七八九".chars().zip('1'..='9').find(|(kanji, _)| *kanji == c).map_or(c, |(_, digit)| digit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn editions() {
        for (text, edition) in [
            ("別添 医療情報システムの安全管理に関するガイドライン 第2版 最低限の", Some("2")),
            ("第 5.2 版", Some("5.2")),
            ("第五版", Some("5")),
            ("第6.0版", Some("6.0")),
            ("第三者の版", None),
            ("最低限のガイドライン", None),
        ] {
            assert_eq!(edition_in(text).as_deref(), edition, "{text}");
        }
    }
}
