//! Matches: the labels that were found, after alignment, mending and rescue.

use super::headed::{self, Headed};
use super::labels::{Candidate, Fit};
use super::{align, behind, crossing, fuzzy, inline_headings, labels, numbering};
use crate::document::Span;
use crate::form::{Form, LabelId, Part};
use crate::normalize::Normalized;
use std::collections::{BTreeMap, BTreeSet};

/// The labels of a part of the document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Matches {
    /// For each label of the form, where it stands.
    by_label: Vec<Option<Candidate>>,
    /// Where labels stand, by piece and offset: (piece, start).
    starts: Vec<(usize, usize)>,
    /// The same with the numbering before them.
    heads: Vec<(usize, usize)>,
    /// Pieces that hold the rest of a label cut in two.
    tails: Vec<usize>,
    /// Candidates that no label was assigned to, at the heads of their pieces.
    strays: Vec<Candidate>,
    /// Labels that stand elsewhere than the form has them.
    moved: Vec<LabelId>,
    /// Whether lines are numbered by their section: 5-2.
    pub(super) is_by_section: bool,
    /// The pieces that are the number of a label's row, or begin with it.
    pub(super) numbered: BTreeSet<usize>,
    /// Labels that name their column, each with a value of its own.
    headed: Vec<Headed>,
    /// The values that stand before their labels.
    values: BTreeMap<LabelId, behind::LabelBehind>,
}

/// Finds the labels of a part among its content pieces.
#[must_use]
pub fn find(normalized: &Normalized, form: &Form, part: Part, pieces: &[usize]) -> Matches {
    // One that fills its cell but is no wording was cut.
    let is_wording = |found: &Candidate| {
        let key = normalized.pieces.get(found.piece).map(|piece| normalized.key_of(piece));
        form.label(found.label).keys.iter().any(|known| Some(known.as_str()) == key)
    };
    let stretch = |found: Candidate| match found.fit {
        Fit::Whole if is_wording(&found) => found,
        _ => fuzzy::rejoined(normalized, form, pieces, &found)
            .or_else(|| fuzzy::stretched(normalized, form, &found))
            .unwrap_or(found),
    };
    let is_by_section = numbering::is_by_section(normalized, pieces);
    let exact = labels::candidates(normalized, form, part, pieces);
    let mut candidates: Vec<Candidate> = exact.into_iter().map(stretch).collect();
    let headed = headed::take(normalized, form, &mut candidates);
    let mut assigned = align::align(form, &candidates);
    let inline = inline_headings::find(normalized, form, &candidates, &assigned);
    // They open the values of their rows, and no label is assigned to them.
    let headings: Vec<Candidate> = candidates.extract_if(.., |found| inline.contains(&found.label)).collect();
    if !headings.is_empty() {
        assigned = align::align(form, &candidates);
    }
    let is_missing =
        |label: &LabelId| form.label(*label).part == part && assigned.get(*label).copied().flatten().is_none();
    let found = assigned.iter().flatten().count();
    if found > 0 && (0..form.labels.len()).any(|label| is_missing(&label)) {
        let mended = fuzzy::candidates(normalized, form, part, pieces, &candidates, &assigned);
        if !mended.is_empty() {
            candidates.extend(mended);
            candidates.sort_by_key(|candidate| (candidate.span.start, candidate.label, candidate.is_fuzzy));
            assigned = align::align(form, &candidates);
        }
    }
    // What names its column needs no other place.
    for headed in &headed {
        assigned.get_mut(headed.label.label).into_iter().for_each(|place| *place = None);
    }
    let crossing = crossing::find(normalized, form, pieces, &candidates);
    let mut matches = Matches::new(normalized, form, part, candidates, &assigned);
    matches.add_headed(normalized, headed);
    matches.is_by_section = is_by_section;
    matches.add_behind(normalized, behind::find(normalized, form, part, pieces));
    matches.add_behind(normalized, crossing);
    matches
}

impl Matches {
    fn new(
        normalized: &Normalized,
        form: &Form,
        part: Part,
        candidates: Vec<Candidate>,
        assigned: &[Option<usize>],
    ) -> Self {
        let by_label = assigned.iter().map(|index| index.and_then(|index| candidates.get(index)).cloned()).collect();
        let mut matches = Self { by_label, ..Self::default() };
        matches.rescue(normalized, form, part, &candidates);
        matches.pass_headings(normalized, &candidates);
        let found = || matches.by_label.iter().flatten();
        matches.starts = found().map(|candidate| (candidate.piece, candidate.span.start)).collect();
        matches.starts.sort_unstable();
        let mut places: Vec<(usize, Span)> = found().map(|candidate| (candidate.piece, candidate.span)).collect();
        places.sort_by_key(|(_, span)| span.start);
        let numbered = numbering::of_rows(normalized, &places);
        matches.heads = found().map(|candidate| (candidate.piece, head(normalized, &numbered, candidate))).collect();
        matches.numbered = numbered;
        matches.heads.sort_unstable();
        matches.tails = found().flat_map(|candidate| candidate.tail.iter().copied()).collect();
        matches.tails.sort_unstable();
        let (starts, tails) = (&matches.starts, &matches.tails);
        matches.strays = candidates
            .into_iter()
            .filter(|candidate| candidate.fit == Fit::Whole || (candidate.fit == Fit::Prefix && !candidate.is_fuzzy))
            .filter(|candidate| starts.binary_search(&(candidate.piece, candidate.span.start)).is_err())
            .filter(|candidate| tails.binary_search(&candidate.piece).is_err())
            .collect();
        matches.strays.dedup_by_key(|stray| stray.piece);
        matches
    }

