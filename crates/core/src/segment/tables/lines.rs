//! Checklists without cells: under their title each line is an item, with its answer before or behind it.
//!
//! An answer stands behind an item in brackets, behind a gap, as a group of boxes, or as a sign at the line's end; or a box or
//! sign opens the line. Signs that also serve as bullets (○, ■) answer at the head of lines only where the lines have
//! different ones.

use super::items::{number, opens_section, section_of};
use super::{FoundCell, FoundRow, FoundTable, NUMBERING, TableId};
use crate::document::Span;
use crate::form::{Field, Form, ItemColumns, TableForm};
use crate::normalize::Normalized;
use crate::text::fold::key;
use crate::text::marks;
use crate::text::values::sign;
use std::collections::BTreeSet;

/// Lines without an answer that may follow each other in one item.
const MOST_LINES: usize = 2;

/// Items that make a checklist where only their lines tell of it.
const LEAST_ITEMS: usize = 2;

/// Signs that may also be bullets.
const BULLETS: [char; 5] = ['○', '●', '◎', '■', '□'];

/// An item's line: its text and its answer, in the normalized text.
struct ItemLine {
    text: Span,
    answer: Span,
    /// The sign at its head, where that is the answer.
    sign: Option<char>,
}

/// Finds the checklists that stand in no table.
pub(super) fn find(normalized: &Normalized, form: &Form, content: &[usize], found: &mut Vec<FoundTable>) {
    let taken: BTreeSet<usize> = found.iter().flat_map(|part| part.pieces.iter().copied()).collect();
    for (id, table) in form.tables.iter().enumerate() {
        let Some((items, status)) = table.items.as_ref().and_then(|items| Some((items, items.status?))) else {
            continue;
        };
        let Some(field) = table.columns.get(status).map(|column| &column.field) else { continue };
        if found.iter().any(|part| part.table == id) {
            continue;
        }
        let reader = ItemLinesReader { normalized, form, table, items, status, field, taken: &taken };
        let titles = content.iter().enumerate().filter(|(_, piece)| reader.is_title(**piece)).take(MOST_TITLES);
        let part = titles.filter_map(|(at, piece)| reader.read(id, *piece, content.get(at + 1..)?)).next();
        found.extend(part);
    }
}

/// Titles of one checklist that are looked at in a document.
const MOST_TITLES: usize = 8;

struct ItemLinesReader<'a> {
    normalized: &'a Normalized,
    form: &'a Form,
    table: &'a TableForm,
    items: &'a ItemColumns,
    status: usize,
    field: &'a Field,
    taken: &'a BTreeSet<usize>,
}

