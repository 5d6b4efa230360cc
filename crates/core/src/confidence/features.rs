//! What is known of each leaf, as named signs: kind of source and value, diagnostics, how the text as read stands to the value.

use crate::form::{Form, LeafKind};
use crate::leaves::{RecordLeaf, RecordLeafKind, leaves};
use crate::text::brackets::{unclosed, unopened};
use crate::text::marks;
use serde_json::Value;
use std::collections::HashMap;
use unicode_normalization::UnicodeNormalization;

/// A leaf with its signs.
#[derive(Debug, Clone, PartialEq)]
pub struct Signs {
    /// The leaf's name.
    pub name: String,
    /// Where it stands in the record.
    pub pointer: String,
    /// The signs, each once.
    pub signs: Vec<String>,
}

/// Most values are shorter, in characters.
const LONG_VALUE: usize = 60;

/// So many words of a message tell it from others.
const MOST_WORDS: usize = 12;

/// Steps of the least probable character's probability.
const OCR_STEPS: [(f64, &str); 5] = [(0.5, "<50%"), (0.8, "<80%"), (0.9, "<90%"), (0.95, "<95%"), (0.98, "<98%")];

/// The signs of every leaf of a record, in the form's order.
#[must_use]
pub fn signs(form: &Form, record: &Value) -> Vec<Signs> {
    let document = DocumentSigns::of(record);
    let leaves = leaves(form, record);
    let signs = leaves.into_iter().map(|leaf| {
        let signs = document.signs(form, &leaf);
        Signs { name: leaf.name, pointer: leaf.pointer, signs }
    });
    signs.collect()
}

/// What a diagnostic says.
#[derive(Debug, Clone)]
struct Said<'r> {
    code: &'r str,
    /// Its message's words, without what was quoted or counted: which rule of those that give this code was at work.
    why: String,
    /// Whether it asks for a person's eyes.
    is_warning: bool,
}

struct DocumentSigns<'r> {
    record: &'r Value,
    source: &'static str,
    evidence: Option<&'r serde_json::Map<String, Value>>,
    /// What is said by the pointer it is said of.
    said: HashMap<&'r str, Vec<Said<'r>>>,
    /// How many warnings there are at or below a pointer.
    warned: HashMap<&'r str, usize>,
    /// How many values were read from each place.
    shared: HashMap<String, usize>,
    /// The signs of the record as a whole.
    own: Vec<String>,
}

impl<'r> DocumentSigns<'r> {
    fn of(record: &'r Value) -> Self {
        let evidence = record.get("evidence").and_then(Value::as_object);
        let mut said: HashMap<&str, Vec<Said>> = HashMap::new();
        let mut warned: HashMap<&str, usize> = HashMap::new();
        let mut counts: HashMap<&str, usize> = HashMap::new();
        let mut warnings = 0;
        for diagnostic in record.get("diagnostics").and_then(Value::as_array).into_iter().flatten() {
            let part = |key: &str| diagnostic.get(key).and_then(Value::as_str).unwrap_or_default();
            // What people said of a value is no sign of how it was read.
            if part("code").starts_with("correction.") || part("code").starts_with("review.") {
                continue;
            }
            let is_warning = part("severity") != "info";
            let one = Said { code: part("code"), why: own_words(part("message")), is_warning };
            said.entry(part("pointer")).or_default().push(one);
            *counts.entry(part("code")).or_default() += 1;
            if is_warning {
                warnings += 1;
                above(part("pointer")).for_each(|pointer| *warned.entry(pointer).or_default() += 1);
            }
        }
        let mut shared = HashMap::new();
        for entry in evidence.into_iter().flatten().filter_map(|(_, entry)| place(entry)) {
            *shared.entry(entry).or_default() += 1;
        }
        let count = |code: &str| counts.get(code).copied().unwrap_or_default();
        let all = evidence.map_or(1, |evidence| evidence.len().max(1));
        let is_warned = |pointer: &&String| {
            above(pointer).any(|part| said.get(part).is_some_and(|all| all.iter().any(|one| one.is_warning)))
        };
        let warned_leaves = evidence.into_iter().flat_map(serde_json::Map::keys).filter(is_warned).count();
        let mut own = vec![
            format!("doc:warnings {}", step(warnings, [0, 2, 6, 15])),
            format!("doc:leaves warned of {}%", step(warned_leaves * 100 / all, [2, 8, 20, 40])),
            format!("doc:labels missing {}", step(count("field.missing"), [0, 3, 10, 30])),
        ];
        for code in [
            "form.unread-text",
            "text.by-columns",
            "text.garbled",
            "text.invisible",
            "checklist.item-count",
            "form.duplicate-label",
            "source.part-unread",
        ] {
            if count(code) > 0 {
                own.push(format!("doc:{code}"));
            }
        }
        let several = evidence.into_iter().flatten().filter(|(_, entry)| spans_lines(entry)).count();
        own.push(format!("doc:values over lines {}%", step(several * 100 / all, [0, 3, 10, 30])));
        let media = record.pointer("/source/media_type").and_then(Value::as_str).unwrap_or_default();
        let is_scanned = count("page.ocr") > 0 || media.starts_with("image/");
        Self { record, source: source(media, is_scanned), evidence, said, warned, shared, own }
    }

