//! An item's marks: done, planned, neither or both, and the plan in the planned cell's brackets.

use super::items::DraftItem;
use crate::diagnostic::Code;
use crate::form::ChecklistForm;
use crate::normalize::Normalized;
use crate::recognize::excerpt::{Excerpt, Fragment};
use crate::record::Status;
use crate::text::brackets;
use crate::text::fold;
use crate::text::marks::{self, Mark, MarkToken};
use crate::text::values;
use std::borrow::Cow;

/// What an item's cells came to.
#[derive(Debug)]
pub(super) struct Marking {
    pub status: Status,
    pub plan: Option<String>,
    /// What is doubtful, and of which leaf.
    pub doubts: Vec<(Code, ItemLeaf)>,
    pub status_excerpt: Excerpt,
    /// Where the plan stands, if there is one.
    pub plan_excerpt: Excerpt,
}

/// A cell: its mark, and the text behind the mark.
#[derive(Debug, Default, Clone)]
struct MarkedCell<'t> {
    mark: Option<Mark>,
    rest: &'t str,
    /// Whether it says its heading in words.
    has_words: bool,
}

/// A leaf of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ItemLeaf {
    Text,
    Status,
    Plan,
}

impl ItemLeaf {
    /// Its JSON Pointer, by that of the item.
    pub fn below(self, item: &str) -> String {
        let key = match self {
            Self::Text => "/text",
            Self::Status => "/status",
            Self::Plan => "/plan",
        };
        [item, key].concat()
    }
}

/// What ○ says in the cells of a checklist.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Circles {
    /// It marks: items have one and nothing in the other cell, and no other mark is there.
    Mark,
    /// Its company tells.
    Company,
}

impl Circles {
    /// What it says where items are marked so.
    pub(super) fn of<'i>(normalized: &Normalized, items: impl Iterator<Item = &'i DraftItem>) -> Self {
        let (mut lone, mut others) = (0, 0);
        for item in items {
            let (done, planned) = cells(normalized, item);
            let marks = [&done, &planned].map(|cell| marks_of(cell).first().map(|token| token.mark));
            lone += usize::from(matches!(marks, [Some(Mark::Circle), None] | [None, Some(Mark::Circle)]));
            others += usize::from(marks.iter().any(|mark| matches!(mark, Some(Mark::Filled | Mark::Empty))));
        }
        if lone > 0 && others == 0 { Self::Mark } else { Self::Company }
    }
}

