//! Running text: pages that a web site or a letter set as one paragraph each, their lines and wide spaces gone. They are cut
//! into lines again where the form's printed wording begins: its titles, notes, labels, and the titles of a checklist's sections.

use crate::document::{Block, Document, Place, Script, Span};
use crate::form::{ChecklistForm, Form, TitleKey};
use crate::normalize::{Normalized, Piece, normalize};
use crate::recognize::{find_labels, labels::Fit};
use crate::segment::segment;
use std::collections::{BTreeMap, BTreeSet};

/// Least length of a paragraph that may hold a page, in bytes: three hundred kanji, more than all but a few items of a checklist have.
const LEAST_LENGTH: usize = 900;

/// Of so many bytes of a text one stands in such paragraphs, at least, where its lines are gone: an item may be as long.
const BYTES_PER_RUNNING: usize = 2;

/// Least number of labels that make a paragraph a page of the form.
const LEAST_LABELS: usize = 4;

/// How much may stand between the two titles of a checklist, and before the first in its line, in key bytes (第5.2版, 別添).
const BETWEEN_TITLES: usize = 12;

/// Least number of pages that begin alike.
const LEAST_HEADED: usize = 3;

/// Least shared beginning that ties a text to a known note, in key bytes.
const LEAST_SHARED: usize = 24;

/// Whether much of a text stands in paragraphs that may be pages.
fn are_running(paragraphs: impl Iterator<Item = Span>) -> bool {
    let (running, all) = paragraphs.fold((0, 0), |(running, all), span| {
        (running + if span.len() >= LEAST_LENGTH { span.len() } else { 0 }, all + span.len())
    });
    running > 0 && running * BYTES_PER_RUNNING >= all
}

/// A flat text with its pages cut into lines; nothing where none is running text.
pub(super) fn cut(flat: &Normalized, form: &Form) -> Option<Document> {
    if !are_running(flat.pieces.iter().map(|piece| piece.span)) {
        return None;
    }
    let mut cuts = BTreeSet::new();
    for piece in flat.pieces.iter().filter(|piece| is_running(piece)) {
        printed(flat, form, piece, &mut cuts);
    }
    let (sites, heads) = (between(flat), heads(flat));
    let parted = normalize(part(&flat.document, &cuts, &sites, &heads));
    let sections = segment(&parted, form);
    let labels = find_labels(&parted, &sections, form);
    let places = labels.form.iter().chain(labels.checklist.iter()).filter(|label| label.fit >= Fit::Inner);
    let mut places: Vec<(usize, usize)> = places.map(|label| (label.piece, label.span.start)).collect();
    places.sort_unstable();
    let (mut count, mut cuts) = (0, BTreeSet::new());
    for page in places.chunk_by(|a, b| a.0 == b.0).filter(|page| page.len() >= LEAST_LABELS) {
        count += page.len();
        cuts.extend(page.iter().map(|(_, start)| parted.raw_span(Span::new(*start, *start + 1)).start));
    }
    let has_title = sections.has_title || sections.edition.is_some();
    (has_title || count > 0).then(|| part(&parted.document, &cuts, &BTreeSet::new(), &BTreeMap::new()))
}

/// Adds where titles and notes begin and end in a piece.
fn printed(flat: &Normalized, form: &Form, piece: &Piece, cuts: &mut BTreeSet<usize>) {
    let text = flat.text_of(piece.span);
    let spaces = text.match_indices(' ').map(|(at, _)| piece.span.start + at + 1);
    // Words: where each begins in the text and in the key.
    let starts = std::iter::once(piece.span.start).chain(spaces);
    let words: Vec<(usize, Span)> = starts.zip(flat.key_starts(piece)).collect();
    let (mut end, mut is_note) = (piece.key.start, false);
    for (start, word) in words {
        let raw = flat.raw_span(Span::new(start, start + 1)).start;
        let before = flat.text_of(Span::new(piece.span.start, start.saturating_sub(1).max(piece.span.start)));
        let is_end = word.start >= end && (end > piece.key.start || is_note && before.ends_with(['。', ')']));
        if is_end {
            cuts.insert(raw);
            (end, is_note) = (piece.key.start, false);
        }
        if word.start < end {
            continue;
        }
        let key = word.of(&flat.keys);
        if let Some(length) = title(form, key).or_else(|| note(form, key)) {
            cuts.insert(raw);
            is_note = length == 0;
            end = if is_note { piece.key.start } else { word.start + length };
        }
    }
}

/// The length of the title that a key begins with.
pub(super) fn title(form: &Form, key: &str) -> Option<usize> {
    let at_head = |titles: &[TitleKey]| {
        titles.iter().map(TitleKey::text).filter(|title| key.starts_with(title)).map(str::len).max()
    };
    if let Some(length) = at_head(&form.title_keys) {
        return Some(length);
    }
    let checklist = form.checklist.as_ref()?;
    let section = checklist.sections.iter().flat_map(|section| &section.keys).filter(|title| key.starts_with(*title));
    annex(checklist, key).or_else(|| section.map(String::len).max())
}