    fn signs(&self, form: &Form, leaf: &RecordLeaf<'_>) -> Vec<String> {
        let mut signs = self.own.clone();
        let of_type = type_of(form, leaf.kind);
        let entry = self.evidence.and_then(|evidence| evidence.get(&leaf.pointer));
        signs.push(format!("source:{}", self.source));
        signs.push(format!("type:{of_type}"));
        signs.push(format!("×{} {of_type}", self.source));
        let is_null = leaf.value.is_null() || leaf.value.as_array().is_some_and(Vec::is_empty);
        match (is_null, entry) {
            (true, None) => signs.push("null:missing".to_owned()),
            (true, Some(_)) => signs.push("null:blank".to_owned()),
            (false, None) => signs.push("value:unplaced".to_owned()),
            (false, Some(_)) => {}
        }
        if is_null {
            signs.push(format!("×{} null {of_type}", self.source));
        }
        signs.extend(self.of_item(leaf));
        signs.extend(leaf.value.as_str().into_iter().flat_map(of_shape).map(str::to_owned));
        let mut said = "nothing";
        for Said { code, why, is_warning } in self.said_of(&leaf.pointer) {
            signs.push(format!("code:{code}"));
            signs.push(format!("why:{why}"));
            signs.push(format!("×{} why {why}", self.source));
            signs.push(format!("×{} {code}", self.source));
            if *is_warning {
                signs.push(format!("warned:{code}"));
            }
            said = if *is_warning || said == "warning" { "warning" } else { "info" };
        }
        signs.push(format!("said:{said}"));
        signs.push(format!("×{} said {said}", self.source));
        signs.extend(self.near(&leaf.pointer).map(|steps| format!("near:{steps}")));
        if let Some(entry) = entry {
            self.of_text(entry, leaf.value, &mut signs);
        }
        // What a doubt weighs depends on the value it is about.
        let of = |kinds: &[&str]| -> Vec<String> {
            let is_one = |sign: &&String| kinds.iter().any(|kind| sign.starts_with(kind));
            signs.iter().filter(is_one).cloned().collect()
        };
        let (doubts, about) =
            (of(&["doc:", "code:", "why:", "warned:", "said:", "near:", "shape:"]), of(&["type:", "null:", "item:"]));
        signs.extend(doubts.iter().flat_map(|doubt| about.iter().map(move |what| format!("×{doubt}|{what}"))));
        signs.sort();
        signs.dedup();
        signs
    }

