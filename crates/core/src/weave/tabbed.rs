//! Rows of scraped text whose last cell has several lines: a browser that gives a table's text parts cells by tabs and rows by
//! lines, and a cell's own lines stand below its row, where nothing but the form's wording tells them from other text.

use super::rows::copy;
use super::running;
use crate::document::{Block, Cell, Document, Place, Script, Span, Table};
use crate::form::{ChecklistForm, Form};
use crate::text::{fold, marks, notes};
use unicode_normalization::UnicodeNormalization;

/// Gives the cells that end rows the lines below them; nothing where no row has such lines.
pub(super) fn join(document: &Document, form: &Form) -> Option<Document> {
    // What stands between the rows of a form's own tables is told by their headings and sections.
    if document.tabbed_ends.is_empty() || !document.is_scraped() || !form.tables.is_empty() {
        return None;
    }
    let lines: Vec<u32> = (0..document.blocks.len()).map(|at| first_line(document, at)).collect();
    let rests: Vec<usize> = (0..document.blocks.len()).map(|at| rest(document, form, &lines, at)).collect();
    let is_cut = |block: &Block| match block {
        Block::Table(table) => table.cells.iter().any(|cell| goes_on(document, form, cell)),
        Block::Paragraph(_) => false,
    };
    if rests.iter().all(|rest| *rest == 0) && !document.blocks.iter().any(is_cut) {
        return None;
    }
    let out = Document { text: String::new(), runs: Vec::new(), blocks: Vec::new(), ..document.clone() };
    let mut joined = Joined { document, form, out, is_list: false };
    let (mut is_same, mut at) = (false, 0);
    while let Some(block) = document.blocks.get(at) {
        let rest = rests.get(at).copied().unwrap_or_default();
        match block {
            Block::Paragraph(span) => {
                let span = copy(document, *span, &mut joined.out);
                joined.out.blocks.push(Block::Paragraph(span));
            }
            Block::Table(table) => {
                joined.push(table, is_same);
                for line in document.blocks.get(at + 1..at + 1 + rest).unwrap_or_default() {
                    if let Block::Paragraph(span) = line {
                        joined.lengthen(*span);
                    }
                }
            }
        }
        is_same = rest > 0;
        at += 1 + rest;
    }
    Some(joined.out)
}

/// The document as far as it is written.
struct Joined<'d> {
    document: &'d Document,
    form: &'d Form,
    out: Document,
    /// Whether the cell written last holds a sentence: each line behind it is an entry of the list that it opens.
    is_list: bool,
}

impl Joined<'_> {
    /// Appends a table, as more rows of the one before where that goes on. What stands behind a tab that begins its first row is the
    /// rest of the row under way, and so is a row that begins with an option: its first cell is the last line of the cell before.
    fn push(&mut self, table: &Table, is_same: bool) {
        if !is_same || !matches!(self.out.blocks.last(), Some(Block::Table(_))) {
            self.out.blocks.push(Block::Table(Table::default()));
        }
        for (at, row) in table.cells.chunk_by(|a, b| a.row == b.row).enumerate() {
            let last = self.last_cell().copied();
            let mut cells = row.iter();
            let (number, first) = match (last, row.first()) {
                (Some(last), Some(first)) if at == 0 && first.column > 0 => (last.row, last.column),
                (Some(last), Some(first)) if goes_on(self.document, self.form, first) => {
                    self.lengthen(first.span);
                    cells.next();
                    (last.row, last.column)
                }
                (last, _) => (last.map_or(0, |last| last.row + 1), 0),
            };
            for cell in cells {
                let span = copy(self.document, cell.span, &mut self.out);
                self.is_list = is_list(span.of(&self.out.text));
                if let Some(Block::Table(table)) = self.out.blocks.last_mut() {
                    table.cells.push(Cell { row: number, column: first + cell.column, span, ..*cell });
                }
            }
        }
    }

    /// The cell that was written last, if it stands in a table that may go on.
    fn last_cell(&mut self) -> Option<&mut Cell> {
        match self.out.blocks.last_mut() {
            Some(Block::Table(table)) => table.cells.last_mut(),
            _ => None,
        }
    }

    /// Appends a line to the cell that was written last. No line of such a text ends for want of room: behind a sentence, and in the
    /// list that it opens, each is an entry.
    fn lengthen(&mut self, line: Span) {
        let place = self.document.runs_in(line).next().map_or(Place::Line(0), |(run, _)| run.place);
        if self.is_list {
            self.out.push_literal(" ", "\n", place, Script::Normal);
        } else {
            self.out.push("\n", place, Script::Normal);
        }
        let span = copy(self.document, line, &mut self.out);
        self.is_list |= is_list(span.of(&self.out.text));
        if let Some(cell) = self.last_cell() {
            cell.span.end = span.end;
        }
    }
}

