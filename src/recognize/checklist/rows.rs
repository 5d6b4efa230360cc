//! Rows of the checklist: headings, titles, items and what goes on from one row to the next.

use super::section_by_item;
use crate::document::Span;
use crate::form::ChecklistForm;
use crate::normalize::{Normalized, Piece};
use crate::recognize::excerpt::Fragment;
use crate::recognize::marks;
use crate::recognize::matches::Matches;
use crate::segment::section_of;

/// Least number of an item's first characters that tell its section.
pub(super) const TELLING_CHARS: usize = 6;

/// A heading row with a cell that was cut has at least so many whole ones more.
const HEADINGS_PER_CUT: usize = 2;

/// How many characters a title may have behind its wording: (続き), a colon.
const TITLE_EXTRA: usize = 4;

/// One slip is forgiven for this many characters of a title.
const CHARS_PER_SLIP: usize = 6;

/// A section under way.
#[derive(Debug, Default)]
pub(super) struct DraftSection {
    /// The form's section, if it is one.
    pub known: Option<usize>,
    /// The piece that holds its title.
    pub title: Option<usize>,
    pub items: Vec<DraftItem>,
}

/// An item under way.
#[derive(Debug)]
pub(super) struct DraftItem {
    pub no: u32,
    pub text: Vec<Fragment>,
    /// What stands in the done column.
    pub done: Vec<Fragment>,
    /// What stands in the planned column.
    pub planned: Vec<Fragment>,
    /// Marks whose column is not known, in order.
    pub marks: Vec<Fragment>,
}

impl DraftItem {
    /// The cell whose brackets are still open, where a line's end cut them.
    fn open_bracket(&mut self, normalized: &Normalized) -> Option<&mut Vec<Fragment>> {
        let is_open = |cell: &Vec<Fragment>| {
            let brackets = |bracket: char| -> usize {
                cell.iter().map(|fragment| normalized.text_of(fragment.span).matches(bracket).count()).sum()
            };
            brackets('(') > brackets(')')
        };
        [&mut self.planned, &mut self.marks].into_iter().find(|cell| is_open(cell))
    }

    /// Whether its cells of marks have been seen.
    fn is_marked(&self) -> bool {
        !(self.done.is_empty() && self.planned.is_empty() && self.marks.is_empty())
    }
}

/// The columns of the table, as its heading row has them.
#[derive(Debug, Clone, Copy)]
struct Columns {
    table: usize,
    done: u32,
    planned: u32,
}

/// Reads all rows.
pub(super) fn read(
    normalized: &Normalized,
    form: &ChecklistForm,
    pieces: &[usize],
    head: &Matches,
) -> Vec<DraftSection> {
    let mut reader =
        Reader { normalized, form, sections: Vec::new(), columns: None, pending: Vec::new(), is_current: false };
    let mut cut = false;
    let rows: Vec<(&[usize], bool)> = rows(normalized, pieces)
        .map(|row| {
            let is_heading = reader.is_heading(row) || (cut && reader.ends_heading(row));
            cut = reader.is_cut_heading(row);
            (row, is_heading || cut)
        })
        .collect();
    for (index, (row, is_heading)) in rows.iter().enumerate() {
        let is_head =
            reader.sections.is_empty() && row.iter().all(|piece| head.iter().any(|label| label.piece == *piece));
        let before_heading = rows.get(index + 1).is_some_and(|(_, is_heading)| *is_heading);
        if is_head {
            continue;
        }
        if *is_heading { reader.read_heading(row) } else { reader.row(row, before_heading) }
    }
    reader.settle();
    reader.sections.retain(|section| !section.items.is_empty());
    reader.sections
}

/// Cuts pieces into rows: the cells of a table's row, or one paragraph.
fn rows<'p>(normalized: &'p Normalized, pieces: &'p [usize]) -> impl Iterator<Item = &'p [usize]> {
    let row =
        |index: &usize| normalized.pieces.get(*index).and_then(|piece| piece.cell).map(|cell| (cell.table, cell.row));
    pieces.chunk_by(move |a, b| row(a).is_some() && row(a) == row(b))
}

struct Reader<'a> {
    normalized: &'a Normalized,
    form: &'a ChecklistForm,
    sections: Vec<DraftSection>,
    columns: Option<Columns>,
    /// A row with marks whose item's number may come behind the page's end.
    pending: Vec<usize>,
    /// Whether the last section is open for further rows.
    is_current: bool,
}