/// Reads an item's marks.
pub(super) fn read(normalized: &Normalized, form: &ChecklistForm, item: &DraftItem, circles: Circles) -> Marking {
    let all: Vec<Fragment> = [&item.done, &item.planned, &item.marks].into_iter().flatten().copied().collect();
    let status_excerpt = Excerpt::new(normalized, &all);
    let (done_text, planned_text) = cells(normalized, item);
    let mut done = cell(&done_text, &form.done_keys);
    let planned = cell(&planned_text, &form.planned_keys);
    let is_undone = done.mark.is_none() && fold::opening(done.rest, &form.undone_keys) == Some(done.rest.len());
    done.rest = if is_undone { "" } else { done.rest };
    let strayed = strayed(normalized, item).filter(|_| done.mark.is_none() && planned.mark.is_some());
    done.mark = done.mark.or(strayed);
    let (planned_rest, beyond) = if normalized.document.is_flat() { within(planned.rest) } else { (planned.rest, "") };
    let plan = plan(form, planned_rest);
    let (status, is_ambiguous) = status(&done, &planned, circles);
    // A mark alone, whose column nothing tells, says neither.
    let is_unplaced = is_unplaced(normalized, item) && !done.has_words && !planned.has_words;
    let is_unplaced = is_unplaced && matches!(status, Status::Done | Status::Planned) && plan.is_none();
    let (status, is_ambiguous) = if is_unplaced { (Status::Unmarked, true) } else { (status, is_ambiguous) };
    let mut doubts = Vec::new();
    if strayed.is_some() {
        doubts.push((Code::FieldLineGuess, ItemLeaf::Text));
    }
    if is_ambiguous || strayed.is_some() {
        doubts.push((Code::ChoiceAmbiguousMark, ItemLeaf::Status));
    }
    match status {
        Status::Conflict => doubts.push((Code::ChecklistConflict, ItemLeaf::Status)),
        Status::Unmarked => doubts.push((Code::ChecklistUnmarked, ItemLeaf::Status)),
        Status::Done | Status::Planned => {}
    }
    let holds_marks = plan.as_deref().is_some_and(|plan| marks::find(plan).next().is_some());
    let plan = plan.filter(|_| !holds_marks);
    if beyond.chars().any(char::is_alphanumeric) {
        doubts.push((Code::FieldLineGuess, ItemLeaf::Plan));
    }
    if holds_marks || done.rest.chars().any(char::is_alphanumeric) {
        doubts.push((Code::FieldUnparsed, ItemLeaf::Status));
    }
    if holds_marks {
        doubts.push((Code::FieldUnparsed, ItemLeaf::Plan));
    }
    if plan.is_none() && planned_text.contains(char::REPLACEMENT_CHARACTER) {
        doubts.push((Code::TextGarbled, ItemLeaf::Plan));
    }
    if plan.is_some() && !matches!(status, Status::Planned | Status::Conflict) {
        doubts.push((Code::ChecklistPlanWithoutMark, ItemLeaf::Plan));
    }
    let plan_cells = if item.planned.is_empty() { &item.marks } else { &item.planned };
    let plan_excerpt = if plan.is_some() { Excerpt::new(normalized, plan_cells) } else { Excerpt::default() };
    Marking { status, plan, doubts, status_excerpt, plan_excerpt }
}

/// Whether an item has one mark only, with nothing beside it, in a cell of no column that is known.
fn is_unplaced(normalized: &Normalized, item: &DraftItem) -> bool {
    let loose = text(normalized, &item.marks);
    let marks = marks_of(&loose);
    let is_alone = |only: &MarkToken| loose.get(only.end..).is_none_or(|rest| rest.trim().is_empty());
    item.done.is_empty() && item.planned.is_empty() && matches!(marks.as_slice(), [only] if is_alone(only))
}

/// The texts of the done and the planned cell. Marks whose columns are not known go by their order.
fn cells<'n>(normalized: &'n Normalized, item: &DraftItem) -> (Cow<'n, str>, Cow<'n, str>) {
    let (done, planned) = (text(normalized, &item.done), text(normalized, &item.planned));
    let loose = join(done, text(normalized, &item.marks));
    // Both marks slipped into the planned one's column.
    let has_slipped = || marks_of(&loose).is_empty() && marks_of(&planned).len() > 1;
    if !planned.is_empty() && !has_slipped() {
        return (loose, planned);
    }
    let loose = join(loose, planned);
    let found = marks_of(&loose);
    let split = match found.as_slice() {
        [_, second, ..] => second.start,
        // A lone mark right before its brackets is the planned one's.
        [only] if loose.get(only.end..).is_some_and(|rest| rest.starts_with('(')) && only.start == 0 => 0,
        [only] => only.end,
        [] => loose.find('(').unwrap_or(loose.len()),
    };
    let (first, second) = loose.split_at_checked(split).unwrap_or((&loose, ""));
    (first.trim().to_owned().into(), second.trim().to_owned().into())
}

/// The only mark within an item's text: that of its done cell, where a page set them so close that they run together.
fn strayed(normalized: &Normalized, item: &DraftItem) -> Option<Mark> {
    let text = text(normalized, &item.text);
    let mut marks = marks::find(&text);
    let only = marks.next()?;
    marks.next().is_none().then_some(only.mark)
}

/// The text of fragments, borrowed where it is one.
fn text<'n>(normalized: &'n Normalized, fragments: &[Fragment]) -> Cow<'n, str> {
    match fragments {
        [only] => normalized.text_of(only.span).trim().into(),
        _ => Excerpt::new(normalized, fragments).text.into(),
    }
}

