//! The items of a checklist: rows under its headings, with the titles of sections among them, beside them or above the table.
//!
//! Headings may be printed once for tables that follow each other: what goes on in the same columns is read by the same headings.

use super::axis::{Axis, Band, is_one, keys_of};
use super::grid::{CellGrid, PieceCell};
use super::rows::{MOST_ROWS, overlapping};
use super::{FoundCell, FoundRow, FoundTable};
use crate::document::Place;
use crate::form::{Form, ItemColumns, TableForm, TableId};
use crate::normalize::Normalized;
use crate::text::fold::key;
use crate::text::marks;
use crate::text::values::sign;

/// How far before a table the title of its section stands at most, in pieces.
const TITLE_REACH: usize = 2;

/// The longest title of a section, in characters.
const LONGEST_TITLE: usize = 60;

/// Reads the rows of one checklist.
pub(super) struct ChecklistReader<'a> {
    pub normalized: &'a Normalized,
    pub form: &'a Form,
    pub grid: &'a CellGrid,
    pub table: &'a TableForm,
    pub items: &'a ItemColumns,
}

/// A table without headings in the columns of the headings printed before it; none where nothing tells that they are the same.
///
/// Cells of a sheet stand in its columns, whatever the table around them is. A line of text may lack its last cells.
pub(super) fn below(normalized: &Normalized, grid: &CellGrid, band: &Band, width: u32) -> Option<CellGrid> {
    let place = |cell: &PieceCell| {
        let run = normalized.pieces.get(cell.piece)?.run;
        normalized.document.runs.get(run).map(|run| run.place)
    };
    let sheet_column = |cell: &PieceCell| match place(cell) {
        Some(Place::Sheet { column, .. }) => Some(column),
        _ => None,
    };
    let heads: Vec<(u32, u32)> =
        band.cells.iter().chain(&band.unknown).filter_map(|cell| Some((sheet_column(cell)?, cell.at.column))).collect();
    if !heads.is_empty() {
        return grid.moved(|cell| {
            let own = sheet_column(cell)?;
            heads.iter().filter(|(column, _)| *column <= own).max_by_key(|(column, _)| *column).map(|(_, at)| *at)
        });
    }
    let is_line = grid.rows(&(0..u32::MAX)).iter().all(|cell| matches!(place(cell), Some(Place::Line(_))));
    (grid.width() == width || is_line && grid.width() <= width).then(|| grid.moved(|cell| Some(cell.at.column)))?
}

/// Whether headings are those of a checklist: the items' column, and one of what stands with them.
pub(super) fn fits(items: &ItemColumns, band: &Band) -> bool {
    let has = |column: usize| band.columns.iter().any(|(_, known)| *known == column);
    let others = band.columns.iter().any(|(_, known)| *known > items.text);
    has(items.text) && others
}