impl Reader<'_> {
    fn piece(&self, index: usize) -> Option<&Piece> {
        self.normalized.pieces.get(index)
    }

    fn row(&mut self, row: &[usize], before_heading: bool) {
        let Some((&first, rest)) = row.split_first() else { return };
        let Some(piece) = self.piece(first).copied() else { return };
        if let Some(known) = self.title(&piece, rest.is_empty()) {
            self.open_section(Some(known), first);
            if self.is_heading(rest) {
                self.read_heading(rest);
            } else {
                self.row(rest, false);
            }
            return;
        }
        let text = self.normalized.text_of(piece.span);
        let lone = piece.cell.and_then(|_| lone_number(text));
        if let Some((no, length)) =
            lone.or_else(|| number(text)).filter(|(no, _)| piece.cell.is_some() || self.is_next(*no))
        {
            self.open_item(
                no,
                Fragment { piece: first, span: Span::new(piece.span.start + length, piece.span.end) },
                rest,
            );
        } else if rest.is_empty() && before_heading && self.may_be_title(&piece) {
            self.open_section(None, first);
        } else if self.is_current && self.is_marks_ahead(row) {
            self.pending = row.to_vec();
        } else if self.is_current {
            for index in row {
                self.go_on(*index);
            }
        }
    }

    /// Whether a row holds marks and the item under way has its own: a page's end cut the row, and its number, set in the middle,
    /// comes behind it, with the text or its rest.
    fn is_marks_ahead(&self, row: &[usize]) -> bool {
        let text = |index: &usize| self.piece(*index).map_or("", |piece| self.normalized.text_of(piece.span));
        let item = self.sections.last().and_then(|section| section.items.last());
        item.is_some_and(DraftItem::is_marked) && row.iter().any(|index| marks::at_head(text(index)).is_some())
    }

    /// Gives a row that waited to the item under way.
    fn settle(&mut self) {
        for index in std::mem::take(&mut self.pending) {
            self.go_on(index);
        }
    }

    /// Whether every cell of a row is a heading of the item table.
    fn is_heading(&self, row: &[usize]) -> bool {
        !row.is_empty()
            && row
                .iter()
                .all(|index| self.piece(*index).is_some_and(|piece| self.is_heading_key(self.normalized.key_of(piece))))
    }

    /// The headings of the item table.
    fn headings(&self) -> impl Iterator<Item = &String> {
        let form = self.form;
        [&form.planned_keys, &form.done_keys, &form.item_keys, &form.number_keys].into_iter().flatten()
    }

    /// Whether a row is a heading of which the page's end cut a cell: the others are headings, this one begins one.
    fn is_cut_heading(&self, row: &[usize]) -> bool {
        let key = |index: &usize| self.piece(*index).map_or("", |piece| self.normalized.key_of(piece));
        let (whole, cut): (Vec<&usize>, Vec<&usize>) = row.iter().partition(|index| self.is_heading_key(key(index)));
        let begins = |index: &&usize| self.headings().any(|heading| heading.starts_with(key(index)));
        whole.len() >= cut.len() + HEADINGS_PER_CUT && !cut.is_empty() && cut.iter().all(begins)
    }

    /// Whether every cell of a row ends a heading that was cut.
    fn ends_heading(&self, row: &[usize]) -> bool {
        let ends = |key: &str| !key.is_empty() && self.headings().any(|heading| heading.ends_with(key));
        !row.is_empty()
            && row.iter().all(|index| self.piece(*index).is_some_and(|piece| ends(self.normalized.key_of(piece))))
    }

    /// Whether a key is made of headings only.
    fn is_heading_key(&self, key: &str) -> bool {
        let mut rest = key;
        while !rest.is_empty() {
            let longest = self.headings().filter(|heading| rest.starts_with(heading.as_str())).map(String::len).max();
            match longest.and_then(|length| rest.get(length..)) {
                Some(after) => rest = after,
                None => return false,
            }
        }
        !key.is_empty()
    }

    fn read_heading(&mut self, row: &[usize]) {
        let key = |index: &usize| self.piece(*index).map_or("", |piece| self.normalized.key_of(piece));
        let is_one = |keys: &[String], index: &usize| keys.iter().any(|heading| heading == key(index));
        let cell = |index: &usize| self.piece(*index).and_then(|piece| piece.cell);
        let done = row.iter().find(|index| is_one(&self.form.done_keys, index));
        // The page's end may have cut the last heading.
        let is_planned = |index: &&usize| {
            let begins = self.form.planned_keys.iter().any(|heading| heading.starts_with(key(index)));
            begins && !key(index).is_empty() && done.is_some_and(|done| done < *index)
        };
        let planned =
            row.iter().find(|index| is_one(&self.form.planned_keys, index)).or_else(|| row.last().filter(is_planned));
        if let (Some(done), Some(planned)) = (done.and_then(cell), planned.and_then(cell)) {
            self.columns = Some(Columns { table: done.table, done: done.column, planned: planned.column });
        }
    }

    /// The section whose title a piece is; a title with slips only where it stands alone.
    fn title(&self, piece: &Piece, is_alone: bool) -> Option<usize> {
        let key = self
            .normalized
            .key_of(piece)
            .trim_start_matches(|c: char| c.is_ascii_digit() || marks::of_char(c).is_some());
        if let Some(known) = section_of(self.form, key) {
            return Some(known);
        }
        let fits = |title: &String| {
            let (length, found) = (title.chars().count(), key.chars().count());
            let slips = title.chars().zip(key.chars()).filter(|(a, b)| a != b).count();
            found >= length && found <= length + TITLE_EXTRA && slips * CHARS_PER_SLIP <= length
        };
        self.form.sections.iter().position(|section| is_alone && section.keys.iter().any(fits))
    }

    /// Whether a lone piece above a heading row can be a title: not the rest of a sentence that a page break cut.
    fn may_be_title(&self, piece: &Piece) -> bool {
        let text = self.normalized.text_of(piece.span);
        let opens_row = piece.cell.is_none_or(|cell| cell.column == 0);
        let is_complete =
            self.sections.last().and_then(|section| section.items.last()).is_none_or(DraftItem::is_marked);
        opens_row && is_complete && !text.ends_with('。') && marks::find(text).is_empty()
    }

    fn open_section(&mut self, known: Option<usize>, title: usize) {
        self.settle();
        self.is_current = true;
        // A title repeated behind a page break goes on with its section.
        let same = self.sections.iter().position(|section| known.is_some() && section.known == known);
        match same {
            Some(at) => {
                let section = self.sections.remove(at);
                self.sections.push(section);
            }
            None => self.sections.push(DraftSection { known, title: Some(title), items: Vec::new() }),
        }
    }

    /// Whether a number at the head of a line can be an item's: the next one, or the first.
    fn is_next(&self, no: u32) -> bool {
        let last = self.sections.last().and_then(|section| section.items.last()).map_or(0, |item| item.no);
        no == 1 || no == last + 1
    }

    fn open_item(&mut self, no: u32, own: Fragment, rest: &[usize]) {
        let has_marks = |piece: &Piece| is_mark_cell(self.normalized.text_of(piece.span));
        if rest.iter().any(|index| self.piece(*index).is_some_and(has_marks)) {
            self.settle();
        }
        let restarts =
            self.sections.last().is_none_or(|section| section.items.last().is_some_and(|item| no == 1 && item.no >= 1));
        if restarts || !self.is_current {
            let text = rest
                .first()
                .and_then(|index| self.piece(*index))
                .map_or(own.span, |piece| if own.span.is_empty() { piece.span } else { own.span });
            let known = section_by_item(self.form, no, self.normalized.text_of(text));
            self.sections.push(DraftSection { known, title: None, items: Vec::new() });
            self.is_current = true;
        }
        let item = DraftItem { no, text: Vec::new(), done: Vec::new(), planned: Vec::new(), marks: Vec::new() };
        let Some(section) = self.sections.last_mut() else { return };
        section.items.push(item);
        let pending = std::mem::take(&mut self.pending);
        let (marks, text): (Vec<usize>, Vec<usize>) = pending.into_iter().partition(|index| {
            self.piece(*index).is_some_and(|piece| is_mark_cell(self.normalized.text_of(piece.span)))
        });
        self.pending = text;
        self.settle();
        self.pending = marks;
        if !self.normalized.text_of(own.span).trim().is_empty() {
            self.take(own);
        }
        for index in rest {
            self.go_on(*index);
        }
        self.settle();
    }

    /// Takes a piece as going on with the item under way. Lines below a table are no part of its rows.
    fn go_on(&mut self, index: usize) {
        let in_table = |fragment: &Fragment| self.piece(fragment.piece).is_some_and(|piece| piece.cell.is_some());
        let item = self.sections.last().and_then(|section| section.items.last());
        let leaves_table = item.and_then(|item| item.text.first()).is_some_and(in_table);
        if let Some(piece) = self.piece(index).filter(|piece| piece.cell.is_some() || !leaves_table) {
            self.take(Fragment { piece: index, span: piece.span });
        }
    }

    /// Gives a fragment to the item under way: text, or a cell of its marks.
    fn take(&mut self, fragment: Fragment) {
        let text = self.normalized.text_of(fragment.span);
        let cell = self.piece(fragment.piece).and_then(|piece| piece.cell);
        let column = self
            .columns
            .zip(cell)
            .filter(|(columns, cell)| columns.table == cell.table)
            .map(|(columns, cell)| (columns, cell.column));
        let is_mark = is_mark_cell(text);
        let split = if is_mark || column.is_some() { None } else { first_mark(text) };
        let normalized = self.normalized;
        let Some(item) = self.sections.last_mut().and_then(|section| section.items.last_mut()) else { return };
        if column.is_none()
            && !is_mark
            && let Some(open) = item.open_bracket(normalized)
        {
            open.push(fragment);
            return;
        }
        match column {
            Some((columns, column)) if column >= columns.planned && !item.text.is_empty() => {
                item.planned.push(fragment)
            }
            Some((columns, column)) if column >= columns.done && !item.text.is_empty() => item.done.push(fragment),
            _ if is_mark => item.marks.push(fragment),
            _ => match split {
                Some(at) => {
                    let middle = fragment.span.start + at;
                    item.text.push(Fragment { piece: fragment.piece, span: Span::new(fragment.span.start, middle) });
                    item.marks.push(Fragment { piece: fragment.piece, span: Span::new(middle, fragment.span.end) });
                }
                None => item.text.push(fragment),
            },
        }
    }
}