    /// Adds the labels that stand behind their values. One whose value opens its line ends the value before it, as every label does.
    fn add_behind(&mut self, normalized: &Normalized, found: Vec<behind::LabelBehind>) {
        for found in found {
            let value = found.value;
            let first = if found.label.piece == value.piece {
                value.span.start.min(found.label.span.start)
            } else {
                value.span.start
            };
            let opens = normalized.pieces.get(value.piece).is_some_and(|piece| {
                piece.cell.is_none()
                    && normalized.text_of(Span::new(piece.span.start, first)).trim_matches([' ', '(']).is_empty()
            });
            if opens && let Some(piece) = normalized.pieces.get(value.piece) {
                for places in [&mut self.starts, &mut self.heads] {
                    let at = places.partition_point(|place| *place < (value.piece, piece.span.start));
                    places.insert(at, (value.piece, piece.span.start));
                }
            }
            if let Some(entry) = self.by_label.get_mut(found.label.label) {
                *entry = Some(found.label.clone());
                self.values.insert(found.label.label, found);
            }
        }
    }

    /// Adds the labels that name their column: values before them end there.
    fn add_headed(&mut self, normalized: &Normalized, headed: Vec<Headed>) {
        for Headed { label, .. } in &headed {
            if let Some(entry) = self.by_label.get_mut(label.label) {
                *entry = None;
            }
            self.starts.push((label.piece, label.span.start));
            self.heads.push((label.piece, head(normalized, &self.numbered, label)));
        }
        self.starts.sort_unstable();
        self.heads.sort_unstable();
        self.headed = headed;
    }

    /// The labels that name their column.
    pub(super) fn headed(&self) -> &[Headed] {
        &self.headed
    }

    /// The value of a label that stands behind it.
    #[must_use]
    pub(super) fn value_before(&self, label: LabelId) -> Option<&behind::LabelBehind> {
        self.values.get(&label)
    }

    /// Takes labels that stand out of order, where nothing else can be meant, and then what they hold.
    fn rescue(&mut self, normalized: &Normalized, form: &Form, part: Part, candidates: &[Candidate]) {
        let lone = lone(form, candidates);
        for (label, known) in form.labels.iter().enumerate() {
            if known.part != part || self.get(label).is_some() {
                continue;
            }
            let holder = known.parent.and_then(|parent| self.get(parent)).map(|holder| holder.span.start);
            let was_moved = known.parent.is_some_and(|parent| self.moved.contains(&parent));
            let rescued = candidates.iter().find(|candidate| {
                candidate.label == label
                    && !candidate.is_fuzzy
                    && candidate.fit >= Fit::Prefix
                    && !self.is_taken(candidate)
                    && ((known.is_unique && known.parent.is_some())
                        || (lone.contains(&label) && is_told(normalized, candidate))
                        || (was_moved && self.follows(holder, candidate.span.start))
                        || (known.is_column && self.is_beside_sister(normalized, form, candidate)))
            });
            if let Some(candidate) = rescued.cloned()
                && let Some(entry) = self.by_label.get_mut(label)
            {
                *entry = Some(candidate);
                self.moved.push(label);
            }
        }
    }

    /// Takes a label for the one right below a line that says the same: a heading over it.
    fn pass_headings(&mut self, normalized: &Normalized, candidates: &[Candidate]) {
        let below = |own: &Candidate| {
            let is_line = normalized.pieces.get(own.piece).is_some_and(|piece| piece.cell.is_none());
            let from = candidates.partition_point(|candidate| candidate.span.start <= own.span.start);
            let mut next = candidates.iter().skip(from).take_while(|candidate| candidate.piece <= own.piece + 1);
            let is_it = |candidate: &&Candidate| candidate.label == own.label && candidate.piece == own.piece + 1;
            next.find(is_it).filter(|next| is_line && own.fit == Fit::Whole && next.fit >= Fit::Prefix)
        };
        let passed: Vec<Candidate> =
            self.iter().filter_map(below).filter(|next| !self.is_taken(next)).cloned().collect();
        for next in passed {
            if let Some(entry) = self.by_label.get_mut(next.label) {
                *entry = Some(next);
            }
        }
    }