    /// What the other leaves of its item say, for the status or the time of one.
    fn of_item(&self, leaf: &RecordLeaf<'_>) -> Option<String> {
        if !matches!(leaf.kind, RecordLeafKind::ItemStatus | RecordLeafKind::ItemPlan) {
            return None;
        }
        let item = leaf.pointer.rsplit_once('/').and_then(|(item, _)| self.record.pointer(item))?;
        let status = item.get("status").and_then(Value::as_str).unwrap_or("none");
        let time = if item.get("plan").is_some_and(Value::is_string) { "with a time" } else { "without a time" };
        Some(format!("item:{status} {time}"))
    }

    /// What is said of a leaf and of what it is part of, but not of the record or its data as a whole.
    fn said_of<'s>(&'s self, pointer: &'s str) -> impl Iterator<Item = &'s Said<'r>> {
        above(pointer).filter_map(|pointer| self.said.get(pointer)).flatten()
    }

    /// How far up from a leaf something holds another leaf that is warned of: beside it, or one or two steps further.
    fn near(&self, pointer: &str) -> Option<usize> {
        let count = |pointer: &str| self.warned.get(pointer).copied().unwrap_or_default();
        let parents = || above(pointer).collect::<Vec<_>>().into_iter().rev();
        (0..3)
            .zip(parents().zip(parents().skip(1)))
            .find(|(_, (part, whole))| count(whole) > count(part))
            .map(|(at, _)| at)
    }

    /// How the text as read stands to the value.
    fn of_text(&self, entry: &Value, value: &Value, signs: &mut Vec<String>) {
        let raw = entry.get("raw").and_then(Value::as_str).unwrap_or_default();
        let plain = |text: &str| -> String { text.nfkc().filter(|c| !c.is_whitespace()).collect() };
        let (raw_plain, cell) = (plain(raw), entry.get("cell").and_then(Value::as_str).unwrap_or_default());
        if let Some(text) = value.as_str() {
            let text = plain(text);
            if !raw_plain.contains(&text) {
                signs.push("raw:other".to_owned());
            } else if raw_plain.chars().count() > text.chars().count() + 4 {
                signs.push("raw:long".to_owned());
            }
        }
        if cell.contains("; ") {
            signs.push("raw:scattered".to_owned());
        }
        if spans_lines(entry) || raw.trim().contains('\n') {
            signs.push("raw:lines".to_owned());
        }
        if place(entry).is_some_and(|place| self.shared.get(&place).is_some_and(|count| *count > 1)) {
            signs.push("raw:shared".to_owned());
        }
        if let Some(lowest) = entry.pointer("/ocr/lowest").and_then(Value::as_f64) {
            let step = OCR_STEPS.iter().find(|(most, _)| lowest < *most);
            signs.extend(step.map(|(_, name)| format!("ocr:{name}")));
        }
    }
}

/// A pointer and those of all that it is part of, but for the record and its data as a whole; the outermost first.
fn above(pointer: &str) -> impl Iterator<Item = &str> {
    let ends = pointer.match_indices('/').map(|(at, _)| at).skip(2).chain([pointer.len()]);
    ends.filter_map(|end| pointer.get(..end))
}

/// How a text looks, where few values look so.
fn of_shape(text: &str) -> impl Iterator<Item = &'static str> {
    let ends = |is: fn(char) -> bool| text.starts_with(is) || text.ends_with(is);
    let spaces = text.matches(char::is_whitespace).count();
    let shapes = [
        (unclosed(text) + unopened(text) > 0, "shape:bracket"),
        (ends(|c| "、。,.:;・/-ー~".contains(c)), "shape:end"),
        (text.chars().count() < 2, "shape:short"),
        (text.chars().count() > LONG_VALUE, "shape:long"),
        (spaces == 1, "shape:space"),
        (spaces > 1, "shape:spaces"),
        (text.contains(|c| marks::of_char(c).is_some()), "shape:mark"),
    ];
    shapes.into_iter().filter(|(is_so, _)| *is_so).map(|(_, name)| name)
}

