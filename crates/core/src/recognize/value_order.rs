//! Values by their order: where a program wrote labels and values in columns of their own, no label stands by its value. The form
//! has its fields in one order, and the values keep it; so the lines that are no labels are aligned with the fields as a whole,
//! by what they look like. Whatever is told so is doubted.

use super::draft::{About, Draft};
use super::excerpt::{Excerpt, Fragment};
use super::labels::{self, Candidate, Fit};
use super::option_order::reread;
use super::region::Region;
use crate::diagnostic::Code;
use crate::document::Span;
use crate::form::{Field, FieldKind, Form, LabelId, LeafId, Part};
use crate::normalize::Normalized;
use crate::record::empty_value;
use crate::segment::Sections;
use crate::text::brackets::{unclosed, unopened};
use crate::text::values::{self, Reading};
use crate::text::{fold, marks, notes};
use std::collections::BTreeSet;

/// Most lines that are aligned; the form has about a hundred.
const MOST_LINES: usize = 400;

/// Lines that a value has at most.
const MOST_OF_VALUE: usize = 8;

/// Lines that a label has at most.
const MOST_OF_LABEL: usize = 4;

/// Least number of fields whose value can be of no other type.
const LEAST_TYPED: usize = 3;

/// Points of a line that can be of no other type, of a number, of an option without a mark, of the label that stands before it, and
/// of text that may be any field's.
const TYPED: i32 = 8;
const NUMBER: i32 = 4;
const UNMARKED: i32 = 5;
const LABELLED: i32 = 6;
const PLAIN: i32 = 1;

/// Points of a value whose label stands somewhere.
const PRESENT: i32 = 1;

/// Points of a line right below the field's label, where that stands alone.
const ABOVE: i32 = 3;

/// Points of a line that goes on with the one above because a bracket is open.
const OPEN: i32 = 2;

/// Cost of a field without a value, and of a line that is no field's.
const NO_VALUE: i32 = 1;
const NO_FIELD: i32 = 2;

/// What a line is, its first so many characters tell: longer ones are of no type.
const TELLING: usize = 300;

/// What parts labels and values in a line, and what of it ends no word.
const BETWEEN: [char; 5] = [' ', ':', '、', ',', '/'];
const BETWEEN_WORDS: [char; 4] = [' ', ':', '、', ','];

/// From so many characters on a line may be wrapped.
const LONG: usize = 18;

/// A stretch of a line that is no label.
struct LineToken {
    fragment: Fragment,
    /// How its text begins.
    text: String,
    /// The labels right before it, where they are those of fields.
    labels: Vec<LabelId>,
    /// The labels that are all of the line above, where no others stand over it.
    above: Vec<LabelId>,
    /// Whether it closes a bracket that the one before it opens.
    goes_on: bool,
    /// Whether it stands behind the label of a field with several columns.
    is_of_columns: bool,
}

/// A value of a field: the only one, or that of a column.
struct ValueSlot<'f> {
    label: LabelId,
    field: &'f Field,
    target: usize,
}

impl ValueSlot<'_> {
    /// Whether it is one of several columns.
    fn is_column(&self) -> bool {
        self.field.targets.len() > 1
    }

    /// The leaves of the value.
    fn leaves(&self) -> &[LeafId] {
        self.field.targets.get(self.target).map(|target| target.leaves.as_slice()).unwrap_or_default()
    }
}

