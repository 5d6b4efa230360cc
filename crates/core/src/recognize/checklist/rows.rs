//! Rows of the checklist: headings, titles, items and what goes on from one row to the next.

use super::edit_distance::distance;
use super::headings::{ItemColumn, ItemHeadings, ItemTableColumns};
use super::items::{DraftItem, DraftSection, first_mark, is_mark_cell};
use super::numbers::{lone_number, number};
use super::section_by_item;
use super::wording::{self, WordingShare};
use crate::document::Span;
use crate::form::ChecklistForm;
use crate::normalize::{Normalized, Piece, Position};
use crate::recognize::excerpt::{Excerpt, Fragment};
use crate::recognize::matches::Matches;
use crate::text::{fold, marks};
use std::collections::BTreeSet;

/// How many characters a title may have behind its wording: (続き), a colon.
const TITLE_EXTRA: usize = 4;

/// One slip is forgiven for this many characters of a title.
const CHARS_PER_SLIP: usize = 6;

/// Parts of an item's text beyond which it is not asked whether they are the form's.
const MOST_PARTS: usize = 32;

/// What the rows came to.
pub(super) struct ReadRows {
    pub(super) sections: Vec<DraftSection>,
    /// The pieces that head columns the form does not know.
    pub(super) unknown: Vec<usize>,
}

/// Reads all rows.
pub(super) fn read(normalized: &Normalized, form: &ChecklistForm, pieces: &[usize], head: &Matches) -> ReadRows {
    let headings = ItemHeadings { normalized, form };
    let mut reader = ItemRowsReader {
        normalized,
        form,
        headings,
        sections: Vec::new(),
        columns: None,
        unknown: Vec::new(),
        titled: Vec::new(),
        pending: Vec::new(),
        is_current: false,
        next_number: None,
        headings_above: Vec::new(),
        opens_items: false,
        is_cut: false,
        shift: 0,
    };
    let mut cut = false;
    let rows: Vec<&[usize]> = rows(normalized, pieces).collect();
    let rows: Vec<(&[usize], bool)> = rows
        .iter()
        .enumerate()
        .map(|(index, row)| {
            let is_above = || rows.get(index + 1).is_some_and(|next| headings.is_status_heading(next));
            let is_whole = headings.is_heading(row)
                || headings.is_wider_heading(row)
                || headings.is_status_heading(row)
                || headings.opens_heading(row) && is_above();
            let is_heading = is_whole || (cut && headings.ends_heading(row));
            cut = headings.is_cut_heading(row);
            (*row, is_heading || cut)
        })
        .collect();
    let mut heads: BTreeSet<Vec<&str>> = BTreeSet::new();
    for (index, (row, is_heading)) in rows.iter().enumerate() {
        // One that no status heads is known again where pages repeat it.
        if !is_heading && headings.heads_items(row) && !heads.insert(headings.keys(row)) {
            continue;
        }
        let is_head =
            reader.sections.is_empty() && row.iter().all(|piece| head.iter().any(|label| label.piece == *piece));
        let next = rows.get(index + 1);
        let before_heading = next.is_some_and(|(_, is_heading)| *is_heading);
        reader.opens_items = next.is_some_and(|(row, _)| reader.is_first_item(row));
        reader.next_number = next.and_then(|(row, _)| row.first()).and_then(|first| reader.lone_number(*first));
        if is_head || reader.take_words(row) {
            continue;
        }
        if *is_heading { reader.take_heading(row) } else { reader.row(row, before_heading) }
    }
    reader.settle();
    reader.sections.retain(|section| !section.items.is_empty());
    // One that went on behind a page's end stands where it began.
    reader.sections.sort_by_key(|section| section.opened);
    for section in reader.sections.iter_mut().filter(|section| section.known.is_none()) {
        // Its first item's text may have stood on a line below its number, or not be the form's.
        let text = |item: &DraftItem| Excerpt::new(normalized, &item.text).text;
        let known = section.items.iter().find_map(|item| section_by_item(form, item.no, &text(item)));
        // A title beside its items goes on in another line, which may be lost.
        section.known =
            known.filter(|known| section.title.is_none_or(|title| is_head(normalized, form, *known, title)));
    }
    // A title that goes on behind a page's end, cut there, is its section's.
    reader.sections.dedup_by(|next, section| {
        let no = |item: Option<&DraftItem>| item.map(|item| item.no);
        let is_next = no(next.items.first()) == no(section.items.last()).map(|last| last + 1);
        let goes_on = section.known.is_some() && next.known == section.known && is_next;
        if goes_on {
            section.items.append(&mut next.items);
        }
        goes_on
    });
    let key = |heading: &usize| normalized.pieces.get(*heading).map(|piece| normalized.key_of(piece));
    let titled: BTreeSet<&str> = reader.titled.iter().filter_map(key).collect();
    let is_unknown = |heading: &usize| key(heading).is_none_or(|key| !titled.contains(key));
    ReadRows { sections: reader.sections, unknown: reader.unknown.into_iter().filter(is_unknown).collect() }
}