/// The words of a message that are the program's own: nothing quoted from a document, no numbers.
fn own_words(message: &str) -> String {
    let mut depth = 0_usize;
    let own = message.chars().map(|c| match c {
        '「' | '『' => {
            depth += 1;
            ' '
        }
        '」' | '』' => {
            depth = depth.saturating_sub(1);
            ' '
        }
        _ if depth == 0 && c.is_ascii() && !c.is_ascii_digit() => c,
        _ => ' ',
    });
    let own: String = own.collect();
    let words = own.split_whitespace().filter(|word| word.contains(|c: char| c.is_ascii_alphabetic()));
    words.take(MOST_WORDS).collect::<Vec<_>>().join(" ")
}

/// Whether a text goes over several lines of a text source.
fn spans_lines(entry: &Value) -> bool {
    let lines = entry.get("lines").and_then(Value::as_array);
    lines.is_some_and(|lines| lines.first() != lines.last())
}

/// A place as text: what several values were read from.
fn place(entry: &Value) -> Option<String> {
    let of = |key: &str| entry.get(key).map(Value::to_string);
    match (of("bbox"), of("cell"), of("lines")) {
        (Some(bbox), ..) => Some(format!("{} {bbox}", of("page").unwrap_or_default())),
        (None, Some(cell), _) => Some(cell),
        (None, None, Some(lines)) => Some(format!("{lines} {}", of("raw").unwrap_or_default())),
        _ => None,
    }
}

fn step(count: usize, steps: [usize; 4]) -> String {
    steps.iter().find(|most| count <= **most).map_or("many".to_owned(), |most| format!("≤{most}"))
}

fn source(media: &str, is_scanned: bool) -> &'static str {
    match media {
        _ if is_scanned => "scan",
        "application/pdf" => "pdf",
        "text/plain" => "text",
        "text/html" | "text/markdown" => "html",
        _ if media.contains("spreadsheet") || media.contains("excel") || media == "text/csv" => "sheet",
        _ if media.contains("word") || media.contains("opendocument.text") => "word",
        _ => "other",
    }
}

fn type_of(form: &Form, kind: RecordLeafKind) -> &'static str {
    match kind {
        RecordLeafKind::Leaf(leaf) => match form.leaf(leaf).kind {
            LeafKind::Text | LeafKind::Texts | LeafKind::Tiers => "text",
            LeafKind::Integer | LeafKind::Decimal => "number",
            LeafKind::Date => "date",
            LeafKind::Options | LeafKind::Answer | LeafKind::Boolean => "options",
            LeafKind::Prefectures => "prefectures",
        },
        RecordLeafKind::Edition => "edition",
        RecordLeafKind::SectionTitle => "title",
        RecordLeafKind::ItemText => "item text",
        RecordLeafKind::ItemStatus => "status",
        RecordLeafKind::ItemPlan => "plan",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_words_are_without_quotes_and_numbers() {
        for (message, own) in [
            ("item 3: its cells hold 「■ 「2」 □」", "item its cells hold"),
            ("9 items; edition 6.0 has 11", "items; edition has"),
            ("which column 「3円」 belongs to can't be told", "which column belongs to can't be told"),
            ("the items are numbered 1, 2, 4", "the items are numbered"),
        ] {
            assert_eq!(own_words(message), own, "{message}");
        }
    }

    #[test]
    fn shapes_are_told() {
        let of = |text| of_shape(text).collect::<Vec<_>>();
        assert!(of("東京都千代田区1-2-3").is_empty());
        assert_eq!(of("内容(通話"), ["shape:bracket"]);
        assert_eq!(of("・"), ["shape:end", "shape:short"]);
        assert_eq!(of("■ あり 1 件"), ["shape:spaces", "shape:mark"]);
    }
}