/// Reads the fields anew whose values the order of lines tells, where that says otherwise.
pub(super) fn settle(draft: &mut Draft<'_>, sections: &Sections, found: &[(LabelId, Region)]) {
    let form = draft.form;
    let tokens = tokens(draft.normalized, form, sections.content(Part::Form));
    if tokens.is_empty() || tokens.len() > MOST_LINES {
        return;
    }
    let slots = slots(form);
    let assigned =
        align(&slots, &tokens, |slot| if found.iter().any(|(label, _)| *label == slot.label) { PRESENT } else { 0 });
    let fragments = |range: &std::ops::Range<usize>| -> Vec<Fragment> {
        tokens.get(range.clone()).unwrap_or_default().iter().map(|token| token.fragment).collect()
    };
    // A list of what is to be disclosed has labels alone.
    let first = |range: &std::ops::Range<usize>| tokens.get(range.start..range.start + 1).unwrap_or_default();
    let is_typed = |(slot, own): &(&ValueSlot<'_>, &Option<std::ops::Range<usize>>)| {
        own.as_ref().and_then(|own| self::first(slot, first(own))).is_some_and(|points| points >= TYPED)
    };
    if slots.iter().zip(&assigned).filter(is_typed).count() < LEAST_TYPED {
        return;
    }
    let told: BTreeSet<usize> = assigned.iter().flatten().flat_map(fragments).map(|fragment| fragment.piece).collect();
    for (slot, own) in slots.iter().zip(&assigned).filter(|(slot, _)| !slot.is_column()) {
        let region = found.iter().find(|(label, _)| *label == slot.label).map(|(_, region)| region);
        let mut pieces = region.iter().flat_map(|region| &region.fragments).map(|fragment| fragment.piece);
        if let Some(own) = own {
            let excerpt = Excerpt::new(draft.normalized, &fragments(own));
            reread(draft, slot.field, slot.leaves(), &excerpt, MESSAGE);
        } else if is_free(slot.field.kind) && pieces.any(|piece| told.contains(&piece)) {
            // What stands behind its label is another's.
            reread(draft, slot.field, slot.leaves(), &Excerpt::default(), MESSAGE);
        }
    }
    let columns: Vec<(&ValueSlot<'_>, &Option<std::ops::Range<usize>>)> =
        slots.iter().zip(&assigned).filter(|(slot, _)| slot.is_column()).collect();
    for row in columns.chunk_by(|(a, _), (b, _)| a.label == b.label) {
        // What only one column has may be the other's.
        let told: Option<Vec<Excerpt>> = row
            .iter()
            .map(|(_, own)| own.as_ref().map(|own| Excerpt::new(draft.normalized, &fragments(own))))
            .collect();
        let is_read = |(slot, _): &(&ValueSlot<'_>, &Option<std::ops::Range<usize>>)| {
            slot.leaves().first().is_some_and(|leaf| *draft.value(*leaf) != empty_value(draft.form.leaf(*leaf).kind))
        };
        if row.iter().any(is_read) && !row.iter().all(|(slot, _)| is_merged(draft, slot)) {
            continue;
        }
        for ((slot, _), excerpt) in row.iter().zip(told.unwrap_or_default()) {
            reread(draft, slot.field, slot.leaves(), &excerpt, MESSAGE);
        }
    }
}

/// Whether a column's value was taken to hold for every column.
fn is_merged(draft: &Draft<'_>, slot: &ValueSlot<'_>) -> bool {
    let leaf = slot.leaves().first();
    draft.doubts.iter().any(|doubt| {
        doubt.diagnostic.code == Code::FieldMergedColumns
            && matches!(doubt.about, About::Leaf(own) if Some(&own) == leaf)
    })
}

/// Whether any text may be a value of the kind.
fn is_free(kind: FieldKind) -> bool {
    matches!(kind, FieldKind::Text | FieldKind::Name | FieldKind::Contact)
}

/// What is said of such a value.
const MESSAGE: &str = "labels and values stand apart; the form's order tells that this is its value";

/// The values of the form's fields, in its order; of those in columns the fees and choices.
fn slots(form: &Form) -> Vec<ValueSlot<'_>> {
    let labels = form.labels.iter().enumerate().filter(|(_, label)| label.part == Part::Form);
    let fields = labels.filter_map(|(label, of)| Some((label, of.field.as_ref()?)));
    let slots = fields
        .flat_map(|(label, field)| (0..field.targets.len()).map(move |target| ValueSlot { label, field, target }));
    slots.filter(|slot| !slot.is_column() || slot.field.kind != FieldKind::Text).collect()
}