/// Whether a text holds a sentence with nothing, or an entry of a list, behind it.
fn is_list(text: &str) -> bool {
    text.ends_with('。') || text.contains("。 ")
}

/// Whether a cell that begins a row is a line of the cell before it: an option with its mark heads no row.
fn goes_on(document: &Document, form: &Form, cell: &Cell) -> bool {
    let text = cell.span.of(&document.text);
    if cell.column > 0 || cell.row == 0 || !text.starts_with(|c: char| !c.is_alphanumeric()) {
        return false;
    }
    let text: String = text.nfkc().collect();
    let behind = marks::at_head(&text).and_then(|(_, length)| text.get(length..));
    let options = form.labels.iter().filter_map(|label| label.field.as_ref()).flat_map(|field| &field.options);
    let mut keys = options.flat_map(|option| &option.keys);
    behind.is_some_and(|behind| keys.any(|key| fold::length_of(behind, key).is_some()))
}

/// How many paragraphs behind a table are lines of its last cell: those right below, up to the next row or to what the form has
/// there. What a blank line follows may be anything.
fn rest(document: &Document, form: &Form, lines: &[u32], at: usize) -> usize {
    let Some(Block::Table(table)) = document.blocks.get(at) else { return 0 };
    let last = table.cells.last().map_or(0, |cell| document.line_of(cell.span).unwrap_or_default());
    let below = |count: usize| {
        lines.get(at + 1 + count).is_some_and(|line| u32::try_from(count + 1).is_ok_and(|count| *line == last + count))
    };
    let is_more = |count: &usize| match document.blocks.get(at + 1 + count) {
        Some(Block::Paragraph(span)) => below(*count) && !is_known(form, span.of(&document.text)),
        _ => false,
    };
    let count = (0..document.blocks.len() - at).take_while(is_more).count();
    if below(count) { count } else { 0 }
}

/// Whether the form has a line: a label, a title, a note, or an item's marks.
fn is_known(form: &Form, text: &str) -> bool {
    let text: String = text.nfkc().collect();
    let key = fold::key(notes::without_marks(text.trim()));
    let bare = key.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_status = |checklist: &ChecklistForm| {
        let behind = marks::at_head(&text).and_then(|(_, length)| text.get(length..));
        behind.is_some_and(|behind| {
            [&checklist.done_keys, &checklist.planned_keys]
                .into_iter()
                .any(|keys| fold::opening(behind, keys).is_some())
        })
    };
    bare.is_empty()
        || form.is_label(bare)
        || running::title(form, bare).is_some()
        || text.starts_with(['注', '※'])
        || form.checklist.as_ref().is_some_and(is_status)
}

/// The line that a block begins on.
fn first_line(document: &Document, at: usize) -> u32 {
    match document.blocks.get(at) {
        Some(Block::Paragraph(span)) => document.line_of(*span).unwrap_or_default(),
        Some(Block::Table(table)) => {
            table.cells.first().map_or(0, |cell| document.line_of(cell.span).unwrap_or_default())
        }
        None => 0,
    }
}