/// Whether a piece has the head of a section's title, or all of it.
pub(super) fn is_head(normalized: &Normalized, form: &ChecklistForm, section: usize, title: usize) -> bool {
    let key = normalized.pieces.get(title).map_or("", |piece| normalized.key_of(piece));
    !key.is_empty() && has_head(form, section, key)
}

/// Whether a section's title begins with a key.
fn has_head(form: &ChecklistForm, section: usize, head: &str) -> bool {
    let keys = form.sections.get(section).map(|section| section.keys.as_slice()).unwrap_or_default();
    keys.iter().any(|known| known.starts_with(head))
}

/// What stands in a cell beside an item's number.
enum BesideItem {
    /// The head of a section's title that a page's end cut, and the section if no other title begins so.
    Head(Option<usize>),
    /// What goes on with the title of the section under way.
    Rest,
    /// Something else.
    Other,
}

/// Cuts pieces into rows: the cells of a table's row, or one paragraph.
fn rows<'p>(normalized: &'p Normalized, pieces: &'p [usize]) -> impl Iterator<Item = &'p [usize]> {
    let row =
        |index: &usize| normalized.pieces.get(*index).and_then(|piece| piece.cell).map(|cell| (cell.table, cell.row));
    pieces.chunk_by(move |a, b| row(a).is_some() && row(a) == row(b))
}

/// The rows' reader: what has been read so far.
pub(super) struct ItemRowsReader<'a> {
    pub(super) normalized: &'a Normalized,
    pub(super) form: &'a ChecklistForm,
    pub(super) headings: ItemHeadings<'a>,
    pub(super) sections: Vec<DraftSection>,
    pub(super) columns: Option<ItemTableColumns>,
    /// The pieces that head columns the form does not know, each title once.
    unknown: Vec<usize>,
    /// Those of them that head the sections' titles.
    titled: Vec<usize>,
    /// A row with marks whose item's number may come behind the page's end.
    pub(super) pending: Vec<usize>,
    /// Whether the last section is open for further rows.
    pub(super) is_current: bool,
    /// The number that is all of the next row's first cell.
    pub(super) next_number: Option<u32>,
    /// The first of two heading rows, where the one before this may be it.
    headings_above: Vec<usize>,
    /// Whether the next row is a section's first item.
    opens_items: bool,
    /// Whether the row before holds the first digit of a number, and this one the other.
    pub(super) is_cut: bool,
    /// How many columns the item's row lacks before its number: scraped rows have no cell for what spans several of them.
    shift: u32,
}