    /// Whether a column's heading fills a cell in the row of another column's of the same group: columns may stand in any order.
    fn is_beside_sister(&self, normalized: &Normalized, form: &Form, candidate: &Candidate) -> bool {
        let row = |found: &Candidate| {
            let cell = normalized.pieces.get(found.piece)?.cell?;
            Some((cell.table, cell.row)).filter(|_| found.fit == Fit::Whole)
        };
        let holder = form.label(candidate.label).parent;
        let sisters = self.iter().filter(|found| {
            let label = form.label(found.label);
            label.is_column && label.parent == holder
        });
        row(candidate).is_some_and(|own| sisters.into_iter().any(|sister| row(sister) == Some(own)))
    }

    fn is_taken(&self, candidate: &Candidate) -> bool {
        self.by_label
            .iter()
            .flatten()
            .any(|known| known.span.start < candidate.span.end && candidate.span.start < known.span.end)
    }

    /// Whether only labels of the same holder stand between the holder and an offset.
    fn follows(&self, holder: Option<usize>, offset: usize) -> bool {
        let Some(holder) = holder else { return false };
        holder < offset
            && !self.by_label.iter().flatten().any(|known| {
                known.span.start > holder && known.span.start < offset && !self.moved.contains(&known.label)
            })
    }

    /// Where a label stands.
    #[must_use]
    pub fn get(&self, label: LabelId) -> Option<&Candidate> {
        self.by_label.get(label).and_then(Option::as_ref)
    }

    /// The labels found, in the form's order.
    pub fn iter(&self) -> impl Iterator<Item = &Candidate> {
        self.by_label.iter().flatten()
    }

    /// Whether a label stands elsewhere than the form has it.
    #[must_use]
    pub fn is_moved(&self, label: LabelId) -> bool {
        self.moved.contains(&label)
    }

    /// Whether any label does.
    #[must_use]
    pub fn has_moved(&self) -> bool {
        !self.moved.is_empty()
    }

    /// Whether a piece holds only the rest of a label.
    #[must_use]
    pub fn is_tail(&self, piece: usize) -> bool {
        self.tails.binary_search(&piece).is_ok()
    }

    /// The unassigned label at a piece's head.
    #[must_use]
    pub fn stray_at(&self, piece: usize) -> Option<&Candidate> {
        let at = self.strays.partition_point(|stray| stray.piece < piece);
        self.strays.get(at).filter(|stray| stray.piece == piece)
    }

    /// The unassigned labels at the heads of pieces.
    #[must_use]
    pub fn strays(&self) -> &[Candidate] {
        &self.strays
    }

    /// Where the next assigned label in a piece begins, from an offset on, with its numbering.
    #[must_use]
    pub fn next_in(&self, piece: usize, from: usize) -> Option<usize> {
        let at = self.heads.partition_point(|start| *start < (piece, from));
        self.heads.get(at).filter(|(other, _)| *other == piece).map(|(_, start)| *start)
    }
}

/// Whether a candidate fills its piece, or opens its line with a colon behind it.
fn is_told(normalized: &Normalized, candidate: &Candidate) -> bool {
    let piece = normalized.pieces.get(candidate.piece).filter(|piece| piece.cell.is_none());
    let behind = piece.map(|piece| normalized.text_of(Span::new(candidate.span.end, piece.span.end)));
    candidate.fit == Fit::Whole || behind.is_some_and(|text| text.trim_start().starts_with(':'))
}

/// The fields that no label holds and that only one place of the document can be, whatever the order: one that fills its piece.
fn lone(form: &Form, candidates: &[Candidate]) -> BTreeSet<LabelId> {
    let mut places = BTreeMap::<LabelId, usize>::new();
    for candidate in candidates.iter().filter(|candidate| candidate.fit >= Fit::Prefix && !candidate.is_fuzzy) {
        *places.entry(candidate.label).or_default() += 1;
    }
    let is_lone = |(label, count): &(&LabelId, &usize)| {
        let label = form.label(**label);
        **count == 1 && label.is_unique && label.parent.is_none() && label.field.is_some()
    };
    places.iter().filter(is_lone).map(|(label, _)| *label).collect()
}

/// Where a label begins, with the number or bullet before it.
fn head(normalized: &Normalized, numbered: &BTreeSet<usize>, candidate: &Candidate) -> usize {
    let piece = normalized.pieces.get(candidate.piece).map_or(candidate.span, |piece| piece.span);
    let before = || normalized.text_of(Span::new(piece.start, candidate.span.start)).trim();
    if numbered.contains(&candidate.piece) && before().bytes().all(|byte| byte.is_ascii_digit()) {
        return piece.start;
    }
    numbering::start(normalized, piece, candidate.span)
}
