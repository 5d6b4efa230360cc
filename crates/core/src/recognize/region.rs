//! Regions: for each label that was found, the text that is its value.
//!
//! A value stands between its label and the next. Where the source knows cells, rows bound it as well:
//! text in a new row's label columns is another label's, known or not.

use super::excerpt::Fragment;
use super::labels::{Candidate, Fit, is_of_holders};
use super::matches::Matches;
use super::numbering;
use crate::document::Span;
use crate::form::{Form, LabelId};
use crate::normalize::{Normalized, Piece, Position};
use crate::segment::{Role, Sections};
use crate::text::{fold, marks, notes};

/// What ended a region, where that says something about another field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stray {
    /// The label that stands there without being assigned.
    pub label: LabelId,
    /// The piece it opens.
    pub piece: usize,
    /// Its text.
    pub span: Span,
}

/// A label's value.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Region {
    /// The stretches of text, in reading order.
    pub fragments: Vec<Fragment>,
    /// The unassigned label of a sister field that ended the region.
    pub stray: Option<Stray>,
}

/// Strokes that part values of a line.
const SEPARATORS: [char; 2] = ['/', '|'];

/// Brackets that titles are set in.
const FRAME: [[char; 3]; 2] = [['<', '〈', '《'], ['>', '〉', '》']];

/// Commas that part values of a line.
const COMMAS: [char; 2] = ['、', ','];

/// Cells that a row of labels and the row below it have at most.
const MOST_CELLS: usize = 32;

/// Finds regions.
pub struct Regions<'a> {
    /// The text.
    pub normalized: &'a Normalized,
    /// The pieces' roles.
    pub sections: &'a Sections,
    /// The form.
    pub form: &'a Form,
    /// The labels found.
    pub matches: &'a Matches,
    /// The piece before which the last region ends.
    pub end: usize,
}

/// What a piece means for the region before it.
enum RegionStep {
    /// It belongs to the region, up to an offset.
    Take(usize),
    /// It is printed text in between.
    Skip,
    /// The region ends before it.
    Stop(Option<Stray>),
}

