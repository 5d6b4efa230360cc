//! Labels with slips: where the order says that a label should stand, writings that come close to it.
//!
//! Only labels that the exact pass did not find are looked for, and only between their neighbours. Two
//! kinds of damage are mended: wrong, missing or doubled characters (OCR, typing), and labels cut in two
//! by a page break or a narrow column.

use super::labels::{self, Candidate, Fit};
use crate::document::Span;
use crate::form::{FieldKind, Form, LabelId, Part};
use crate::normalize::{Normalized, Piece};
use crate::text::fold;
use crate::text::values::{self, Reading};

/// How many pieces are searched for one label.
const SEARCHED_PIECES: usize = 80;

/// One slip is forgiven for this many characters of a label.
const CHARS_PER_SLIP: usize = 4;

/// Length of a label up to which a slip is forgiven only in a cell of the same length.
const SHORT_LABEL: usize = 3;

/// How many pieces behind its beginning the rest of a cut label may stand.
const CUT_DISTANCE: usize = 8;

/// Points of an approximate label, in percent of an exact one.
const FUZZY_PERCENT: i32 = 70;

/// Candidates for the labels of a part that were not found, among the given pieces.
#[must_use]
pub fn candidates(
    normalized: &Normalized,
    form: &Form,
    part: Part,
    pieces: &[usize],
    exact: &[Candidate],
    assigned: &[Option<usize>],
) -> Vec<Candidate> {
    let mut found = Vec::new();
    for (label, known) in form.labels.iter().enumerate() {
        if known.part != part || assigned.get(label).copied().flatten().is_some() {
            continue;
        }
        // A label that repeats may have been taken for its namesake: only unique ones bound the search.
        let at = |id: &LabelId| {
            let found = assigned.get(*id).copied().flatten().and_then(|index| exact.get(index));
            found.filter(|_| form.label(*id).is_unique)
        };
        let after = (0..label).rev().find_map(|id| at(&id)).map_or(0, |candidate| candidate.span.end);
        let before =
            (label..form.labels.len()).find_map(|id| at(&id)).map_or(usize::MAX, |candidate| candidate.span.start);
        let search = Search { normalized, form, label, after, before };
        found.extend(search.in_pieces(pieces));
    }
    found
}

struct Search<'a> {
    normalized: &'a Normalized,
    form: &'a Form,
    label: LabelId,
    /// Offset in the text where the label before ends.
    after: usize,
    /// Offset in the text where the label behind begins.
    before: usize,
}

impl Search<'_> {
    fn in_pieces(&self, pieces: &[usize]) -> Vec<Candidate> {
        let piece_at = |index: &usize| self.normalized.pieces.get(*index);
        let first = pieces.partition_point(|index| piece_at(index).is_some_and(|piece| piece.span.end <= self.after));
        let last = pieces.partition_point(|index| piece_at(index).is_some_and(|piece| piece.span.start < self.before));
        let range = pieces.get(first..last.min(first + SEARCHED_PIECES)).unwrap_or_default();
        let mut found = Vec::new();
        for (position, &index) in range.iter().enumerate() {
            let Some(piece) = self.normalized.pieces.get(index) else { continue };
            for key in &self.form.label(self.label).keys {
                // What lacks its end and has it on a later line was cut, not miswritten.
                let cut = self.cut(range.get(position..).unwrap_or_default(), piece, key);
                found.extend(cut.or_else(|| self.with_slips(index, piece, key)));
            }
        }
        found
    }

    /// The label with a few characters wrong: at the head of the piece, or behind a space in it.
    fn with_slips(&self, index: usize, piece: &Piece, key: &str) -> Option<Candidate> {
        let length = key.chars().count();
        let allowed = (length / CHARS_PER_SLIP).max(1);
        let starts =
            self.normalized.key_starts(piece).filter(|start| self.normalized.text_span(*start).start >= self.after);
        starts.filter(|start| shares_enough(key, start.of(&self.normalized.keys), length)).find_map(|start| {
            let text = start.of(&self.normalized.keys);
            let heads = closest_heads(key, text);
            let fits = |head: &&LabelHead| {
                let is_long = length > SHORT_LABEL || (head.end == piece.key.len() && text.chars().count() == length);
                head.slips > 0 && head.slips <= allowed && is_long
            };
            // Of heads that come equally close the longest that ends as a label ends is it.
            heads.iter().rev().filter(fits).find_map(|head| {
                self.candidate(index, piece, Span::new(start.start, start.start + head.end), key, Vec::new())
            })
        })
    }

    /// The label's beginning as a whole piece, with its rest as later ones below it.
    fn cut(&self, pieces: &[usize], head: &Piece, key: &str) -> Option<Candidate> {
        let (index, following) = pieces.split_first()?;
        let length = key.chars().count();
        let mut joined = self.normalized.key_of(head).to_owned();
        if joined.chars().count() >= length || !shares_enough(&joined, key, joined.chars().count()) {
            return None;
        }
        let allowed = if length > SHORT_LABEL { length / CHARS_PER_SLIP } else { 0 };
        let mut tail = Vec::new();
        for next in following.iter().take(CUT_DISTANCE) {
            let piece = self.normalized.pieces.get(*next)?;
            let text = without_note(self.normalized.key_of(piece));
            if !is_below(head, piece) || !continues(&joined, text, key, allowed) {
                continue;
            }
            joined.push_str(text);
            tail.push(*next);
            let whole = closest_heads(key, &joined).last().copied()?;
            if whole.end == joined.len() && whole.slips <= allowed && joined.chars().count() + allowed >= length {
                return self.candidate(*index, head, head.key, key, tail);
            }
        }
        None
    }

    fn candidate(
        &self,
        piece_index: usize,
        piece: &Piece,
        found: Span,
        key: &str,
        tail: Vec<usize>,
    ) -> Option<Candidate> {
        let span = self.normalized.text_span(found);
        let text = self.normalized.text_of(piece.span);
        let after = text.get(span.end - piece.span.start..)?;
        let before = text.get(..span.start - piece.span.start)?;
        let fit = labels::fit(before, after, key.chars().count())?;
        if fit < Fit::Inner || (fit == Fit::Head && !self.is_value(after)) {
            return None;
        }
        let score = fuzzy_score(fit, key);
        let span = Span::new(span.start, span.end + labels::closing(after));
        Some(Candidate { piece: piece_index, label: self.label, span, fit, score, is_fuzzy: true, tail })
    }
}

