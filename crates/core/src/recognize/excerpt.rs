//! Excerpts: the text of a field, put together from the pieces that hold it, each part knowing its source.

use crate::document::{Document, Place, Span};
use crate::normalize::Normalized;
use crate::record::Evidence;
use crate::segment::FoundCell;
use crate::text::fold;
use crate::text::scripts::is_japanese;
use std::borrow::Cow;
use std::collections::HashSet;

/// A stretch of one piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Fragment {
    /// The piece.
    pub piece: usize,
    /// The stretch, in the normalized text.
    pub span: Span,
}

/// Text put together from fragments.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Excerpt {
    /// The text: fragments joined by spaces, or by nothing where a row was cut inside a sentence.
    pub text: String,
    /// Where each fragment begins in the text, and what it is.
    parts: Vec<(usize, Fragment)>,
}

impl Excerpt {
    /// Puts fragments together.
    #[must_use]
    pub fn new(normalized: &Normalized, fragments: &[Fragment]) -> Self {
        let size = fragments.iter().map(|fragment| fragment.span.len() + 1).sum();
        let mut excerpt = Self { text: String::with_capacity(size), parts: Vec::with_capacity(fragments.len()) };
        let mut is_list = false;
        for fragment in fragments {
            let text = normalized.text_of(fragment.span);
            let opening = text.trim_start();
            let trimmed = opening.trim_end();
            if trimmed.is_empty() {
                continue;
            }
            let start = fragment.span.start + (text.len() - opening.len());
            let span = Span::new(start, start + trimmed.len());
            if let Some((_, last)) = excerpt.parts.last()
                && (!is_cut(normalized, last, fragment) || opens_entry(normalized, &excerpt.text, is_list, fragment))
            {
                excerpt.text.push(' ');
            }
            is_list |= excerpt.text.ends_with(' ') && trimmed.starts_with('・') || trimmed.contains(" ・");
            excerpt.parts.push((excerpt.text.len(), Fragment { piece: fragment.piece, span }));
            excerpt.text.push_str(trimmed);
        }
        excerpt
    }

    /// The text of a cell of one of the form's tables.
    #[must_use]
    pub fn of_cell(normalized: &Normalized, cell: &FoundCell) -> Self {
        let pieces = cell.pieces.iter().filter_map(|index| Some((*index, normalized.pieces.get(*index)?)));
        let within = |span: Span| match cell.within {
            Some(within) => Span::new(span.start.max(within.start), span.end.min(within.end)),
            None => span,
        };
        let fragments: Vec<Fragment> = pieces.map(|(piece, of)| Fragment { piece, span: within(of.span) }).collect();
        Self::new(normalized, &fragments)
    }

    /// Where lines of the source begin within the text, but for the first.
    #[must_use]
    pub fn line_starts(&self, normalized: &Normalized) -> Vec<usize> {
        let mut starts = Vec::new();
        for (at, fragment) in &self.parts {
            starts.extend(Some(*at).filter(|at| *at > 0));
            let raw = normalized.raw_span(fragment.span).of(&normalized.document.text);
            if !raw.contains('\n') {
                continue;
            }
            let text = normalized.text_of(fragment.span);
            let mut last = None;
            for (offset, c) in text.char_indices() {
                let from = fragment.span.start + offset;
                let own = normalized.raw_span(Span::new(from, from + c.len_utf8()));
                let between = last.map(|last| Span::new(last, own.start).of(&normalized.document.text));
                if between.is_some_and(|between| between.contains('\n')) {
                    starts.push(at + offset);
                }
                last = Some(if own.is_empty() { own.start } else { own.end });
            }
        }
        starts
    }

    /// Whether nothing is written.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The pieces that hold it.
    pub fn pieces(&self) -> impl Iterator<Item = usize> + '_ {
        self.parts.iter().map(|(_, fragment)| fragment.piece)
    }

    /// Parts the text at an offset.
    #[must_use]
    pub fn split_at(&self, middle: usize) -> (Self, Self) {
        (self.slice(0, middle), self.slice(middle, self.text.len()))
    }

    /// A stretch of the text, without the white space around it.
    #[must_use]
    pub fn slice(&self, start: usize, end: usize) -> Self {
        let stretch = self.text.get(start..end).unwrap_or_default();
        let start = start + (stretch.len() - stretch.trim_start().len());
        let text = stretch.trim();
        let end = start + text.len();
        let part = |(at, fragment): &(usize, Fragment)| {
            let first = start.saturating_sub(*at).min(fragment.span.len());
            let last = end.saturating_sub(*at).min(fragment.span.len());
            let span = Span::new(fragment.span.start + first, fragment.span.start + last);
            (first < last).then_some((at.saturating_sub(start), Fragment { piece: fragment.piece, span }))
        };
        Self { text: text.to_owned(), parts: self.parts.iter().filter_map(part).collect() }
    }

    /// Where a fragment begins in the text.
    pub fn starts(&self) -> impl Iterator<Item = usize> + '_ {
        self.parts.iter().map(|(start, _)| *start)
    }

    /// The matching key of the text.
    #[must_use]
    pub fn key<'n>(&self, normalized: &'n Normalized) -> Cow<'n, str> {
        let whole = match self.parts.as_slice() {
            [(_, Fragment { piece, span })] => normalized.pieces.get(*piece).filter(|piece| piece.span == *span),
            _ => None,
        };
        whole.map_or_else(|| fold::key(&self.text).into(), |piece| normalized.key_of(piece).into())
    }

    /// Whether the line ends between the two characters of a stretch of the text.
    #[must_use]
    pub fn ends_line(&self, normalized: &Normalized, stretch: Span) -> bool {
        let pair = self.slice(stretch.start, stretch.end);
        match pair.parts.as_slice() {
            [(_, whole)] => normalized.raw_span(whole.span).of(&normalized.document.text).contains('\n'),
            parts => parts.len() > 1,
        }
    }

    /// The evidence of the whole text.
    #[must_use]
    pub fn evidence(&self, normalized: &Normalized) -> Option<Evidence> {
        self.evidence_of(normalized, 0, self.text.len())
    }

    /// The evidence of a stretch of the text.
    #[must_use]
    pub fn evidence_of(&self, normalized: &Normalized, start: usize, end: usize) -> Option<Evidence> {
        let spans = self.parts.iter().filter_map(|(at, fragment)| {
            let first = fragment.span.start + start.saturating_sub(*at).min(fragment.span.len());
            let last = fragment.span.start + end.saturating_sub(*at).min(fragment.span.len());
            (first < last).then_some((fragment.piece, Span::new(first, last)))
        });
        evidence(normalized, spans)
    }
}

