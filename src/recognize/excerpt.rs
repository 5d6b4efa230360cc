//! Excerpts: the text of a field, put together from the pieces that hold it, each part knowing its source.

use crate::document::{Place, Rect, Span};
use crate::normalize::Normalized;
use crate::record::Evidence;

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
        let mut excerpt = Self::default();
        for fragment in fragments {
            let text = normalized.text_of(fragment.span);
            let trimmed = text.trim();
            if trimmed.is_empty() {
                continue;
            }
            let start = fragment.span.start + (text.len() - text.trim_start().len());
            let span = Span::new(start, start + trimmed.len());
            if let Some((_, last)) = excerpt.parts.last()
                && !is_cut(normalized, &excerpt.text, last, fragment)
            {
                excerpt.text.push(' ');
            }
            excerpt.parts.push((excerpt.text.len(), Fragment { piece: fragment.piece, span }));
            excerpt.text.push_str(trimmed);
        }
        excerpt
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

    /// Where a fragment begins in the text.
    pub fn starts(&self) -> impl Iterator<Item = usize> + '_ {
        self.parts.iter().map(|(start, _)| *start)
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
            (first < last).then_some(Span::new(first, last))
        });
        evidence(normalized, spans)
    }
}

/// Whether the next fragment goes on a sentence that a row's end cut: Japanese on both sides, another row.
/// A ・ at its head opens an entry where the text before is a list already.
fn is_cut(normalized: &Normalized, before: &str, last: &Fragment, next: &Fragment) -> bool {
    let cell = |fragment: &Fragment| normalized.pieces.get(fragment.piece).and_then(|piece| piece.cell);
    let same_row = match (cell(last), cell(next)) {
        (Some(a), Some(b)) => a.table == b.table && a.row == b.row,
        _ => false,
    };
    let is_kana_or_kanji =
        |c: Option<char>| c.is_some_and(|c| matches!(c, '\u{3001}'..='\u{30fe}' | '\u{4e00}'..='\u{9fff}'));
    !same_row
        && is_kana_or_kanji(normalized.text_of(last.span).trim_end().chars().next_back())
        && is_kana_or_kanji(normalized.text_of(next.span).trim_start().chars().next())
        && !(normalized.text_of(next.span).starts_with('・') && (before.contains(" ・") || before.ends_with('。')))
}

/// The evidence of stretches of the normalized text: what the input has there, and where.
pub fn evidence(normalized: &Normalized, spans: impl Iterator<Item = Span>) -> Option<Evidence> {
    let document = &normalized.document;
    let mut found: Option<Evidence> = None;
    for span in spans {
        let raw = normalized.raw_span(span);
        let evidence =
            found.get_or_insert_with(|| Evidence { raw: String::new(), page: None, bbox: None, lines: None });
        if !evidence.raw.is_empty() {
            evidence.raw.push(' ');
        }
        evidence.raw.reserve(raw.len());
        // The lines the stretch spans, or the rectangle on its first page.
        let (mut lines, mut page) = (None, None);
        for (run, part) in document.runs_in(raw) {
            evidence.raw.push_str(run.literal.as_deref().unwrap_or_else(|| part.of(&document.text)));
            match run.place {
                Place::Line(line) => {
                    let [first, last] = lines.unwrap_or([line, line]);
                    lines = Some([line.min(first), line.max(last)]);
                }
                Place::Page { page: number, bbox } => match &mut page {
                    None => page = Some((number, bbox)),
                    Some((first, rect)) if *first == number => *rect = rect.union(bbox),
                    Some(_) => {}
                },
            }
        }
        join(evidence, (lines, page));
    }
    found
}

fn join(evidence: &mut Evidence, (lines, page): (Option<[u32; 2]>, Option<(u32, Rect)>)) {
    if let Some([first, last]) = lines {
        let [known_first, known_last] = evidence.lines.unwrap_or([first, last]);
        evidence.lines = Some([first.min(known_first), last.max(known_last)]);
    }
    if let Some((number, rect)) = page {
        match (evidence.page, evidence.bbox) {
            (None, _) | (_, None) => (evidence.page, evidence.bbox) = (Some(number), Some(rect)),
            (Some(known), Some(bbox)) if known == number => evidence.bbox = Some(bbox.union(rect)),
            _ => {}
        }
    }
}