/// The stretches of the form part that are no labels.
fn tokens(normalized: &Normalized, form: &Form, content: &[usize]) -> Vec<LineToken> {
    let candidates = labels::candidates(normalized, form, Part::Form, content);
    let mut tokens = Vec::new();
    let (mut above, mut lone): (Vec<LabelId>, usize) = (Vec::new(), 0);
    let has_columns = |label: &LabelId| form.label(*label).field.as_ref().is_some_and(|field| field.targets.len() > 1);
    let mut is_of_columns = false;
    for index in content {
        let Some(piece) = normalized.pieces.get(*index) else { continue };
        let first = candidates.partition_point(|found| found.piece < *index);
        let own = candidates.get(first..).unwrap_or_default().iter().take_while(|found| found.piece == *index);
        let is_label = |found: &&Candidate| {
            found.fit >= Fit::Inner
                && found.fit != Fit::Head
                && !is_option_of_any(form, normalized.text_of(Span::new(found.span.start, piece.span.end)))
        };
        let mut own: Vec<&Candidate> = own.filter(is_label).collect();
        // Behind other text it is a word of that: 総務課 TEL 03.
        if own.first().is_some_and(|first| first.fit == Fit::Inner) {
            own.clear();
        }
        if let Some(first) = own.first() {
            is_of_columns = has_columns(&first.label);
        }
        let mut labels: Vec<LabelId> = Vec::new();
        let mut at = piece.span.start;
        let mut stretch = |start: usize, end: usize, labels: &[LabelId]| {
            let text = normalized.text_of(Span::new(start, end.max(start)));
            let rest = text.trim_start_matches(BETWEEN);
            // The address of a page may end with a slash.
            let bare = if is_url(rest) { rest.trim_end_matches(BETWEEN_WORDS) } else { rest.trim_end_matches(BETWEEN) };
            let is_sign = !bare.contains(|c: char| c.is_alphanumeric() || marks::of_char(c).is_some());
            if bare.is_empty() || is_sign && !values::is_blank(bare) {
                return;
            }
            let start = start + (text.len() - rest.len());
            let span = Span::new(start, start + bare.len());
            tokens.push(LineToken {
                fragment: Fragment { piece: *index, span },
                text: bare.chars().take(TELLING).collect(),
                labels: labels.to_vec(),
                above: std::mem::take(&mut above),
                goes_on: false,
                is_of_columns,
            });
        };
        for same in own.chunk_by(|a, b| a.span.start == b.span.start) {
            let Some(one) = same.first() else { continue };
            if one.span.start > at {
                stretch(at, one.span.start, &labels);
            }
            labels =
                same.iter().filter(|found| form.label(found.label).field.is_some()).map(|found| found.label).collect();
            at = same.iter().map(|found| found.span.end).max().unwrap_or(at);
        }
        stretch(at, piece.span.end, &labels);
        if !normalized.text_of(Span::new(at, piece.span.end)).trim().is_empty() {
            lone = 0;
        } else if !labels.is_empty() {
            // Of labels that stand together the last is no more likely than the others.
            lone += 1;
            above = if lone == 1 { labels } else { Vec::new() };
        }
    }
    leave_out_wrapped(normalized, form, &mut tokens);
    let mut is_open = false;
    for token in &mut tokens {
        token.goes_on = is_open && unopened(&token.text) > 0;
        is_open = unclosed(&token.text) > 0;
    }
    tokens
}

/// Leaves out the lines that a label or heading of the form was wrapped into.
fn leave_out_wrapped(normalized: &Normalized, form: &Form, tokens: &mut Vec<LineToken>) {
    let is_line = |token: &LineToken| {
        let piece = normalized.pieces.get(token.fragment.piece);
        token.labels.is_empty() && piece.is_some_and(|piece| normalized.text_of(piece.span).trim() == token.text)
    };
    let wrapped = |first: usize| {
        let mut key = String::new();
        let mut end = first;
        let lines = tokens.iter().enumerate().skip(first).take(MOST_OF_LABEL).take_while(|(_, line)| is_line(line));
        for (at, line) in lines {
            key.push_str(&fold::key(notes::without_marks(&line.text)));
            end = if at > first && form.is_label(&key) { at + 1 } else { end };
        }
        end
    };
    let mut is_kept = vec![true; tokens.len()];
    let mut at = 0;
    while at < is_kept.len() {
        let end = wrapped(at);
        is_kept.iter_mut().take(end).skip(at).for_each(|is_kept| *is_kept = false);
        at = end.max(at + 1);
    }
    let mut is_kept = is_kept.into_iter();
    tokens.retain(|_| is_kept.next().unwrap_or(true));
}

/// Whether a text opens with an option that has a bracket behind it: その他(…) is no heading.
fn is_option_of_any(form: &Form, text: &str) -> bool {
    let options = form.labels.iter().filter_map(|label| label.field.as_ref()).flat_map(|field| &field.options);
    let mut keys = options.filter(|option| option.detail.is_some()).flat_map(|option| &option.keys);
    keys.any(|key| {
        fold::length_of(text, key).and_then(|length| text.get(length..)).is_some_and(|rest| rest.starts_with('('))
    })
}