/// Whether a text is a cell of marks: it opens with a mark, or is a tick or brackets alone.
fn is_mark_cell(text: &str) -> bool {
    let text = text.trim();
    let is_tick = marks::lone_tick(text).is_some();
    let is_bracket = text.starts_with('(')
        && text.ends_with(')')
        && text.chars().filter(|c| c.is_alphanumeric()).count() <= TELLING_CHARS * 3;
    let is_lettered = text.strip_prefix('(').and_then(|rest| rest.chars().nth(1)).is_some_and(|c| c == ')')
        && text.chars().count() > 3;
    marks::at_head(text).is_some() || is_tick || (is_bracket && !is_lettered)
}

/// Where the marks begin in a line that holds an item's text and its marks.
fn first_mark(text: &str) -> Option<usize> {
    marks::find(text).first().map(|token| token.start).filter(|at| *at > 0)
}

/// What sets an item's number off from its text.
const SET_OFF: [char; 6] = ['.', ')', ']', '、', ':', ','];

/// A cell that holds an item's number and nothing else: its column may be too narrow for it, and cut it into lines.
fn lone_number(text: &str) -> Option<(u32, usize)> {
    let inner = text.trim_start_matches(['(', '[']).trim_end_matches(|c| c == ' ' || SET_OFF.contains(&c));
    let is_number = inner.chars().all(|c| c.is_ascii_digit() || c == ' ');
    let no = inner.replace(' ', "").parse().ok().filter(|no| is_number && (1..100).contains(no))?;
    Some((no, text.len()))
}

