//! The items of a checklist: number, text, section and status of each, from the cells that were found for it.

use super::answers::{self, Answered};
use super::draft::Draft;
use super::excerpt::Excerpt;
use super::fields;
use crate::diagnostic::Code;
use crate::form::{Field, ItemColumns, LeafId, TableForm};
use crate::record::Value;
use crate::segment::{FoundRow, FoundTable, number, section_of, undecorated};
use crate::text::fold::key;
use crate::text::marks::{self, Mark};
use crate::text::values::sign;

/// What all items of a checklist have in common.
pub(super) struct Items<'f> {
    table: &'f TableForm,
    columns: &'f ItemColumns,
    /// Whether numbers open the items' texts.
    is_numbered: bool,
}

impl<'f> Items<'f> {
    /// Looks at all items before one is read.
    pub(super) fn new(
        draft: &Draft<'_>,
        table: &'f TableForm,
        columns: &'f ItemColumns,
        parts: &[&FoundTable],
    ) -> Self {
        let rows = || parts.iter().flat_map(|part| &part.rows);
        let opens = |row: &&FoundRow| {
            let text = row.cells.get(columns.text).map(|cell| Excerpt::of_cell(draft.normalized, cell));
            text.is_some_and(|text| number_of(draft, &text).is_some())
        };
        let is_numbered = rows().filter(opens).count() * 2 >= rows().count();
        Self { table, columns, is_numbered }
    }

    /// Reads one item: all of its columns but those that hold the file's own.
    pub(super) fn read(&self, draft: &mut Draft<'_>, part: &FoundTable, row: &FoundRow) {
        let columns = self.columns;
        self.section(draft, row);
        let own = |at: usize| row.cells.get(at).filter(|cell| !cell.pieces.is_empty());
        let text = own(columns.text).map(|cell| Excerpt::of_cell(draft.normalized, cell)).unwrap_or_default();
        let mut numbering =
            own(columns.number).map(|cell| Excerpt::of_cell(draft.normalized, cell)).unwrap_or_default();
        let mut body = text.clone();
        if numbering.is_empty()
            && self.is_numbered
            && let Some(length) = number_of(draft, &text)
        {
            (numbering, body) = text.split_at(length);
        }
        if let Some(leaf) = self.leaf(columns.number) {
            let printed = printed_number(draft, &numbering);
            if !printed.is_empty() {
                draft.add_evidence(leaf, &numbering);
                if printed.contains(char::is_whitespace) {
                    let message = format!("「{printed}」 is more than a number");
                    draft.add_diagnostic(leaf, Code::FieldLineGuess, message);
                }
                draft.set_value(leaf, Value::Text(printed));
            }
        }
        if let Some(column) = self.table.columns.get(columns.text) {
            let leaves = column.field.targets.first().map(|target| target.leaves.clone()).unwrap_or_default();
            fields::read(draft, &column.field, &leaves, &body);
            self.guess(draft, &leaves, &body);
            if own(columns.text).is_some_and(|cell| cell.is_open) {
                let message = "a line beside the item's is none of the items: it may be its rest, or a section's title";
                leaves.iter().for_each(|leaf| draft.add_diagnostic(*leaf, Code::FieldLineGuess, message));
            }
        }
        self.status(draft, part, row);
    }

    fn leaf(&self, column: usize) -> Option<LeafId> {
        self.table.columns.get(column)?.field.targets.first()?.leaves.first().copied()
    }

    /// Says of a text that was told apart by how it stands that it was.
    fn guess(&self, draft: &mut Draft<'_>, leaves: &[LeafId], excerpt: &Excerpt) {
        if let Some(message) = draft.line_guess(excerpt) {
            leaves.iter().for_each(|leaf| draft.add_diagnostic(*leaf, Code::FieldLineGuess, message.clone()));
        }
    }

    /// The section: its title as printed, and its id where the form names sections.
    fn section(&self, draft: &mut Draft<'_>, row: &FoundRow) {
        let title = row
            .cells
            .get(self.columns.section)
            .map(|cell| Excerpt::of_cell(draft.normalized, cell))
            .unwrap_or_default();
        let Some(leaf) = self.leaf(self.columns.section).filter(|_| !title.is_empty()) else { return };
        draft.add_evidence(leaf, &title);
        let printed = title.text.trim_start_matches(['■', '●', '◆', '◇', '○', '□', ' ']);
        draft.set_value(leaf, Value::Text(if printed.is_empty() { title.text.clone() } else { printed.to_owned() }));
        let Some(leaf) = self.columns.section_id.and_then(|column| self.leaf(column)) else { return };
        let known = section_of(self.columns, &title.text).and_then(|at| self.columns.sections.get(at));
        let id = match known {
            Some(known) => known.id.to_string(),
            None => {
                let message = format!("「{}」 is no section's title", title.text);
                draft.add_diagnostic(leaf, Code::ChecklistUnknownSection, message);
                key(undecorated(&title.text))
            }
        };
        if !id.is_empty() {
            draft.add_evidence(leaf, &title);
            draft.set_value(leaf, Value::Text(id));
        }
    }