impl Regions<'_> {
    /// The region of the label that a candidate is.
    #[must_use]
    pub fn of(&self, label: &Candidate) -> Region {
        let mut region = Region::default();
        let Some(home) = self.normalized.pieces.get(label.piece) else { return region };
        if let Some(found) = self.matches.value_before(label.label) {
            region.fragments.push(found.value);
            return region;
        }
        if let Some(below) = self.below(label, home) {
            region.fragments.extend(below);
            return region;
        }
        let (end, is_cut) = self.end_in(label.piece, label.span.end, home.span.end);
        let rest = Span::new(label.span.end, end);
        // A table's title, and what stands below it, may have been taken for the rest of the label's cell.
        let is_title = |key: &str| self.form.is_table_title(key) || self.form.opens_table(key);
        let is_of_table = !self.form.tables.is_empty() && is_title(&fold::key(self.normalized.text_of(rest)));
        let rest = if is_of_table { Span::new(label.span.end, label.span.end) } else { rest };
        region.fragments.push(Fragment { piece: label.piece, span: rest });
        if is_cut {
            return region;
        }
        for index in label.piece + 1..self.end {
            let Some(piece) = self.normalized.pieces.get(index) else { break };
            if self.matches.is_tail(index) {
                continue;
            }
            if self.labels_its_row(home, &region, index, piece) || self.is_written(&region) && self.is_framed(piece) {
                break;
            }
            match self.step(label, home, index, piece) {
                // The number of a note that the label bears, whose sign ends the label's line: 注 | 12).
                RegionStep::Take(_)
                    if piece.cell.is_none()
                        && self.opens_note(&region)
                        && notes::is_of_marks(self.normalized.text_of(piece.span)) =>
                {
                    region.fragments.clear();
                }
                RegionStep::Take(end) => {
                    region.fragments.push(Fragment { piece: index, span: Span::new(piece.span.start, end) });
                    if end < piece.span.end {
                        break;
                    }
                }
                RegionStep::Skip => {}
                RegionStep::Stop(stray) => {
                    region.stray = stray;
                    break;
                }
            }
        }
        region
    }

    /// Whether nothing but the sign of a note stands behind a label so far.
    fn opens_note(&self, region: &Region) -> bool {
        matches!(region.fragments[..], [only] if self.normalized.text_of(only.span).trim() == "注")
    }

    /// The cell below a label whose row holds nothing but labels, over a row that holds none: what is in it, if anything is. `None` where
    /// the rows are others.
    fn below(&self, label: &Candidate, home: &Piece) -> Option<Option<Fragment>> {
        let own = home.cell?;
        let next = own.row.saturating_add(own.row_span);
        let in_row = |row: u32| {
            let pieces = self.normalized.pieces.iter().enumerate();
            let from = pieces.skip(label.piece.saturating_sub(MOST_CELLS)).take(2 * MOST_CELLS);
            from.filter_map(move |(index, piece)| {
                Some((index, piece, piece.cell.filter(|cell| cell.table == own.table && cell.row == row)?))
            })
        };
        let is_field = |index: usize, piece: &Piece| {
            let rest = |found: &Candidate| {
                self.normalized.text_of(Span::new(found.span.end, piece.span.end)).trim().is_empty()
            };
            self.matches.iter().any(|found| {
                found.piece == index
                    && rest(found)
                    && self.form.label(found.label).field.as_ref().is_some_and(|field| field.targets.len() == 1)
            })
        };
        let labels: Vec<Position> = in_row(own.row).map(|(.., cell)| cell).collect();
        let is_labels = labels.len() > 1
            && in_row(own.row).all(|(index, piece, cell)| cell.row_span == own.row_span && is_field(index, piece));
        if !is_labels || !self.normalized.text_of(Span::new(home.span.start, label.span.start)).trim().is_empty() {
            return None;
        }
        let is_value = |index: usize, cell: &Position| {
            let is_content = self.sections.places.get(index).is_some_and(|place| place.role == Role::Content);
            let is_label =
                self.matches.iter().any(|found| found.piece == index) || self.matches.stray_at(index).is_some();
            is_content && !is_label && labels.iter().any(|label| label.column == cell.column)
        };
        let is_values =
            in_row(next).all(|(index, _, cell)| is_value(index, &cell)) && in_row(next).count() * 2 >= labels.len();
        if !is_values || in_row(next).next().is_none() {
            return None;
        }
        let value = in_row(next).find(|(.., cell)| cell.column == own.column);
        Some(value.map(|(index, piece, _)| Fragment { piece: index, span: piece.span }))
    }

    /// Whether a piece of another row stands left of the value's column with text in that column beside it:
    /// the label of a row that the form does not know.
    fn labels_its_row(&self, home: &Piece, region: &Region, index: usize, piece: &Piece) -> bool {
        let cell_of = |index: usize| self.normalized.pieces.get(index).and_then(|piece| piece.cell);
        let (Some(home), Some(cell)) = (home.cell, piece.cell) else { return false };
        let Some(value) = region.fragments.get(1).and_then(|first| cell_of(first.piece)) else { return false };
        let beside = cell_of(index + 1).is_some_and(|next| next.row == cell.row && next.column == value.column);
        is_another_row(&home, &cell) && cell.column < value.column && beside
    }

    fn step(&self, label: &Candidate, home: &Piece, index: usize, piece: &Piece) -> RegionStep {
        match self.sections.places.get(index).map(|place| place.role) {
            Some(Role::Content) => {}
            Some(Role::Furniture) => return RegionStep::Skip,
            // The mark of a note that the label bears, on a line of its own.
            Some(Role::Note) if piece.cell.is_none() && notes::is_marks(self.normalized.text_of(piece.span)) => {
                return RegionStep::Skip;
            }
            _ => return RegionStep::Stop(None),
        }
        let (end, is_cut) = self.end_in(index, piece.span.start, piece.span.end);
        if is_cut && self.opens_label(index, piece, end) || self.numbers_next(index, piece) {
            return RegionStep::Stop(None);
        }
        if let Some(stray) = self.matches.stray_at(index)
            && !self.is_own_wording(label, stray)
            && !self.is_own_column(label, stray)
        {
            return self.stray(label, home, piece, stray);
        }
        let goes_on = !ends_rows(home, piece) || self.is_marked_option(label, piece);
        if goes_on { RegionStep::Take(end) } else { RegionStep::Stop(None) }
    }

    /// Whether a piece opens with the label that stands at an offset in it, or with those that hold it: サービス提供時間 システム.
    fn opens_label(&self, index: usize, piece: &Piece, at: usize) -> bool {
        let head = fold::key(self.normalized.text_of(Span::new(piece.span.start, at)));
        let labels = self.matches.iter().chain(self.matches.headed().iter().map(|headed| &headed.label));
        let mut there = labels.filter(|label| label.piece == index && label.span.start == at);
        at == piece.span.start || there.any(|label| is_of_holders(self.form, label.label, &head))
    }

    /// Whether a piece is only the numbering of the label that stands at the head of the next one.
    fn numbers_next(&self, index: usize, piece: &Piece) -> bool {
        let next = self.normalized.pieces.get(index + 1).map(|next| next.span.start);
        let is_labelled = next.is_some() && self.matches.next_in(index + 1, 0) == next;
        let is_section =
            || self.matches.is_by_section && numbering::is_section(self.normalized.text_of(piece.span).trim());
        is_labelled
            && (numbering::is_alone(self.normalized, piece.span)
                || is_section()
                || self.matches.numbered.contains(&index))
    }

    /// Whether a value has any text so far.
    fn is_written(&self, region: &Region) -> bool {
        region.fragments.iter().any(|fragment| !self.normalized.text_of(fragment.span).trim().is_empty())
    }

    /// Whether a line is a label in angle brackets, which titles are set in and values are not: <事務手数料等>.
    fn is_framed(&self, piece: &Piece) -> bool {
        let text = self.normalized.text_of(piece.span).trim();
        piece.cell.is_none()
            && text.starts_with(FRAME[0])
            && text.ends_with(FRAME[1])
            && self.form.is_label(self.normalized.key_of(piece))
    }

    /// What an unassigned label at a piece's head means.
    fn stray(&self, label: &Candidate, home: &Piece, piece: &Piece, stray: &Candidate) -> RegionStep {
        let known = self.form.label(stray.label);
        if self.is_option(label, piece) {
            return RegionStep::Take(piece.span.end);
        }
        let parent = self.form.label(label.label).parent;
        let is_sister = self.form.labels.iter().any(|sister| {
            sister.parent == parent && sister.field.is_some() && sister.keys.iter().any(|key| known.keys.contains(key))
        });
        if is_sister {
            return RegionStep::Stop(Some(Stray { label: stray.label, piece: stray.piece, span: stray.span }));
        }
        match (stray.fit, known.field.is_some()) {
            // A heading that moved between the rows it heads.
            (Fit::Whole, false) if piece.cell.is_none() => RegionStep::Skip,
            (Fit::Whole, true) => RegionStep::Stop(None),
            _ if ends_rows(home, piece) => RegionStep::Stop(None),
            (Fit::Whole, false) => RegionStep::Skip,
            _ => RegionStep::Take(piece.span.end),
        }
    }

    /// Whether an unassigned label is only another wording of the label: the URL in ホームページアドレス | URL https://….
    fn is_own_wording(&self, label: &Candidate, stray: &Candidate) -> bool {
        let keys = &self.form.label(label.label).keys;
        let wording = |candidate: &Candidate| fold::key(self.normalized.text_of(candidate.span));
        keys.contains(&wording(stray)) && wording(stray) != wording(label)
    }

    /// Whether an unassigned label is the heading of one of the label's columns, in its value.
    fn is_own_column(&self, label: &Candidate, stray: &Candidate) -> bool {
        let columns = self.form.label(label.label).field.iter().flat_map(|field| &field.targets);
        let keys = columns.filter_map(|target| target.column).flat_map(|column| &self.form.label(column).keys);
        let known = &self.form.label(stray.label).keys;
        keys.into_iter().any(|key| known.contains(key))
    }

    /// Whether a piece opens with an option of the label's own field.
    fn is_option(&self, label: &Candidate, piece: &Piece) -> bool {
        let key = self.normalized.key_of(piece);
        let field = self.form.label(label.label).field.as_ref();
        field.is_some_and(|field| {
            field.options.iter().flat_map(|option| &option.keys).any(|known| key.starts_with(known.as_str()))
        })
    }

    /// Whether a piece of scraped text opens with a mark and an option of the label's own field: its line goes on with the
    /// label's, wherever its tabs put it.
    fn is_marked_option(&self, label: &Candidate, piece: &Piece) -> bool {
        let text = self.normalized.text_of(piece.span);
        let behind = marks::at_head(text).and_then(|(_, length)| text.get(length..));
        let field = self.form.label(label.label).field.as_ref();
        let keys = || field.iter().flat_map(|field| &field.options).flat_map(|option| &option.keys);
        let is_own = |text: &str| keys().any(|known| fold::length_of(text, known).is_some());
        self.normalized.document.is_scraped() && behind.is_some_and(is_own)
    }

    /// Where a value ends that a stroke or a comma parts from the next label in its line: 機関本体:3名 / 協力・関係会社:2名. A stroke
    /// right behind a letter or digit may be the value's own: it ends a URL.
    fn before_separator(&self, start: usize, end: usize) -> usize {
        let text = self.normalized.text_of(Span::new(start, end.max(start)));
        let text = text.trim_end();
        let stroke = text.strip_suffix(SEPARATORS);
        let stroke = stroke.filter(|value| value.ends_with(|c: char| c == ' ' || !c.is_ascii()));
        let value = stroke.or_else(|| text.strip_suffix(COMMAS));
        value.map_or(end, |value| start + value.trim_end().len())
    }

    /// Where text from `start` ends: at the next assigned label in the piece, or at the piece's end.
    fn end_in(&self, piece: usize, start: usize, end: usize) -> (usize, bool) {
        match self.matches.next_in(piece, start) {
            Some(next) => (self.before_separator(start, next), true),
            None => (end, false),
        }
    }
}

/// Whether a piece can't belong to the rows of the label at home: it opens another row, or leaves the table.
fn ends_rows(home: &Piece, piece: &Piece) -> bool {
    match (home.cell, piece.cell) {
        (Some(home), Some(cell)) => is_another_row(&home, &cell) && cell.column <= home.column,
        (None, None) => false,
        _ => true,
    }
}

fn is_another_row(home: &Position, cell: &Position) -> bool {
    home.table != cell.table || cell.row >= home.row + home.row_span
}