impl ItemLinesReader<'_> {
    fn text(&self, piece: usize) -> &str {
        self.normalized.pieces.get(piece).map(|piece| self.normalized.text_of(piece.span)).unwrap_or_default()
    }

    fn key(&self, piece: usize) -> &str {
        self.normalized.pieces.get(piece).map(|piece| self.normalized.key_of(piece)).unwrap_or_default()
    }

    fn is_title(&self, piece: usize) -> bool {
        let own = self.key(piece);
        let is_it = |title: &String| own.ends_with(title.as_str()) && own.len() <= title.len() + NUMBERING;
        !self.taken.contains(&piece) && self.is_alone(piece) && self.table.title_keys.iter().any(is_it)
    }

    /// Whether a piece is a line: in no cell, or in one that is alone in its row.
    fn is_alone(&self, piece: usize) -> bool {
        let cell = |at: usize| self.normalized.pieces.get(at).and_then(|piece| piece.cell);
        let Some(own) = cell(piece) else { return true };
        let is_beside = |at: usize| cell(at).is_some_and(|other| other.table == own.table && other.row == own.row);
        !piece.checked_sub(1).is_some_and(is_beside) && !is_beside(piece + 1)
    }

    /// The checklist whose title is a piece, from the lines behind it.
    fn read(&self, id: TableId, title: usize, lines: &[usize]) -> Option<FoundTable> {
        let mut lines: Vec<(usize, Option<ItemLine>)> = self.lines(lines);
        let signs: BTreeSet<char> = lines.iter().filter_map(|(_, line)| line.as_ref()?.sign).collect();
        if signs.len() == 1 && signs.iter().all(|sign| BULLETS.contains(sign)) {
            lines.iter_mut().for_each(|(_, line)| *line = line.take().filter(|line| line.sign.is_none()));
        }
        let has =
            |column: &usize| [self.items.section, self.items.number, self.items.text, self.status].contains(column);
        let missing = (0..self.table.columns.len()).filter(|column| !has(column)).collect();
        let mut found = FoundTable { table: id, missing, unknown: vec![], rows: vec![], pieces: vec![title] };
        // Where the source tells paragraphs apart, an item is one of them.
        let is_joined = !self.normalized.extent.is_drawn();
        let (mut section, mut open): (Option<usize>, Vec<usize>) = (None, Vec::new());
        for (piece, line) in lines {
            let Some(line) = line else {
                if open.len() == MOST_LINES {
                    break;
                }
                match self.is_section(piece) {
                    true => (section, open) = (Some(piece), Vec::new()),
                    false => open.push(piece),
                }
                found.pieces.extend(section.filter(|section| *section == piece));
                continue;
            };
            let mut pieces = std::mem::take(&mut open);
            // What stands between the items may be the title of a section that the form does not know.
            let is_open = !pieces.is_empty();
            if is_open {
                section = section.filter(|_| is_joined);
                self.doubt_last(&mut found);
            }
            if !is_joined || line.sign.is_some() {
                pieces.clear();
            }
            pieces.push(piece);
            found.pieces.extend(&pieces);
            found.rows.push(self.row(&line, &pieces, section, is_open));
        }
        found.pieces.sort_unstable();
        found.pieces.dedup();
        (found.rows.len() >= LEAST_ITEMS).then_some(found)
    }

    /// The lines up to the next label, title or table, each with what it says.
    fn lines(&self, pieces: &[usize]) -> Vec<(usize, Option<ItemLine>)> {
        let is_title = |piece: usize| {
            let own = self.key(piece);
            self.form.tables.iter().any(|table| table.title_keys.iter().any(|title| title == own))
        };
        let is_line = |piece: &usize| {
            !self.taken.contains(piece)
                && self.is_alone(*piece)
                && !self.form.is_label(self.key(*piece))
                && !is_title(*piece)
        };
        pieces.iter().copied().take_while(is_line).map(|piece| (piece, self.line(piece))).collect()
    }

    fn is_section(&self, piece: usize) -> bool {
        let text = self.text(piece).trim();
        section_of(self.items, text).is_some() || opens_section(text)
    }

    /// Says of the last item that what stands below it may go on with it.
    fn doubt_last(&self, found: &mut FoundTable) {
        let last = found.rows.last_mut().and_then(|row| row.cells.get_mut(self.items.text));
        last.into_iter().for_each(|text| text.is_open = true);
    }

    fn row(&self, line: &ItemLine, pieces: &[usize], section: Option<usize>, is_open: bool) -> FoundRow {
        let mut row = FoundRow { row: 0, cells: vec![] };
        row.cells.resize_with(self.table.columns.len(), FoundCell::default);
        let first = pieces
            .first()
            .and_then(|piece| self.normalized.pieces.get(*piece))
            .map_or(line.text.start, |piece| piece.span.start);
        let start = if pieces.len() > 1 { first } else { line.text.start };
        let last: Vec<usize> = pieces.last().copied().into_iter().collect();
        let cells = [
            (self.items.text, pieces.to_vec(), Some(Span::new(start, line.text.end))),
            (self.status, last, Some(line.answer)),
            (self.items.section, section.into_iter().collect(), None),
        ];
        for (at, pieces, within) in cells {
            if let Some(place) = row.cells.get_mut(at) {
                *place = FoundCell { pieces, within, is_open: is_open && at == self.items.text, is_merged: false };
            }
        }
        row
    }

    /// What a line says, if it has an answer.
    fn line(&self, piece: usize) -> Option<ItemLine> {
        let start = self.normalized.pieces.get(piece)?.span.start;
        let text = self.text(piece);
        let (item, answer, sign) = split(text, self.field)?;
        let has_words = text.get(item.start..item.end)?.chars().any(char::is_alphanumeric);
        let at = |span: Span| Span::new(start + span.start, start + span.end);
        has_words.then(|| ItemLine { text: at(item), answer: at(answer), sign })
    }
}