impl ItemRowsReader<'_> {
    pub(super) fn piece(&self, index: usize) -> Option<&Piece> {
        self.normalized.pieces.get(index)
    }

    fn row(&mut self, row: &[usize], before_heading: bool) {
        let Some((&first, rest)) = row.split_first() else { return };
        let Some(piece) = self.piece(first).copied() else { return };
        if let Some(known) = self.title(&piece, rest.is_empty()) {
            self.open_section(Some(known), first);
            self.know_column(&piece);
            if self.headings.is_heading(rest) {
                self.take_heading(rest);
            } else {
                self.row(rest, false);
            }
            return;
        }
        if let Some(row) = self.number_first(row) {
            return self.row(&row, before_heading);
        }
        if let Some(beside) = self.beside_item(row) {
            self.take_beside_item(beside, &piece, first);
            return self.row(rest, before_heading);
        }
        let text = self.normalized.text_of(piece.span);
        if std::mem::take(&mut self.is_cut) {
            return rest.iter().for_each(|index| self.go_on(*index));
        }
        if rest.is_empty() && piece.cell.is_none() && self.is_numbered_title(&piece, before_heading) {
            return self.open_section(None, first);
        }
        let lone = piece.cell.and_then(|_| lone_number(text)).map(|(no, length)| (self.whole_number(no), length));
        let is_note = rest.is_empty() && self.is_amid_text(&piece);
        let is_item = |(no, length): &(u32, usize)| {
            piece.cell.is_some() || self.is_next(*no) || self.skips_to(*no, text.get(*length..).unwrap_or_default())
        };
        let numbered = lone.or_else(|| number(text)).filter(is_item);
        if let Some((no, length)) = numbered.filter(|_| !is_note) {
            self.open_item(
                no,
                Fragment { piece: first, span: Span::new(piece.span.start + length, piece.span.end) },
                rest,
            );
        } else if rest.is_empty() && (before_heading || self.opens_items) && self.may_be_title(&piece) {
            self.open_section(None, first);
        } else if self.is_current && self.is_marks_ahead(row) {
            self.pending = row.to_vec();
        } else if self.is_current {
            self.shift = self.missing_in(row);
            for index in row {
                self.go_on(*index);
            }
        }
    }

    /// Gives a row that waited to the item under way.
    fn settle(&mut self) {
        for index in std::mem::take(&mut self.pending) {
            self.go_on(index);
        }
    }

    fn take_heading(&mut self, row: &[usize]) {
        let above = std::mem::take(&mut self.headings_above);
        if self.headings.opens_heading(row)
            && let Some((section, title)) = self.headings.titled(row)
        {
            self.open_section(Some(section), title);
        }
        // What heads the statuses together, above each of them, is no column.
        let first = row.first().and_then(|index| self.piece(*index)?.cell);
        let is_left = |index: &usize| {
            let cell = self.piece(*index).and_then(|piece| piece.cell);
            cell.zip(first).is_some_and(|(cell, first)| cell.table == first.table && cell.column < first.column)
        };
        let whole: Vec<usize> = above.into_iter().filter(is_left).chain(row.iter().copied()).collect();
        let Some(columns) = self.headings.columns(&whole) else {
            if self.headings.opens_heading(row) {
                self.headings_above = whole;
            }
            return;
        };
        for piece in columns.unknown() {
            let key = |index: usize| self.piece(index).map(|piece| self.normalized.key_of(piece));
            if !self.unknown.iter().any(|known| key(*known) == key(piece)) {
                self.unknown.push(piece);
            }
        }
        self.columns = Some(columns);
    }

    /// Takes the column of a section's title for one that the form has, whatever heads it: 区分.
    fn know_column(&mut self, title: &Piece) {
        let column = self.columns.as_ref().zip(title.cell).and_then(|(columns, cell)| columns.of(cell));
        if let Some(ItemColumn::Unknown(heading)) = column
            && self.titled.last() != Some(&heading)
        {
            self.titled.push(heading);
        }
    }

    /// A row of an item whose marks stand before its number or its text, with them behind both.
    fn number_first(&self, row: &[usize]) -> Option<Vec<usize>> {
        let is_mark = |index: &usize| {
            let piece = self.piece(*index);
            let column = self.columns.as_ref().zip(piece.and_then(|piece| piece.cell));
            match column.and_then(|(columns, cell)| columns.of(cell)) {
                Some(ItemColumn::Done | ItemColumn::Planned) => true,
                Some(ItemColumn::Item | ItemColumn::Unknown(_)) => false,
                None => piece.is_some_and(|piece| piece.cell.is_some() && is_mark_cell(self.text(piece))),
            }
        };
        let (ahead, rest) = row.split_at(row.iter().position(|index| !is_mark(index))?);
        let (number, rest) = rest.split_first()?;
        self.lone_number(*number)?;
        let (between, rest) = rest.split_at(rest.iter().position(|index| !is_mark(index))?);
        if ahead.is_empty() && between.is_empty() {
            return None;
        }
        let (text, behind) = rest.split_at(rest.iter().position(is_mark).unwrap_or(rest.len()));
        Some([&[*number], text, ahead, between, behind].concat())
    }

    /// What a row's first cell is that is none of its item's: it stands left of the number, in a column that the form does not have,
    /// or it is part of a section's title.
    fn beside_item(&self, row: &[usize]) -> Option<BesideItem> {
        let [first, number, _, ..] = row else { return None };
        let cell = self.piece(*first).and_then(|piece| piece.cell)?;
        let number = self.lone_number(*number).filter(|_| self.lone_number(*first).is_none())?;
        self.part_of_title(*first, number).or_else(|| {
            let column = self.columns.as_ref().and_then(|columns| columns.of(cell));
            matches!(column, Some(ItemColumn::Unknown(_))).then_some(BesideItem::Other)
        })
    }

    /// The part of a section's title, cut by a page's end, that a cell beside an item's number is: the head beside the first
    /// item, or the end of the title of the section under way.
    fn part_of_title(&self, piece: usize, number: u32) -> Option<BesideItem> {
        let key = self.piece(piece).map_or("", |piece| self.normalized.key_of(piece));
        let begun = |head: &str| {
            let mut sections = (0..self.form.sections.len()).filter(|at| has_head(self.form, *at, head));
            let first = sections.next()?;
            Some(sections.next().is_none().then_some(first))
        };
        if key.is_empty() {
            return None;
        }
        if number == 1 {
            return begun(key).map(BesideItem::Head);
        }
        let section = self.sections.last().filter(|section| section.title_rest.is_none())?;
        let head = self.piece(section.title?).map(|title| self.normalized.key_of(title))?;
        begun(&[head, key].concat()).map(|_| BesideItem::Rest)
    }

    fn take_beside_item(&mut self, beside: BesideItem, piece: &Piece, index: usize) {
        match beside {
            BesideItem::Head(known) => {
                self.open_section(known, index);
                self.know_column(piece);
            }
            BesideItem::Rest => {
                if let Some(section) = self.sections.last_mut() {
                    section.title_rest = Some(index);
                }
            }
            BesideItem::Other => {}
        }
    }

    /// Whether a row is the first item of a section: it has a number and the cells of an item.
    fn is_first_item(&self, row: &[usize]) -> bool {
        let turned = self.number_first(row);
        let [first, _, ..] = turned.as_deref().unwrap_or(row) else { return false };
        self.lone_number(*first) == Some(1)
    }

    /// Whether a numbered line is a title and no item: the headings follow, or the first item, and it ends no sentence.
    fn is_numbered_title(&self, piece: &Piece, before_heading: bool) -> bool {
        let is_numbered = number(self.text(piece)).is_some_and(|(_, length)| length < self.text(piece).len());
        is_numbered && (before_heading || self.opens_items) && self.may_be_title(piece)
    }

    /// Has a table without a heading row of its own go by the columns of the heading row before it. Where columns are told
    /// by how text aligns, one without text is none, so nothing is taken over.
    fn adopt_columns(&mut self, number: usize, text: Option<usize>) {
        let cell = |index: usize| self.normalized.pieces.get(index).and_then(|piece| piece.cell);
        let is_guess = self.normalized.extent.is_by_lines()
            || self.normalized.pieces.get(number).is_some_and(|piece| piece.extent.is_by_place());
        if let (false, Some(number), Some(columns)) = (is_guess, cell(number), &mut self.columns) {
            columns.adopt(number, text.and_then(cell));
        }
    }

    /// The section whose title a piece is; a title with slips only where it stands alone.
    fn title(&self, piece: &Piece, is_alone: bool) -> Option<usize> {
        let key = self
            .normalized
            .key_of(piece)
            .trim_start_matches(|c: char| c.is_ascii_digit() || marks::of_char(c).is_some());
        if let Some(known) = self.form.section_of(key) {
            return Some(known);
        }
        let found: Vec<char> = key.chars().collect();
        let fits = |title: &String| {
            let title: Vec<char> = title.chars().collect();
            let allowed = title.len() / CHARS_PER_SLIP;
            if !(title.len().saturating_sub(allowed)..=title.len() + TITLE_EXTRA).contains(&found.len()) {
                return false;
            }
            let slips = title.iter().zip(&found).filter(|(a, b)| a != b).count();
            // Characters that were not read move those behind them.
            found.len() >= title.len() && slips <= allowed || distance(&title, &found) <= allowed
        };
        self.form.sections.iter().position(|section| is_alone && section.keys.iter().any(fits))
    }

    /// Whether a lone piece above a heading row can be a title: not the rest of a sentence that a page break cut, and no strokes alone, which dust is
    /// taken for.
    fn may_be_title(&self, piece: &Piece) -> bool {
        let text = self.normalized.text_of(piece.span);
        let opens_row = piece.cell.is_none_or(|cell| cell.column == 0);
        let is_complete =
            self.sections.last().and_then(|section| section.items.last()).is_none_or(DraftItem::is_marked);
        let has_letters = text.chars().any(|c| c.is_alphanumeric() && !matches!(c, '一' | '二' | '三' | 'ー'));
        opens_row && is_complete && has_letters && !text.ends_with('。') && marks::find(text).next().is_none()
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
            None => self.push_section(known, Some(title)),
        }
    }

    fn push_section(&mut self, known: Option<usize>, title: Option<usize>) {
        self.sections.push(DraftSection { known, title, opened: self.sections.len(), ..DraftSection::default() });
    }

    /// Whether a number at the head of a line can be an item's: the next one, or the first.
    fn is_next(&self, no: u32) -> bool {
        let last = self.sections.last().and_then(|section| section.items.last()).map_or(0, |item| item.no);
        no == 1 || no == last + 1
    }

    /// Whether a line opens a later item: the one under way has its marks, and the text behind the number is the form's of that
    /// item. Documents leave items out.
    fn skips_to(&self, no: u32, text: &str) -> bool {
        let Some(section) = self.sections.last() else { return false };
        let is_later = section.items.last().is_some_and(|item| item.is_marked() && no > item.no);
        is_later && wording::goes_on(self.form, (section.known, no), &fold::key(text)) && !text.trim().is_empty()
    }

    fn open_item(&mut self, no: u32, own: Fragment, rest: &[usize]) {
        // Brackets alone may be those of marks that came ahead.
        let is_marked = |text: &str| marks::at_head(text).is_some() || marks::lone_tick(text).is_some();
        if rest.iter().any(|index| self.piece(*index).is_some_and(|piece| is_marked(self.text(piece)))) {
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
            self.push_section(known, None);
            self.is_current = true;
        }
        self.adopt_columns(own.piece, rest.first().copied());
        self.shift = self.missing_before(own.piece);
        let item = DraftItem { no, text: Vec::new(), done: Vec::new(), planned: Vec::new(), marks: Vec::new() };
        let Some(section) = self.sections.last_mut() else { return };
        section.items.push(item);
        let pending = std::mem::take(&mut self.pending);
        let is_ahead = !pending.is_empty();
        let is_mark = |index: &usize| self.piece(*index).is_some_and(|piece| is_mark_cell(self.text(piece)));
        let (ahead, before): (Vec<usize>, Vec<usize>) = pending.into_iter().partition(is_mark);
        // The marks that came ahead stand in front of the brackets that come behind.
        let (last, behind): (Vec<usize>, Vec<usize>) = rest.iter().partition(|index| is_ahead && is_mark(index));
        before.into_iter().for_each(|index| self.go_on(index));
        if !self.normalized.text_of(own.span).trim().is_empty() {
            self.take(own);
        }
        for index in behind.into_iter().chain(ahead).chain(last) {
            self.go_on(index);
        }
    }

    /// How many cells a row of scraped text lacks before the number that begins it.
    fn missing_before(&self, number: usize) -> u32 {
        let first = self.columns.as_ref().and_then(ItemTableColumns::first_item);
        let cell = self.piece(number).and_then(|piece| piece.cell).filter(|_| self.normalized.document.is_scraped());
        first.zip(cell).map_or(0, |(first, cell)| first.saturating_sub(cell.column))
    }

    /// How many cells a row of scraped text lacks before the last line of an item's text, behind which its marks stand.
    fn missing_in(&self, row: &[usize]) -> u32 {
        let [first, _, ..] = row else { return 0 };
        let last = self.columns.as_ref().and_then(ItemTableColumns::last_item);
        let cell = self.piece(*first).and_then(|piece| piece.cell).filter(|_| self.normalized.document.is_scraped());
        let is_text = self.piece(*first).is_some_and(|piece| !is_mark_cell(self.text(piece)));
        last.zip(cell).filter(|_| is_text).map_or(0, |(last, cell)| last.saturating_sub(cell.column))
    }

    pub(super) fn text(&self, piece: &Piece) -> &str {
        self.normalized.text_of(piece.span)
    }

    /// Takes a piece as going on with the item under way. Lines below a table are no part of its rows, unless the page's end
    /// cut the row.
    fn go_on(&mut self, index: usize) {
        let in_table = |fragment: &Fragment| self.piece(fragment.piece).is_some_and(|piece| piece.cell.is_some());
        let item = self.sections.last().and_then(|section| section.items.last());
        let leaves_table = item.and_then(|item| item.text.first()).is_some_and(in_table);
        let Some(piece) = self.piece(index) else { return };
        let fragment = Fragment { piece: index, span: piece.span };
        // In scraped text a row is a line, and its item's marks may stand on the next.
        let is_scraped = self.normalized.document.is_scraped() && item.is_some_and(|item| !item.is_marked());
        let are_marks = is_scraped && marks::at_head(self.text(piece)).is_some();
        if piece.cell.is_some() || !leaves_table || are_marks || self.goes_on_with(fragment) {
            self.take(fragment);
        }
    }

    /// Takes a line right below a lone mark of the item under way as what the mark says, where it opens with a status: scraped
    /// text may have the words of a cell, and what its brackets hold, on lines of their own.
    fn take_words(&mut self, row: &[usize]) -> bool {
        let &[index] = row else { return false };
        let Some(piece) = self.piece(index).filter(|piece| piece.cell.is_none()) else { return false };
        let opens = |words: &[String]| fold::opening(self.text(piece), words).is_some();
        let is_status = opens(&self.form.done_keys) || opens(&self.form.planned_keys);
        let fragment = Fragment { piece: index, span: piece.span };
        let item = self.sections.last().and_then(|section| section.items.last());
        let mark = item.and_then(|item| item.marks.last()).filter(|mark| mark.piece + 1 == index);
        let is_lone = mark.map(|mark| self.normalized.text_of(mark.span).trim()).is_some_and(|text| {
            marks::at_head(text).or_else(|| marks::lone_tick(text)).is_some_and(|(_, length)| length == text.len())
        });
        let is_taken = is_status && is_lone && self.normalized.document.is_scraped();
        if let (true, Some(item)) = (is_taken, self.sections.last_mut().and_then(|section| section.items.last_mut())) {
            item.marks.push(fragment);
        }
        is_taken
    }

    /// The column that a cell's words name which are all of it, but for a time in brackets: its item's status is told in words.
    fn status_in_words(&self, text: &str) -> Option<ItemColumn> {
        let rest = |words: &[String]| fold::opening(text, words).and_then(|length| text.get(length..)).map(str::trim);
        if rest(&self.form.done_keys) == Some("") || rest(&self.form.undone_keys) == Some("") {
            return Some(ItemColumn::Done);
        }
        let is_time = |rest: &str| rest.is_empty() || rest.starts_with('(') && rest.ends_with(')');
        rest(&self.form.planned_keys).is_some_and(is_time).then_some(ItemColumn::Planned)
    }

    /// Whether the item under way has its marks and the whole wording that the form has.
    fn is_complete(&self) -> bool {
        let Some(section) = self.sections.last() else { return false };
        let item = section.items.last().filter(|item| item.is_marked() && item.text.len() <= MOST_PARTS);
        item.is_some_and(|item| {
            let text = Excerpt::new(self.normalized, &item.text);
            let share = wording::of_item(self.form, (section.known, item.no), &text.text, &text.key(self.normalized));
            share == Some(WordingShare::Whole)
        })
    }

    /// Gives a fragment to the item under way: text, or a cell of its marks. What sets off a number or closes brackets may stand on
    /// a line of its own, in a narrow column; it is no text.
    fn take(&mut self, fragment: Fragment) {
        let text = self.normalized.text_of(fragment.span);
        let is_set_off = !text.is_empty() && text.chars().all(|c| matches!(c, '.' | ',' | ':' | ')' | ']' | ' '));
        let cell = self.piece(fragment.piece).and_then(|piece| piece.cell);
        let standing = cell.map(|cell| Position { column: cell.column + self.shift, ..cell });
        let column = self.columns.as_ref().zip(standing).and_then(|(columns, cell)| columns.of(cell));
        let is_mark = is_mark_cell(text);
        let split = if is_mark || column.is_some() { None } else { first_mark(text) };
        // Beside a mark, words are that mark's.
        let is_unmarked =
            self.sections.last().and_then(|section| section.items.last()).is_some_and(|item| !item.is_marked());
        let said = cell.filter(|_| column.is_none() && is_unmarked).and_then(|_| self.status_in_words(text));
        let column = column.or(said);
        let goes_on = column.is_none() && !is_mark && self.goes_on_with(fragment);
        let is_behind = cell.is_none() && split.is_none() && !goes_on && self.is_complete();
        let normalized = self.normalized;
        let Some(item) = self.sections.last_mut().and_then(|section| section.items.last_mut()) else { return };
        if column.is_none()
            && !is_mark
            && !goes_on
            && let Some(open) = item.open_bracket(normalized)
        {
            open.push(fragment);
            return;
        }
        match column {
            Some(ItemColumn::Unknown(_)) => {}
            Some(ItemColumn::Planned) if !item.text.is_empty() => item.planned.push(fragment),
            Some(ItemColumn::Done) if !item.text.is_empty() => item.done.push(fragment),
            _ if is_mark => item.marks.push(fragment),
            // What stands below the marks of an item that has all of the form's text is a page's foot or other text.
            _ if is_set_off || is_behind => {}
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