/// Whether a fragment opens an entry of a list that the text before is already.
fn opens_entry(normalized: &Normalized, before: &str, is_list: bool, next: &Fragment) -> bool {
    normalized.text_of(next.span).starts_with('・') && (is_list || before.ends_with('。'))
}

/// Whether the next fragment goes on what a row's end cut: in another row, Japanese on both sides, a hyphen amid a range or a
/// number, or a part of a date before its unit.
fn is_cut(normalized: &Normalized, last: &Fragment, next: &Fragment) -> bool {
    let cell = |fragment: &Fragment| normalized.pieces.get(fragment.piece).and_then(|piece| piece.cell);
    let same_row = match (cell(last), cell(next)) {
        (Some(a), Some(b)) => a.table == b.table && a.row == b.row,
        _ => false,
    };
    if same_row {
        return false;
    }
    let mut ending = normalized.text_of(last.span).trim_end().chars().rev();
    let (end, before_end) = (ending.next(), ending.next());
    let start = normalized.text_of(next.span).trim_start().chars().next();
    let is_latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    if end == Some('-') && is_latin(before_end) && is_latin(start) {
        return true;
    }
    if end.is_some_and(|c| c.is_ascii_digit()) && matches!(start, Some('年' | '月' | '日')) {
        return true;
    }
    end.is_some_and(is_japanese) && start.is_some_and(is_japanese)
}

/// How much longer the raw text of most values is than they are, in bytes: the markup of a check box.
const RAW_EXTRA: usize = 48;

/// The evidence of stretches of pieces: what the input has there, and where.
pub fn evidence(normalized: &Normalized, spans: impl Iterator<Item = (usize, Span)>) -> Option<Evidence> {
    let document = &normalized.document;
    let mut found: Option<Evidence> = None;
    let mut cells = HashSet::new();
    for (piece, span) in spans {
        let raw = normalized.raw_span(span);
        let run = normalized.pieces.get(piece).map_or(0, |piece| piece.run);
        let evidence = found.get_or_insert_with(|| Evidence {
            raw: String::with_capacity(raw.len() + RAW_EXTRA),
            ..Evidence::default()
        });
        if !evidence.raw.is_empty() {
            evidence.raw.push(' ');
        }
        for (run, part) in document.runs_from(run, raw) {
            evidence.raw.push_str(run.literal.as_deref().unwrap_or_else(|| part.of(&document.text)));
            add_place(evidence, document, run.place, &mut cells);
        }
    }
    found
}

/// Adds a cell's name, once.
fn add_cell(evidence: &mut Evidence, name: Option<String>, known: &mut HashSet<String>) {
    let Some(name) = name else { return };
    if known.contains(&name) {
        return;
    }
    let names = evidence.cell.get_or_insert_default();
    if !names.is_empty() {
        names.push_str("; ");
    }
    names.push_str(&name);
    known.insert(name);
}

/// Adds to evidence where a run stands: lines, the rectangle on the first page, the cells.
fn add_place(evidence: &mut Evidence, document: &Document, place: Place, cells: &mut HashSet<String>) {
    match place {
        Place::Line(line) => {
            let [first, last] = evidence.lines.unwrap_or([line, line]);
            evidence.is_wrapped |= document.is_ruled && line != first;
            evidence.lines = Some([line.min(first), line.max(last)]);
        }
        Place::Page { page, bbox } => match (evidence.page, &mut evidence.bbox) {
            (Some(first), Some(rect)) if first == page => {
                evidence.is_wrapped |= f32::midpoint(bbox.y0, bbox.y1) > rect.y1;
                *rect = rect.union(bbox);
            }
            (Some(_), _) => evidence.is_wrapped = true,
            (None, _) => (evidence.page, evidence.bbox) = (Some(page), Some(bbox)),
        },
        place => add_cell(evidence, document.cell_name(place), cells),
    }
}