/// The length of the checklist's title that a key begins with: its own one, behind the guideline's.
fn annex(checklist: &ChecklistForm, key: &str) -> Option<usize> {
    let [own, others @ ..] = &checklist.title_keys[..] else { return None };
    let lengths = others.iter().map(|other| other.text().len()).sum::<usize>();
    let head = key.get(..key.floor_char_boundary(own.length() + lengths + BETWEEN_TITLES * 2))?;
    let at = own.find(head)?;
    let leads =
        |other: &TitleKey| other.find(head).is_some_and(|lead| lead <= BETWEEN_TITLES && lead + other.length() <= at);
    (at <= BETWEEN_TITLES || others.iter().any(leads)).then_some(at + own.length())
}

/// The length of the note of the form that a key begins with; 0 where only its sentence's end tells. Its mark is gone.
fn note(form: &Form, key: &str) -> Option<usize> {
    let known = form.note_keys.get(&key.chars().next()?)?;
    let shared = |note: &String| {
        let same = note.bytes().zip(key.bytes()).take_while(|(a, b)| a == b).count();
        (same >= LEAST_SHARED.min(note.len())).then_some((same, note.len()))
    };
    let (same, whole) = known.iter().filter_map(shared).max()?;
    Some(if same == whole { same } else { 0 })
}

/// Where the paragraphs between pages begin that are the site's own: they repeat, but for numbers.
fn between(flat: &Normalized) -> BTreeSet<usize> {
    let pages: Vec<usize> = (0..flat.pieces.len()).filter(|at| flat.pieces.get(*at).is_some_and(is_running)).collect();
    let mut repeated: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let beside = pages.iter().flat_map(|page| [page.checked_sub(1), Some(page + 1)]).flatten();
    for piece in beside.collect::<BTreeSet<usize>>().into_iter().filter_map(|at| flat.pieces.get(at)) {
        let words = flat.text_of(piece.span).chars().filter(|c| !c.is_ascii_digit()).collect();
        if !is_running(piece) {
            repeated.entry(words).or_default().push(flat.raw_span(piece.span).start);
        }
    }
    repeated.into_values().filter(|places| places.len() > 1).flatten().collect()
}

/// Where the words with which pages begin alike end, by where those pages begin: lines that stand at the head of each. The first
/// stays: they may be the form's title, or a checklist's headings.
fn heads(flat: &Normalized) -> BTreeMap<usize, usize> {
    let mut pages: BTreeMap<&str, Vec<&Piece>> = BTreeMap::new();
    for piece in flat.pieces.iter().filter(|piece| is_running(piece)) {
        let first = flat.text_of(piece.span).split(' ').next().unwrap_or_default();
        pages.entry(first).or_default().push(piece);
    }
    let mut heads = BTreeMap::new();
    for pages in pages.into_values().filter(|pages| pages.len() >= LEAST_HEADED) {
        let mut texts = pages.iter().map(|page| flat.text_of(page.span));
        let shared = texts.next().map(|first| {
            texts.fold(first.len(), |length, text| {
                first.bytes().zip(text.bytes()).take(length).take_while(|(a, b)| a == b).count()
            })
        });
        for page in pages.iter().skip(1) {
            let text = flat.text_of(page.span);
            let head =
                text.get(..text.floor_char_boundary(shared.unwrap_or_default())).and_then(|head| head.rfind(' '));
            if let Some(length) = head {
                let end = page.span.start + length;
                heads.insert(flat.raw_span(page.span).start, flat.raw_span(Span::new(end, end + 1)).end);
            }
        }
    }
    heads
}

/// Whether a piece may hold a page.
fn is_running(piece: &Piece) -> bool {
    piece.span.len() >= LEAST_LENGTH
}

/// The document with its paragraphs cut: each a line of its own, without the heads of pages.
fn part(
    document: &Document,
    cuts: &BTreeSet<usize>,
    dropped: &BTreeSet<usize>,
    heads: &BTreeMap<usize, usize>,
) -> Document {
    let mut parted = Document::new(document.media_type);
    parted.script_gaps = document.script_gaps;
    parted.is_cut = true;
    for block in &document.blocks {
        let Block::Paragraph(span) = block else { continue };
        if dropped.contains(&span.start) {
            continue;
        }
        let place = document.runs_in(*span).next().map(|(run, _)| run.place);
        let line = if let Some(Place::Line(line)) = place { document.input_line(line) } else { 0 };
        let mut start = heads.get(&span.start).copied().unwrap_or(span.start).min(span.end);
        for cut in cuts.range(start + 1..span.end.max(start + 1)).copied().chain([span.end]) {
            parted.lines.push(line);
            let place = Place::Line(u32::try_from(parted.lines.len()).unwrap_or(u32::MAX));
            let text = Span::new(start, cut).of(&document.text).trim();
            let span = parted.push(text, place, Script::Normal);
            parted.push("\n", place, Script::Normal);
            parted.blocks.push(Block::Paragraph(span));
            start = cut;
        }
    }
    parted
}