impl Search<'_> {
    /// Whether what follows the label at once is a value of its type: 機関本体三人.
    fn is_value(&self, text: &str) -> bool {
        let field = self.form.label(self.label).field.as_ref();
        field.is_some_and(|field| field.kind == FieldKind::Count)
            && matches!(values::count::read(text.trim()), Reading::Value(_) | Reading::Blank)
    }
}

/// A key without the mark of a note at its end: 備等注12).
fn without_note(key: &str) -> &str {
    let bare = key.trim_end_matches(|c: char| c.is_ascii_digit());
    bare.strip_suffix('注').filter(|rest| bare.len() < key.len() && !rest.is_empty()).unwrap_or(key)
}

/// Points of an approximate label.
fn fuzzy_score(fit: Fit, key: &str) -> i32 {
    labels::score(fit, key) * FUZZY_PERCENT / 100
}

/// Whether a text goes on a label whose beginning is known: together they come close to the label's beginning.
fn continues(joined: &str, text: &str, key: &str, allowed: usize) -> bool {
    let together = format!("{joined}{text}");
    let length = together.chars().count();
    let slips = closest_heads(&together, key).first().map_or(usize::MAX, |head| head.slips);
    !text.is_empty() && length <= key.chars().count() + 1 && slips <= allowed
}

/// Whether a piece stands under another: in the same column of a table, or both outside tables.
fn is_below(head: &Piece, piece: &Piece) -> bool {
    match (head.cell, piece.cell) {
        (Some(head), Some(piece)) => head.column == piece.column && (piece.table, piece.row) > (head.table, head.row),
        (None, None) => true,
        _ => false,
    }
}

/// A quick look: whether half of the label's characters stand in the text's head at all.
fn shares_enough(key: &str, text: &str, length: usize) -> bool {
    let bit = |c: char| 1u64 << (u32::from(c) % 64);
    let head = text.chars().take(length + 2).fold(0, |bits, c| bits | bit(c));
    key.chars().filter(|c| head & bit(*c) != 0).count() * 2 > length
}

/// The head of a text as a writing of a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct LabelHead {
    /// Edit distance from the label.
    slips: usize,
    /// Its length in bytes.
    end: usize,
}

/// The heads of `text` that come closest to `key`, by length.
fn closest_heads(key: &str, text: &str) -> Vec<LabelHead> {
    let key: Vec<char> = key.chars().collect();
    let mut row: Vec<usize> = (0..=key.len()).collect();
    let mut heads: Vec<LabelHead> = Vec::new();
    for (count, (at, c)) in text.char_indices().take(key.len() + 2).enumerate() {
        let slips = next_row(&mut row, &key, c, count + 1);
        let known = heads.first().map_or(usize::MAX, |head| head.slips);
        if slips < known {
            heads.clear();
        }
        if slips <= known {
            heads.push(LabelHead { slips, end: at + c.len_utf8() });
        }
    }
    heads
}