impl ChecklistReader<'_> {
    /// The checklist from a row on, and the row behind it.
    pub fn read(&self, band: &Band, from: u32, title: Option<usize>, id: TableId, again: bool) -> (FoundTable, u32) {
        let mut band = band.clone();
        let mut found = FoundTable { table: id, missing: vec![], unknown: vec![], rows: vec![], pieces: vec![] };
        found.pieces.extend(title);
        self.headings(&mut found, &band, again);
        let Some(axis) = Axis::across(self.table, false) else { return (found, from) };
        let mut section = self.title_above(from.min(band.start), again.then_some(from), title);
        found.pieces.extend(section);
        let mut open: Vec<PieceCell> = Vec::new();
        let mut next = from;
        let mut last = from;
        while let Some(row) = self.grid.next_row(next) {
            let heads = axis.band_at(self.normalized, self.grid, row);
            if let Some(heads) = heads.filter(|heads| fits(self.items, heads)) {
                self.headings(&mut found, &heads, false);
                (last, next, band) = (heads.end, heads.end, heads);
                continue;
            }
            if found.rows.len() >= MOST_ROWS || self.ends_at(row, &band) {
                break;
            }
            open.retain(|cell| cell.end_row() > row);
            open.extend(self.grid.row(row).iter().filter(|cell| Some(cell.piece) != title));
            let own: Vec<PieceCell> = open.iter().filter(|cell| cell.at.row == row).copied().collect();
            let is_apart = row > last;
            if let Some(piece) = self.section_title(&own, &band, row) {
                found.pieces.push(piece);
                section = Some(piece);
            } else if self.is_skipped(&own) {
                found.pieces.extend(own.iter().map(|cell| cell.piece));
            } else if !self.is_note(&own) {
                if is_apart && !self.is_item(&own, &band) {
                    break;
                }
                self.row(&mut found, &band, &open, row, &mut section);
            }
            (last, next) = (row + 1, row + 1);
        }
        found.pieces.sort_unstable();
        found.pieces.dedup();
        (found, next.max(from))
    }

    /// Whether rows of a table without headings go on in the columns of the one before.
    pub fn goes_on(&self, band: &Band) -> bool {
        let (mut rows, mut items, mut next) = (0, 0, 0);
        while let Some(row) = self.grid.next_row(next) {
            let own = self.grid.row(row);
            if own.len() > 1 {
                rows += 1;
                items += usize::from(self.is_item(own, band) && self.is_answered(own, band));
            }
            next = row + 1;
        }
        let width = |cells: &[PieceCell]| cells.iter().map(|cell| cell.columns().end).max();
        let beside =
            band.columns.iter().filter(|(_, column)| *column > self.items.text).map(|(columns, _)| columns.start);
        let is_wide = beside.min() < width(self.grid.rows(&(0..u32::MAX)));
        items > 0 && items * 2 >= rows && is_wide
    }

    fn headings(&self, found: &mut FoundTable, band: &Band, again: bool) {
        let has = |column: &usize| band.columns.iter().any(|(_, known)| known == column);
        found.missing = (0..self.table.columns.len()).filter(|column| !has(column)).collect();
        if again {
            return;
        }
        found.pieces.extend(band.cells.iter().map(|cell| cell.piece));
        for cell in &band.unknown {
            found.pieces.push(cell.piece);
            if !found.unknown.contains(&cell.piece) {
                found.unknown.push(cell.piece);
            }
        }
    }

    fn text(&self, piece: usize) -> &str {
        self.normalized.pieces.get(piece).map(|piece| self.normalized.text_of(piece.span).trim()).unwrap_or_default()
    }

    /// The columns that a cell stands in.
    fn columns(&self, band: &Band, cell: &PieceCell) -> Vec<usize> {
        let mut columns: Vec<usize> = overlapping(band, &cell.columns()).collect();
        columns.dedup();
        columns
    }

    /// The title of a section right before the table, outside of it or in the rows before its headings.
    fn title_above(&self, row: u32, again: Option<u32>, title: Option<usize>) -> Option<usize> {
        let first = self.grid.first_piece(again.unwrap_or(row))?;
        let near = (first.saturating_sub(TITLE_REACH)..first).rev();
        let mut near = near.skip_while(|piece| Some(*piece) == title);
        near.next()
            .filter(|piece| self.is_alone(*piece) && (self.is_known_section(*piece) || self.is_marked_title(*piece)))
    }

    /// Whether nothing else stands in a piece's row: what stands behind a label is its value.
    fn is_alone(&self, piece: usize) -> bool {
        let cell = |at: usize| self.normalized.pieces.get(at).and_then(|piece| piece.cell);
        let Some(own) = cell(piece) else { return true };
        let is_beside = |at: usize| cell(at).is_some_and(|other| other.table == own.table && other.row == own.row);
        !piece.checked_sub(1).is_some_and(is_beside) && !is_beside(piece + 1)
    }

    /// Whether a text is a section that the form names.
    fn is_known_section(&self, piece: usize) -> bool {
        section_of(self.items, self.text(piece)).is_some()
    }

    /// Whether a text looks like the title of a section: short, with a number or sign as titles have them.
    fn is_marked_title(&self, piece: usize) -> bool {
        let text = self.text(piece);
        let is_choice = marks::find(text).count() > 1;
        let is_label =
            self.normalized.pieces.get(piece).is_some_and(|piece| self.form.is_label(self.normalized.key_of(piece)));
        is_title(text) && !is_label && !is_choice && undecorated(text).len() < text.len()
    }

    /// The piece that is a section's title where a row is nothing else, with items below it.
    fn section_title(&self, own: &[PieceCell], band: &Band, row: u32) -> Option<usize> {
        let [cell] = own else { return None };
        let text = self.text(cell.piece);
        if self.is_known_section(cell.piece) {
            return Some(cell.piece);
        }
        let columns = self.columns(band, cell);
        let first = band.columns.iter().map(|(columns, _)| columns.start).min().unwrap_or_default();
        let is_wide = columns.iter().any(|column| *column > self.items.text);
        let is_first = cell.at.column <= first && !columns.contains(&self.items.text) && number(text).is_none();
        let is_lone = columns.contains(&self.items.text) && self.is_marked_title(cell.piece) && opens_section(text);
        let is_titled = is_title(text) && (is_wide || is_first || is_lone);
        (is_titled && self.is_followed(row, band)).then_some(cell.piece)
    }

    /// Whether the next rows hold an item.
    fn is_followed(&self, row: u32, band: &Band) -> bool {
        let mut next = row + 1;
        for _ in 0..3 {
            let Some(row) = self.grid.next_row(next) else { return false };
            let own = self.grid.row(row);
            let heads = || Axis::across(self.table, false)?.band_at(self.normalized, self.grid, row);
            if (own.len() > 1 && self.is_item(own, band)) || heads().is_some() {
                return true;
            }
            next = row + 1;
        }
        false
    }

    /// Whether a row has an item's text beside something that goes with it.
    fn is_item(&self, own: &[PieceCell], band: &Band) -> bool {
        let columns: Vec<usize> = own.iter().flat_map(|cell| self.columns(band, cell)).collect();
        columns.contains(&self.items.text) && columns.iter().any(|column| *column != self.items.text)
    }

    /// Whether a row has a mark or an answer where they belong.
    fn is_answered(&self, own: &[PieceCell], band: &Band) -> bool {
        own.iter().any(|cell| {
            let text = self.text(cell.piece);
            let answers =
                self.items.status.and_then(|status| self.table.columns.get(status)).map(|column| &column.field.options);
            let is_answer = sign::alone(text).is_some()
                || marks::at_head(text).is_some()
                || answers.is_some_and(|answers| answers.iter().any(|answer| answer.keys.contains(&key(text))));
            is_answer && self.columns(band, cell).iter().all(|column| *column > self.items.text)
        })
    }

    fn is_skipped(&self, own: &[PieceCell]) -> bool {
        own.first().is_some_and(|cell| is_one(self.normalized, cell, &self.table.skip))
    }

    /// Whether a row is a note between the items.
    fn is_note(&self, own: &[PieceCell]) -> bool {
        let [cell] = own else { return own.is_empty() };
        self.text(cell.piece).trim_start_matches('(').starts_with(['※', '注', '*'])
    }

    /// Whether the checklist ends before a row: a label of the form with its value, or another table.
    fn ends_at(&self, row: u32, band: &Band) -> bool {
        let own = self.grid.row(row);
        let Some(first) = own.first() else { return true };
        let first_key = keys_of(self.normalized, first).0;
        let is_title = self.form.tables.iter().any(|table| table.title_keys.iter().any(|title| title == first_key));
        let is_other = self.form.tables.iter().filter(|table| !std::ptr::eq(*table, self.table)).any(|table| {
            let band = Axis::across(table, false).and_then(|axis| axis.band_at(self.normalized, self.grid, row));
            band.is_some_and(|band| band.known() > 1)
        });
        let is_label =
            self.form.is_label(first_key) && !self.is_answered(own, band) && !self.is_known_section(first.piece);
        is_other || is_title || is_label
    }

    /// Takes one row from the cells that stand in it.
    fn row(&self, found: &mut FoundTable, band: &Band, open: &[PieceCell], row: u32, section: &mut Option<usize>) {
        let mut entry = FoundRow { row: 0, cells: vec![] };
        entry.cells.resize_with(self.table.columns.len(), FoundCell::default);
        let mut under_item: Vec<PieceCell> = Vec::new();
        let items_at =
            band.columns.iter().find(|(_, known)| *known == self.items.text).map_or(0, |(columns, _)| columns.start);
        for cell in open {
            let columns = self.columns(band, cell);
            let is_strange =
                columns.is_empty() && band.unknown.iter().any(|over| over.columns().start == cell.at.column);
            if !columns.is_empty() || is_strange {
                found.pieces.push(cell.piece);
            }
            if columns.contains(&self.items.section) && !columns.contains(&self.items.text) {
                *section = Some(cell.piece);
                continue;
            }
            // What stands left of the items under no heading is their number, or the section that holds them.
            if columns.is_empty() && !is_strange && cell.columns().end <= items_at {
                found.pieces.push(cell.piece);
                let text = self.text(cell.piece);
                let is_number = number(text) == Some(text.len());
                match entry.cells.get_mut(self.items.number).filter(|_| is_number && cell.at.row == row) {
                    Some(place) => place.pieces.push(cell.piece),
                    None if !is_number => *section = Some(cell.piece),
                    None => {}
                }
                continue;
            }
            if columns.first() == Some(&self.items.text) || columns.contains(&self.items.text) {
                under_item.push(*cell);
                continue;
            }
            let is_merged = columns.len() > 1 || cell.at.row_span > 1;
            for column in columns {
                if let Some(entry) = entry.cells.get_mut(column).filter(|entry| !entry.pieces.contains(&cell.piece)) {
                    entry.pieces.push(cell.piece);
                    entry.is_merged |= is_merged;
                }
            }
        }
        self.under_item(&mut entry, under_item, row, section);
        let Some(text) = entry.cells.get(self.items.text) else { return };
        let is_bare = |cell: &FoundCell| cell.pieces.is_empty();
        let others =
            || entry.cells.iter().enumerate().filter(|(at, _)| *at != self.items.text && *at != self.items.section);
        if text.pieces.is_empty() && others().all(|(_, cell)| is_bare(cell)) {
            return;
        }
        let numbered = |row: &FoundRow| row.cells.get(self.items.number).is_some_and(|cell| !cell.pieces.is_empty());
        // What stands alone below a numbered item goes on with its text.
        if let Some(before) = found.rows.last_mut().filter(|before| numbered(before))
            && others().all(|(_, cell)| is_bare(cell))
        {
            let text = text.pieces.clone();
            if let Some(place) = before.cells.get_mut(self.items.text) {
                place.pieces.extend(text);
            }
            return;
        }
        if let (Some(place), Some(section)) = (entry.cells.get_mut(self.items.section), *section) {
            place.pieces = vec![section];
        }
        found.rows.push(entry);
    }

    /// Cells under the items' heading: the section beside its items, the number, the text.
    fn under_item(&self, entry: &mut FoundRow, mut cells: Vec<PieceCell>, row: u32, section: &mut Option<usize>) {
        cells.sort_by_key(|cell| cell.at.column);
        while cells.len() > 1 {
            let Some(first) = cells.first().copied() else { break };
            let is_number = number(self.text(first.piece)).is_some_and(|length| length == self.text(first.piece).len());
            if is_number {
                if let Some(place) = entry.cells.get_mut(self.items.number) {
                    place.pieces.push(first.piece);
                }
            } else if first.at.row_span > 1 || first.at.row < row || self.is_known_section(first.piece) {
                *section = Some(first.piece);
            } else {
                break;
            }
            cells.remove(0);
        }
        if let Some(place) = entry.cells.get_mut(self.items.text) {
            place.pieces.extend(cells.iter().map(|cell| cell.piece));
        }
    }
}