/// An item's number at the head of a text, and the length of the number with what sets it off.
fn number(text: &str) -> Option<(u32, usize)> {
    let inner = text.trim_start_matches(['(', '[']);
    let digits = inner.bytes().take_while(u8::is_ascii_digit).count();
    let no: u32 = inner.get(..digits)?.parse().ok().filter(|no| (1..1000).contains(no))?;
    let after = inner.get(digits..)?;
    let body = after.trim_start().trim_start_matches(SET_OFF);
    let is_set_off = body.len() < after.len() || after.is_empty() || after.starts_with(' ');
    let is_decimal = after.starts_with(['.', ',']) && body.starts_with(|c: char| c.is_ascii_digit());
    (is_set_off && !is_decimal).then_some((no, text.len() - body.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_items() {
        for (text, expected) in [
            ("1.", Some((1, 2))),
            ("12", Some((12, 2))),
            ("(3)", Some((3, 3))),
            ("4.情報システム", Some((4, 2))),
            ("5 情報", Some((5, 2))),
            ("5.2版", None),
            ("13文字以上", None),
            ("情報", None),
            ("0.", None),
        ] {
            assert_eq!(number(text), expected, "{text}");
        }
    }

    #[test]
    fn numbers_that_their_column_cuts() {
        for (text, expected) in [
            ("1 0 .", Some(10)),
            ("(1 )", Some(1)),
            ("1 2", Some(12)),
            ("7 .", Some(7)),
            ("1 情報", None),
            ("( )", None),
        ] {
            assert_eq!(lone_number(text).map(|(no, _)| no), expected, "{text}");
        }
    }
}