/// One more row of the edit distance's table; its last entry is the distance of the text so far from the key.
fn next_row(row: &mut [usize], key: &[char], c: char, first: usize) -> usize {
    let mut diagonal = first - 1;
    let mut left = first;
    let mut entries = row.iter_mut();
    if let Some(entry) = entries.next() {
        *entry = first;
    }
    for (above, expected) in entries.zip(key) {
        let substituted = diagonal + usize::from(*expected != c);
        diagonal = *above;
        left = substituted.min(left + 1).min(*above + 1);
        *above = left;
    }
    left
}

/// Joins a label, whose piece ends amid a longer wording of it, with the rest of that in a piece below:
/// 財務基盤に関する資料また | は照会先.
#[must_use]
pub fn rejoined(normalized: &Normalized, form: &Form, pieces: &[usize], found: &Candidate) -> Option<Candidate> {
    let piece = normalized.pieces.get(found.piece)?;
    let key = normalized.key_of(piece);
    let position = pieces.binary_search(&found.piece).ok()?;
    let search = Search { normalized, form, label: found.label, after: 0, before: usize::MAX };
    let longer =
        form.label(found.label).keys.iter().filter(|longer| longer.starts_with(key) && longer.len() > key.len());
    longer.filter_map(|longer| search.cut(pieces.get(position..)?, piece, longer)).next()
}

/// Stretches a label over the rest of a longer wording that was written with slips: 所在地(住祈).
#[must_use]
pub fn stretched(normalized: &Normalized, form: &Form, found: &Candidate) -> Option<Candidate> {
    let piece = normalized.pieces.get(found.piece)?;
    let key = normalized.key_of(piece);
    let own = fold::key(normalized.text_of(found.span));
    if !key.starts_with(&own) || found.fit == Fit::Whole {
        return None;
    }
    if let Some(doubled) = doubled(normalized, piece, found) {
        return Some(doubled);
    }
    let in_brackets = normalized.text_of(Span::new(found.span.end, piece.span.end)).starts_with('(');
    let longer =
        form.label(found.label).keys.iter().filter(|longer| longer.starts_with(&own) && longer.len() > own.len());
    longer
        .filter_map(|longer| {
            let extra = longer.chars().count() - own.chars().count();
            let fits = |head: &LabelHead| {
                let fills = head.end == key.len();
                head.end > own.len() && head.slips <= (extra / SHORT_LABEL).max(usize::from(in_brackets || fills))
            };
            let head = closest_heads(longer, key).into_iter().rev().find(fits)?;
            let span = normalized.text_span(Span::new(piece.key.start, piece.key.start + head.end));
            let after = normalized.text_of(Span::new(span.end, piece.span.end));
            let span = Span::new(span.start, span.end + labels::closing(after));
            let fit = labels::fit("", after, longer.chars().count())?;
            Some(Candidate { span, fit, score: fuzzy_score(fit, longer), is_fuzzy: true, ..found.clone() })
        })
        .max_by_key(|candidate| candidate.span.end)
}

/// A label whose last character was written twice: 所在地(住所所).
fn doubled(normalized: &Normalized, piece: &Piece, found: &Candidate) -> Option<Candidate> {
    let last = normalized.text_of(found.span).chars().rfind(|c| c.is_alphanumeric())?;
    let after = normalized.text_of(Span::new(found.span.end, piece.span.end));
    let rest = after.strip_prefix(last)?;
    let end = found.span.end + last.len_utf8() + labels::closing(rest);
    let is_whole = normalized.text_of(Span::new(end, piece.span.end)).trim().is_empty();
    let key = fold::key(normalized.text_of(found.span));
    is_whole.then(|| Candidate {
        span: Span::new(found.span.start, end),
        fit: Fit::Whole,
        score: fuzzy_score(Fit::Whole, &key),
        is_fuzzy: true,
        ..found.clone()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_closest_head_is_found() {
        for (key, text, expected) in [
            ("提供開始の年月日", "提供開始の年月目", Some((1, 8))),
            ("最終更新日", "最終更新日2020", Some((0, 5))),
            ("必要となる設備等", "必要なとなる設備等", Some((1, 9))),
            ("機関本体", "機関木体8人", Some((1, 4))),
            ("電話番号", "電話番", Some((1, 3))),
        ] {
            let found = closest_heads(key, text).last().map(|head| (head.slips, text[..head.end].chars().count()));
            assert_eq!(found, expected, "{text}");
        }
    }
}