/// The lines of each field, so that all together fit best in their order.
fn align(
    slots: &[ValueSlot<'_>],
    tokens: &[LineToken],
    present: impl Fn(&ValueSlot<'_>) -> i32,
) -> Vec<Option<std::ops::Range<usize>>> {
    let width = tokens.len() + 1;
    let mut best = vec![0i32; (slots.len() + 1) * width];
    let mut taken = vec![0usize; slots.len() * width];
    let at = |best: &[i32], slot: usize, token: usize| best.get(slot * width + token).copied().unwrap_or(i32::MIN / 4);
    let left_out = |token: usize| if tokens.get(token).is_some_and(|token| token.is_of_columns) { 0 } else { NO_FIELD };
    for token in (0..tokens.len()).rev() {
        let rest = at(&best, slots.len(), token + 1) - left_out(token);
        best.get_mut(slots.len() * width + token).into_iter().for_each(|entry| *entry = rest);
    }
    for (number, slot) in slots.iter().enumerate().rev() {
        for token in (0..=tokens.len()).rev() {
            let mut own = (at(&best, number + 1, token) - NO_VALUE, 0);
            if token < tokens.len() {
                let skipped = at(&best, number, token + 1) - left_out(token);
                own = if skipped > own.0 { (skipped, usize::MAX) } else { own };
            }
            let mut points = present(slot);
            for (count, end) in (token..tokens.len()).take(MOST_OF_VALUE).enumerate() {
                let lines = tokens.get(token..=end).unwrap_or_default();
                let Some(more) = (if count == 0 { first(slot, lines) } else { following(slot, lines) }) else { break };
                points += more;
                let whole = at(&best, number + 1, end + 1) + points;
                own = if whole > own.0 { (whole, count + 1) } else { own };
            }
            best.get_mut(number * width + token).into_iter().for_each(|entry| *entry = own.0);
            taken.get_mut(number * width + token).into_iter().for_each(|entry| *entry = own.1);
        }
    }
    let mut assigned = vec![None; slots.len()];
    let (mut slot, mut token) = (0, 0);
    while slot < slots.len() {
        match taken.get(slot * width + token).copied().unwrap_or_default() {
            usize::MAX => token += 1,
            count => {
                if let Some(entry) = assigned.get_mut(slot).filter(|_| count > 0) {
                    *entry = Some(token..token + count);
                }
                (slot, token) = (slot + 1, token + count);
            }
        }
    }
    assigned
}

/// Points of a field's first line.
fn first(slot: &ValueSlot<'_>, lines: &[LineToken]) -> Option<i32> {
    let [line] = lines else { return None };
    let may_be = !line.goes_on && (slot.is_column() || !line.is_of_columns);
    let points = look(slot.field, &line.text).filter(|_| may_be);
    if line.labels.is_empty() {
        return points.map(|points| points + if line.above.contains(&slot.label) { ABOVE } else { 0 });
    }
    let is_own = line.labels.contains(&slot.label) && !(slot.is_column() && points.is_none());
    is_own.then(|| LABELLED + points.unwrap_or_default())
}

/// Points of a further line.
fn following(slot: &ValueSlot<'_>, lines: &[LineToken]) -> Option<i32> {
    let (line, above) = lines.split_last()?;
    let written: String = above.iter().map(|token| token.text.as_str()).collect();
    let is_open = unclosed(&written) > 0;
    let last = above.last()?;
    if !line.labels.is_empty() || line.is_of_columns && !slot.is_column() {
        return None;
    }
    match slot.field.kind {
        FieldKind::Choice | FieldKind::Choices => {
            let opening = lines.first().map(|first| marks::at_head(&first.text).is_some());
            let is_alike = opening == Some(marks::at_head(&line.text).is_some());
            // An option that stands again is the next column's.
            let is_again = slot.is_column() && above.iter().any(|above| bare(&above.text) == bare(&line.text));
            let is_alike = is_alike && !is_again;
            look(slot.field, &line.text).filter(|_| is_alike).or_else(|| is_open.then_some(OPEN))
        }
        _ if is_open => Some(OPEN),
        FieldKind::Address if behind_prefecture(&line.text).is_some() => Some(NUMBER),
        FieldKind::Text | FieldKind::Name | FieldKind::Address if !is_telling(&line.text) => {
            Some(if last.text.chars().count() >= LONG && !last.text.ends_with('。') { PLAIN } else { 0 })
        }
        _ => None,
    }
}

/// The key of an option's text without its mark.
fn bare(text: &str) -> String {
    fold::key(text.get(marks::at_head(text).map_or(0, |(_, length)| length)..).unwrap_or_default())
}

/// Points of a text by what it looks like as a field's value; none where it can't be one.
fn look(field: &Field, text: &str) -> Option<i32> {
    let is_choice = matches!(field.kind, FieldKind::Choice | FieldKind::Choices);
    if values::is_blank(text) && !is_choice {
        return Some(0);
    }
    let typed = |is_one: bool| is_one.then_some(TYPED);
    match field.kind {
        FieldKind::Date => typed(matches!(values::date::read(text), Reading::Value(_))),
        FieldKind::Phone => typed(is_phone(text)),
        FieldKind::Url => typed(is_url(text)),
        FieldKind::Code => typed(matches!(values::code::read_of(text, field.digits), Reading::Value(_))),
        FieldKind::Count => {
            (matches!(values::count::read(text), Reading::Value(_)) && !is_code(text)).then_some(NUMBER)
        }
        FieldKind::Sites => {
            typed(values::sites::split(text).1.is_some_and(|listed| !values::prefecture::list(listed).names.is_empty()))
        }
        FieldKind::Address => typed(is_address(text)).or_else(|| (!is_telling(text)).then_some(0)),
        FieldKind::Money => typed(is_fee(text) && !is_unit_price(text)),
        FieldKind::UnitPrice => typed(is_unit_price(text)),
        FieldKind::Contact if values::email::find(text).is_some() => Some(TYPED),
        FieldKind::Choice | FieldKind::Choices => option(field, text),
        FieldKind::Text | FieldKind::Name | FieldKind::Contact => (!is_telling(text)).then_some(PLAIN),
        _ => None,
    }
}

/// Points of a text that opens with an option of a field.
fn option(field: &Field, text: &str) -> Option<i32> {
    let mark = marks::at_head(text);
    let behind = text.get(mark.map_or(0, |(_, length)| length)..)?.trim_start();
    let lengths = field.options.iter().flat_map(|option| &option.keys).filter_map(|key| fold::length_of(behind, key));
    let rest = behind.get(lengths.max()?..)?.trim_start();
    match mark {
        Some(_) => Some(TYPED),
        None => (rest.is_empty() || rest.starts_with('(')).then_some(UNMARKED),
    }
}

/// Whether a text is of a type that no free text is.
fn is_telling(text: &str) -> bool {
    is_phone(text)
        || is_url(text)
        || is_code(text)
        || is_address(text)
        || is_fee(text)
        || marks::at_head(text).is_some()
        || matches!(values::date::read(text), Reading::Value(_))
        || !text.contains(' ') && values::email::find(text).is_some()
}

fn is_phone(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let is_first = text.starts_with(|c: char| c.is_ascii_digit() || c == '(');
    digits >= PHONE
        && is_first
        && text.contains(['-', '('])
        && matches!(values::phone::read(text), Reading::Value(_) | Reading::Several(Some(_)))
}

/// Digits that a telephone number has, at least.
const PHONE: usize = 9;

/// Whether a text is an amount for a unit, or what the form prints for it.
fn is_unit_price(text: &str) -> bool {
    let has_unit = text.contains(['/', '／']) || text.contains("あたり") || text.contains("当たり");
    has_unit
        && text.contains('円')
        && matches!(values::unit_price::read_unit_price(text), Reading::Blank | Reading::Value(_))
}

/// Whether a text is an amount, or its unit alone.
fn is_fee(text: &str) -> bool {
    let is_unit = || matches!(values::unit_price::read_unit_price(text), Reading::Blank);
    text.contains('円')
        && (is_unit() || matches!(values::money::read(text), Reading::Value(Some(_)) | Reading::Several(_)))
}

fn is_url(text: &str) -> bool {
    text.starts_with("http") || text.starts_with("www.")
}

fn is_code(text: &str) -> bool {
    matches!(values::code::read_of(text, CODE), Reading::Value(_)) && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Digits of an agency's code.
const CODE: usize = 8;

fn is_address(text: &str) -> bool {
    text.starts_with('〒')
        || text.starts_with("(〒")
        || behind_prefecture(text).is_some_and(|rest| rest.contains(['市', '区', '町', '村', '郡']))
}

/// What stands behind the prefecture that opens a text.
fn behind_prefecture(text: &str) -> Option<&str> {
    values::prefecture::PREFECTURES.iter().find_map(|name| text.strip_prefix(name))
}