/// The marks of loose cells, a tick at the head included.
fn marks_of(text: &str) -> Vec<MarkToken> {
    let mut found: Vec<MarkToken> = marks::find(text).collect();
    if let Some((mark, end)) = marks::lone_tick(text)
        && found.first().is_none_or(|first| first.start >= end)
    {
        found.insert(0, MarkToken { mark, start: 0, end });
    }
    found
}

fn join<'t>(a: Cow<'t, str>, b: Cow<'t, str>) -> Cow<'t, str> {
    if a.is_empty() || b.is_empty() { a + b } else { a + " " + b }
}

/// A cell's mark and the text behind it.
fn cell<'t>(text: &'t str, words: &[String]) -> MarkedCell<'t> {
    let (mark, rest) = match marks::at_head(text).or_else(|| marks::lone_tick(text)) {
        Some((mark, length)) => (Some(mark), text.get(length..).unwrap_or_default()),
        None => (None, text),
    };
    let said = fold::opening(rest, words).map(|length| before_open_bracket(rest, length));
    let rest = said.and_then(|length| rest.get(length..)).unwrap_or(rest);
    // Words in front of their mark: 実施済■.
    let (mark, rest) = match marks::at_head(rest.trim_start()).filter(|_| mark.is_none()) {
        Some((behind, length)) => (Some(behind), rest.trim_start().get(length..).unwrap_or_default()),
        None => (mark, rest),
    };
    MarkedCell { mark, rest: rest.trim(), has_words: said.is_some() }
}

/// The status, and whether the marks leave it open.
fn status(done: &MarkedCell<'_>, planned: &MarkedCell<'_>, circles: Circles) -> (Status, bool) {
    use Mark::{Circle, Empty, Filled};
    let both_circles = done.mark == Some(Circle) && planned.mark == Some(Circle);
    let is_marked = |cell: &MarkedCell<'_>, other: &MarkedCell<'_>| match cell.mark {
        Some(Filled) => true,
        Some(Empty) => false,
        Some(Circle) => circles == Circles::Mark || !matches!(other.mark, Some(Filled | Circle)),
        // Only the chosen one was left, in words.
        None => cell.has_words && other.mark.is_none() && !other.has_words,
    };
    let status = match (is_marked(done, planned), is_marked(planned, done)) {
        (true, true) => Status::Conflict,
        (true, false) => Status::Done,
        (false, true) => Status::Planned,
        (false, false) => Status::Unmarked,
    };
    (status, both_circles)
}

/// The brackets that open a text with what is in them, and what stands behind them: in flat text lines of a page's foot may follow.
fn within(text: &str) -> (&str, &str) {
    let inside = text.strip_prefix('(');
    let end = inside.and_then(brackets::closing).map(|end| end + "()".len());
    end.and_then(|end| text.split_at_checked(end)).unwrap_or((text, ""))
}

/// The length of the words at the head of a text up to a bracket that they open, what is in which goes on behind them:
/// 実施予定(実施時期 | :2025年1月).
fn before_open_bracket(text: &str, length: usize) -> usize {
    let words = text.get(..length).unwrap_or_default();
    if brackets::unclosed(words) > 0 { words.rfind('(').unwrap_or(length) } else { length }
}

/// The plan in the planned cell: what stands in its brackets, or behind its mark, without what the form calls it there.
fn plan(form: &ChecklistForm, rest: &str) -> Option<String> {
    let inner = match rest.strip_prefix('(') {
        Some(inner) => inner.strip_suffix(')').unwrap_or(inner),
        None => rest,
    };
    let names = form
        .planned_keys
        .iter()
        .flat_map(|key| form.planned_keys.iter().filter_map(move |long| long.strip_prefix(key.as_str())));
    let name = names.filter(|name| !name.is_empty()).filter_map(|name| fold::length_of(inner, name)).max();
    // A name that goes on is another word.
    let is_end = |rest: &&str| rest.is_empty() || rest.starts_with([':', ' ']);
    let behind = name.and_then(|length| inner.get(length..)).filter(is_end);
    values::plan::read(behind.map_or(inner, |rest| rest.trim_start_matches([':', ' '])))
}
