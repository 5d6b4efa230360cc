//! Items and sections of the checklist while they are read, and what their cells look like.

use crate::normalize::Normalized;
use crate::recognize::excerpt::Fragment;
use crate::text::brackets::unclosed;
use crate::text::marks;

/// Least number of an item's first characters that tell its section.
pub(super) const TELLING_CHARS: usize = 6;

/// Lines over which a cell's brackets may stay open.
const MOST_OPEN: usize = 8;

/// Bytes of those lines: what is longer is no time of a plan, and is not gone through again for every line below it.
const LONGEST_OPEN: usize = 2000;

/// A section under way.
#[derive(Debug, Default)]
pub(super) struct DraftSection {
    /// The form's section, if it is one.
    pub known: Option<usize>,
    /// The piece that holds its title.
    pub title: Option<usize>,
    /// The piece that goes on with it behind a page's end, where it stands beside the items.
    pub title_rest: Option<usize>,
    /// How many sections were opened before it.
    pub opened: usize,
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
    pub(super) fn open_bracket(&mut self, normalized: &Normalized) -> Option<&mut Vec<Fragment>> {
        let is_open = |cell: &Vec<Fragment>| {
            let last = cell.get(cell.len().saturating_sub(MOST_OPEN)..).unwrap_or_default();
            if last.iter().map(|fragment| fragment.span.len()).sum::<usize>() > LONGEST_OPEN {
                return false;
            }
            let text: String = last.iter().map(|fragment| normalized.text_of(fragment.span)).collect();
            unclosed(&text) > 0
        };
        [&mut self.planned, &mut self.marks].into_iter().find(|cell| is_open(cell))
    }

    /// Whether its cells of marks have been seen.
    pub(super) fn is_marked(&self) -> bool {
        !(self.done.is_empty() && self.planned.is_empty() && self.marks.is_empty())
    }
}

/// A cell of marks in lines that do not follow the rows.
#[derive(Debug, Default)]
pub(super) struct LineMarks {
    pub fragments: Vec<Fragment>,
    /// Whether it has brackets: then it is a planned one.
    pub has_brackets: bool,
    /// Whether its brackets are open.
    pub is_open: bool,
}

impl LineMarks {
    /// Takes more of its text.
    pub(super) fn push(&mut self, normalized: &Normalized, fragment: Fragment) {
        let text = normalized.text_of(fragment.span);
        self.has_brackets |= text.contains('(');
        self.is_open = (self.is_open || text.contains('(')) && !text.contains(')');
        self.fragments.push(fragment);
    }
}

/// Whether a text is a cell of marks: it opens with a mark, or is a tick or brackets alone.
pub(super) fn is_mark_cell(text: &str) -> bool {
    let text = text.trim();
    marks::at_head(text).is_some() || marks::lone_tick(text).is_some() || is_bracket(text)
}

/// Whether a text is a pair of brackets with little in it, but no letter of a list: (a) ….
fn is_bracket(text: &str) -> bool {
    let Some(inner) = text.strip_prefix('(') else { return false };
    let is_lettered = inner.chars().nth(1) == Some(')') && text.chars().count() > 3;
    !is_lettered && text.ends_with(')') && text.chars().filter(|c| c.is_alphanumeric()).count() <= TELLING_CHARS * 3
}

/// Where the marks begin in a line that holds an item's text and its marks.
pub(super) fn first_mark(text: &str) -> Option<usize> {
    marks::find(text).next().map(|token| token.start).filter(|at| *at > 0)
}