/// A line's item and answer, and the sign at its head where that is the answer.
fn split(text: &str, field: &Field) -> Option<(Span, Span, Option<char>)> {
    let end = text.trim_end().len();
    let text = text.get(..end)?;
    let behind = in_brackets(text, field)
        .or_else(|| boxes(text, field))
        .or_else(|| last_word(text, field))
        .or_else(|| last_sign(text, field));
    if let Some(at) = behind {
        let item = text.get(..at)?.trim_end_matches(is_leader).len();
        let bullet = text.len() - text.trim_start_matches(is_bullet).len();
        return Some((Span::new(bullet.min(item), item), Span::new(at, end), None));
    }
    let open = text.len() - text.trim_start().len();
    let number = number(text.get(open..)?).unwrap_or_default();
    [open, open + number].into_iter().find_map(|from| {
        let rest = text.get(from..)?;
        let (_, length) = marks::at_head(rest).or_else(|| marks::lone_tick(rest)).or_else(|| sign_at_head(rest))?;
        let sign = sign::alone(rest.get(..length)?)?;
        let is_known = is_answer(rest.get(..length)?, field) || sign == '□';
        is_known.then(|| (Span::new(from + length, end), Span::new(from, from + length), Some(sign)))
    })
}

/// A sign other than a box that opens a line, with a space behind it.
fn sign_at_head(text: &str) -> Option<(marks::Mark, usize)> {
    let first = text.chars().next().filter(|c| sign::of_char(*c).is_some() && !c.is_alphanumeric())?;
    let rest = text.get(first.len_utf8()..)?;
    rest.starts_with(char::is_whitespace).then_some((marks::Mark::Filled, first.len_utf8()))
}

/// Whether a text is one of the answers: a word or a sign of the set.
fn is_answer(text: &str, field: &Field) -> bool {
    match sign::alone(text) {
        Some(sign) => field.options.iter().any(|option| option.signs.contains(&sign)),
        None => {
            let word = key(text);
            !word.is_empty() && field.options.iter().any(|option| option.keys.contains(&word))
        }
    }
}

/// Where the brackets at a line's end open, if they hold an answer.
fn in_brackets(text: &str, field: &Field) -> Option<usize> {
    let inner = text.strip_suffix([')', '）', '」', ']', '】'])?;
    let at = inner.rfind(['(', '（', '「', '[', '【'])?;
    let open = inner.get(at..)?.chars().next()?.len_utf8();
    is_answer(inner.get(at + open..)?, field).then_some(at)
}

/// Where a group of boxes with the answers' words begins at a line's end.
fn boxes(text: &str, field: &Field) -> Option<usize> {
    let tokens: Vec<marks::MarkToken> = marks::find(text).collect();
    let mut wordings = BTreeSet::new();
    let (mut first, mut next) = (None, text.len());
    for token in tokens.iter().rev() {
        let word = key(text.get(token.end..next)?);
        let Some(option) = field.options.iter().position(|option| option.keys.contains(&word)) else { break };
        wordings.insert(option);
        (first, next) = (Some(token.start), token.start);
    }
    first.filter(|at| wordings.len() > 1 && *at > 0)
}

/// Where the last word of a line begins, if it is an answer behind a gap.
fn last_word(text: &str, field: &Field) -> Option<usize> {
    let (gap, sign) = text.char_indices().rev().find(|(_, c)| is_leader(*c))?;
    let at = gap + sign.len_utf8();
    is_answer(text.get(at..)?, field).then_some(at)
}

/// Where the sign at a line's end stands that no word has.
fn last_sign(text: &str, field: &Field) -> Option<usize> {
    let (at, last) = text.char_indices().next_back()?;
    let is_sign = matches!(sign::of_char(last), Some('○' | '◎' | '×' | '△' | '▲')) && !last.is_ascii();
    (is_sign && at > 0 && is_answer(text.get(at..)?, field)).then_some(at)
}

/// What opens an entry of a list.
fn is_bullet(c: char) -> bool {
    c.is_whitespace() || matches!(c, '・' | '•' | '◆' | '◇' | '▪') || BULLETS.contains(&c)
}

/// What leads from an item to its answer.
fn is_leader(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '…' | '‥' | '・' | ':' | '：' | '→' | '⇒' | '.' | '·' | '|' | '-' | '―' | '─' | '>')
}