/// The section of the form that a text is the title of.
pub(crate) fn section_of(items: &ItemColumns, text: &str) -> Option<usize> {
    let (whole, bare) = (key(text), key(undecorated(text)));
    let is_it = |known: &String| *known == whole || *known == bare;
    items.sections.iter().position(|section| section.keys.iter().any(is_it))
}

/// Whether a text may be a title: not long, and no sentence.
fn is_title(text: &str) -> bool {
    let length = text.chars().count();
    (1..=LONGEST_TITLE).contains(&length) && !text.ends_with('。') && !text.starts_with(['※', '注', '*'])
}

/// Whether a text opens as titles of sections do and items do not.
pub(super) fn opens_section(text: &str) -> bool {
    text.starts_with([
        '【', '■', '◆', '◇', '●', '<', '〈', '《', 'Ⅰ', 'Ⅱ', 'Ⅲ', 'Ⅳ', 'Ⅴ', 'Ⅵ', 'Ⅶ', 'Ⅷ', 'Ⅸ', 'Ⅹ', '第',
    ]) || text.starts_with(['I', 'V', 'X']) && number(text).is_some()
}

/// A title without the number, sign and brackets around it.
pub(crate) fn undecorated(text: &str) -> &str {
    let signs = ['■', '●', '◆', '◇', '○', '□', '▼', '【', '<', '〈', '《', '[', ' '];
    let bare = text.trim_start_matches(signs);
    let bare = number(bare).and_then(|length| bare.get(length..)).unwrap_or(bare);
    bare.trim().trim_end_matches(['】', '>', '〉', '》', ']'])
}