    /// The status: the word or sign in its own column, or the one column of an answer that is marked.
    fn status(&self, draft: &mut Draft<'_>, part: &FoundTable, row: &FoundRow) {
        let Some((status, leaf)) = self.columns.status.and_then(|status| Some((status, self.leaf(status)?))) else {
            return;
        };
        let Some(column) = self.table.columns.get(status) else { return };
        let has = |column: &usize| !part.missing.contains(column);
        let cell =
            |at: usize| row.cells.get(at).map(|cell| Excerpt::of_cell(draft.normalized, cell)).unwrap_or_default();
        if has(&status) {
            let own = cell(status);
            let starts: Vec<usize> = own.starts().collect();
            return match answers::told(&own.text, &starts, &column.field) {
                Answered::One(answer) => self.answer(draft, leaf, &column.field, answer, &own),
                Answered::Blank => draft.add_diagnostic(leaf, Code::ChecklistUnmarked, "the item has no status"),
                Answered::Unclear(code) => {
                    draft.add_evidence(leaf, &own);
                    let code = if code == Code::ChoiceNone { Code::ChecklistUnmarked } else { code };
                    draft.add_diagnostic(leaf, code, answers::message(code, &column.field, &own.text));
                }
            };
        }
        if !self.columns.answers.iter().any(has) {
            return draft.add_diagnostic(leaf, Code::FieldMissing, "no column tells the items' status");
        }
        let cells: Vec<(usize, Excerpt)> = self.columns.answers.iter().map(|at| cell(*at)).enumerate().collect();
        let mut marked = Vec::new();
        for (answer, cell) in cells.iter().filter(|(_, cell)| !cell.is_empty()) {
            let Some(option) = column.field.options.get(*answer) else { continue };
            match is_marked(&cell.text, &option.keys) {
                Some(true) => marked.push((*answer, cell)),
                Some(false) => {}
                None => {
                    draft.add_evidence(leaf, cell);
                    let message = format!("「{}」 stands under 「{}」 and is no mark", cell.text, option.text);
                    return draft.add_diagnostic(leaf, Code::FieldUnparsed, message);
                }
            }
        }
        match marked.as_slice() {
            [(answer, cell)] => self.answer(draft, leaf, &column.field, *answer, cell),
            [] => draft.add_diagnostic(leaf, Code::ChecklistUnmarked, "no answer is marked"),
            several => {
                let texts: Vec<&str> = several
                    .iter()
                    .filter_map(|(answer, _)| Some(column.field.options.get(*answer)?.text.as_str()))
                    .collect();
                let message = format!("more than one answer is marked: {}", texts.join(", "));
                draft.add_diagnostic(leaf, Code::ChecklistConflict, message);
            }
        }
    }

    fn answer(&self, draft: &mut Draft<'_>, leaf: LeafId, field: &Field, answer: usize, cell: &Excerpt) {
        let Some(option) = field.options.get(answer) else { return };
        draft.add_evidence(leaf, cell);
        draft.set_value(leaf, Value::Text(option.id.to_string()));
        // Where rows were told apart by how they align, the mark may be another item's.
        if let Some(message) = draft.cell_guess(cell) {
            draft.add_diagnostic(leaf, Code::FieldLineGuess, message);
        }
    }
}

/// Whether a cell of an answer's column marks it; `None` where it holds something else.
fn is_marked(text: &str, wordings: &[String]) -> Option<bool> {
    if let Some(sign) = sign::alone(text) {
        return match sign {
            '○' | '◎' | '●' | '✓' | '■' | '★' => Some(true),
            '□' | '☆' | '―' | '/' => Some(false),
            _ => None,
        };
    }
    let text = text.trim();
    if let Some((mark, length)) = marks::at_head(text).or_else(|| marks::lone_tick(text)) {
        let rest = key(text.get(length..).unwrap_or_default());
        return (rest.is_empty() || wordings.contains(&rest)).then_some(mark != Mark::Empty);
    }
    // The answer's own word without a box is what remains where others were deleted.
    wordings.contains(&key(text)).then_some(true)
}

/// How long the number is at the head of an item's text.
fn number_of(draft: &Draft<'_>, text: &Excerpt) -> Option<usize> {
    number(&text.text).or_else(|| {
        // A number in a circle became digits.
        let digits = text.text.bytes().take_while(u8::is_ascii_digit).count();
        let (head, _) = text.split_at(digits);
        let raw = head.evidence(draft.normalized)?.raw;
        (digits > 0 && raw.trim().chars().count() == 1 && !raw.trim().starts_with(|c: char| c.is_numeric() && c < '①'))
            .then_some(digits)
    })
}

/// A number as printed, without what sets it off.
fn printed_number(draft: &Draft<'_>, excerpt: &Excerpt) -> String {
    let text = excerpt.text.trim().trim_end_matches(['.', '、', ':', ' ', '．']);
    let raw = excerpt.evidence(draft.normalized).map(|shown| shown.raw).unwrap_or_default();
    let mut raw = raw.trim().chars();
    match (raw.next(), raw.next()) {
        (Some(sign @ ('①'..='⑳' | '㉑'..='㉟' | '❶'..='❿' | '⑴'..='⒇' | 'Ⅰ'..='ⅿ')), None) => {
            sign.to_string()
        }
        _ if text.starts_with('(') => text.to_owned(),
        _ => text.trim_end_matches(')').to_owned(),
    }
}