/// How long the number is that a text opens with, with what sets it off: 1. (2) 3-1 ア) Ⅳ ① 第2章. Digits alone need a sign or a
/// space behind them.
pub(crate) fn number(text: &str) -> Option<usize> {
    let is_sign = |c: char| matches!(c, 'ア'..='ン' | 'a'..='z' | 'A'..='Z' | 'Ⅰ'..='ⅿ' | '一'..='十');
    let opened = text.strip_prefix(['(', '（', '[']);
    let inner = opened.or_else(|| text.strip_prefix('第')).unwrap_or(text);
    let digits =
        inner.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '-' | '.' | '‐' | '−' | '–' | 'ー')).len();
    let mut body = inner.len() - digits;
    if body == 0 || !inner.starts_with(|c: char| c.is_ascii_digit()) {
        // Roman numerals are letters after compatibility: IV.
        let roman = inner.len() - inner.trim_start_matches(['I', 'V', 'X']).len();
        body = match inner.chars().next().filter(|c| is_sign(*c)) {
            Some(_) if roman > 0 => roman,
            Some(sign) => {
                let digits =
                    inner.get(sign.len_utf8()..)?.trim_start_matches(|c: char| c.is_ascii_digit() || c == '-').len();
                inner.len() - digits
            }
            None => return None,
        };
    }
    let rest = inner.get(body..)?;
    let ends_with_point = inner.get(..body)?.ends_with(['.', '-']);
    let behind = match (opened.is_some(), text.starts_with('第')) {
        (true, _) => rest.strip_prefix([')', '）', ']'])?,
        (_, true) => rest.strip_prefix(['章', '節', '部', '項'])?,
        _ if rest.is_empty() || ends_with_point => rest,
        _ => rest.strip_prefix(['.', ')', '、', ':', ' ', '）', '．'])?,
    };
    Some(text.len() - behind.trim_start_matches([' ', '.', '、', ':']).len())
}

#[cfg(test)]
mod tests {
    use super::{number, undecorated};

    #[test]
    fn numbers_of_every_kind() {
        for (text, rest) in [
            ("1 避難訓練", Some("避難訓練")),
            ("(2)避難訓練", Some("避難訓練")),
            ("1-2 避難訓練", Some("避難訓練")),
            ("3.1 避難訓練", Some("避難訓練")),
            ("ア 避難訓練", Some("避難訓練")),
            ("(ア)避難訓練", Some("避難訓練")),
            ("A-1 避難訓練", Some("避難訓練")),
            ("IV 避難訓練", Some("避難訓練")),
            ("第2章 避難訓練", Some("避難訓練")),
            ("12", Some("")),
            ("24時間対応", None),
            ("アレルギー対応", None),
            ("避難訓練", None),
        ] {
            assert_eq!(number(text).map(|length| &text[length..]), rest, "{text}");
        }
        assert_eq!(undecorated("【Ⅰ 環境・体制】"), "環境・体制");
        assert_eq!(undecorated("■ 環境"), "環境");
    }
}
