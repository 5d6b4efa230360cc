//! The draft as text of a form file.

use super::blocks::{SketchBlock, is_label};
use super::kinds::{ValueKind, kind_of};
use crate::text::fold::key;
use crate::text::marks;
use crate::text::values::sign;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// Usual words of labels, and the keys that they give: the first that a label holds counts.
const WORDS: [(&str, &str); 26] = [
    ("電話", "phone"),
    ("TEL", "phone"),
    ("FAX", "fax"),
    ("メール", "email"),
    ("ホームページ", "website"),
    ("URL", "website"),
    ("所在地", "address"),
    ("住所", "address"),
    ("更新日", "updated_on"),
    ("開設", "opened_on"),
    ("設立", "founded_on"),
    ("現在", "as_of"),
    ("代表者", "representative"),
    ("管理者", "manager"),
    ("資本金", "capital"),
    ("定員", "capacity"),
    ("職員数", "staff"),
    ("従業員数", "staff"),
    ("年度", "year"),
    ("備考", "remark"),
    ("金額", "amount"),
    ("料金", "fee"),
    ("区分", "group"),
    ("種類", "kind"),
    ("項目", "item"),
    ("名", "name"),
];

/// Lines before a table among which its title is looked for.
const TITLE_REACH: usize = 1;

/// Answers of usual signs.
const SIGNS: [(char, &str); 6] =
    [('◎', "very"), ('○', "yes"), ('✓', "yes"), ('△', "partly"), ('×', "no"), ('―', "none")];

/// A file under way.
struct SketchWriter<'a> {
    out: String,
    texts: &'a BTreeSet<String>,
    /// Keys in use, by the object that they are in.
    taken: BTreeSet<String>,
    /// Wordings of labels in use, with the label that holds them.
    wordings: BTreeSet<(String, String)>,
    holders: BTreeMap<String, String>,
    titles: BTreeSet<String>,
    /// The headings of tables without a title.
    untitled: BTreeSet<Vec<String>>,
    answers: usize,
    /// How many keys were counted, by the object that they are in and what they begin with.
    counted: BTreeMap<String, usize>,
}

/// Writes a form file.
pub(super) fn write(blocks: &[SketchBlock], id: &str, texts: &BTreeSet<String>) -> String {
    let title = blocks.iter().find_map(|block| match block {
        SketchBlock::Line(text) if key(text).chars().count() > 1 => Some(text.clone()),
        _ => None,
    });
    let title = title.unwrap_or_else(|| id.to_owned());
    let mut writer = SketchWriter {
        out: String::new(),
        texts,
        taken: BTreeSet::new(),
        wordings: BTreeSet::new(),
        holders: BTreeMap::new(),
        titles: BTreeSet::new(),
        untitled: BTreeSet::new(),
        answers: 0,
        counted: BTreeMap::new(),
    };
    let head = format!(
        "[form]\nid = {}\nschema_version = 1\ntitle = {}\ntitles = [{}]\n",
        quoted(id),
        quoted(&title),
        quoted(&title)
    );
    writer.out.push_str(
        "# A draft, made from one document: name the keys, check the types, add wordings that other documents have.\n",
    );
    writer.out.push_str(&head);
    let labels =
        blocks.iter().filter(|block| matches!(block, SketchBlock::Pair { .. } | SketchBlock::Behind { .. })).count();
    let _ = writeln!(writer.out, "fit = {{ labels-with-title = {} }}", labels.clamp(1, LEAST_LABELS));
    for (at, block) in blocks.iter().enumerate() {
        match block {
            SketchBlock::Line(_) => {}
            SketchBlock::Behind { label, value } => writer.label(None, label, value, true),
            SketchBlock::Pair { holder, label, value } => writer.label(holder.as_deref(), label, value, false),
            SketchBlock::Table { headings, rows } => {
                let before = at.checked_sub(TITLE_REACH).and_then(|before| blocks.get(before));
                let title = match before {
                    Some(SketchBlock::Line(text)) if *text != title => Some(text.as_str()),
                    _ => None,
                };
                writer.table(title, headings, rows);
            }
        }
    }
    writer.out
}

/// Labels that stand beside the title in a document of the form, at least.
const LEAST_LABELS: usize = 3;

impl SketchWriter<'_> {
    /// A key that no other has, made from a wording.
    fn key(&mut self, object: &str, wording: &str, kind: &str) -> String {
        let word = WORDS.iter().find(|(word, _)| wording.contains(word)).map(|(_, key)| (*key).to_owned());
        if let Some(word) = word.filter(|word| self.taken.insert(format!("{object}/{word}"))) {
            return word;
        }
        let count = self.counted.entry(format!("{object}/{kind}")).or_default();
        *count += 1;
        format!("{kind}_{count}")
    }

    fn label(&mut self, holder: Option<&str>, label: &str, value: &str, before: bool) {
        let wording = (holder.unwrap_or_default().to_owned(), key(label));
        if wording.1.is_empty() || !self.wordings.insert(wording) {
            return;
        }
        let held = holder.filter(|holder| is_label(holder)).map(|holder| self.holder(holder));
        let own = self.key("", label, "field");
        let pointer = format!("/{own}");
        let kind = match kind_of(value) {
            ValueKind::Sign => ValueKind::Text,
            _ if self.texts.contains(&pointer) => ValueKind::Text,
            kind => kind,
        };
        let options = if kind == ValueKind::Choices { options(value) } else { Vec::new() };
        let kind = if kind == ValueKind::Choices && options.len() < 2 { ValueKind::Text } else { kind };
        self.out.push_str("\n[[label]]\n");
        if let Some(held) = held {
            let _ = writeln!(self.out, "in = {}", quoted(&held));
        }
        let _ = writeln!(self.out, "text = [{}]", quoted(label));
        if before {
            self.out.push_str("before = true\n");
        }
        let name = if kind == ValueKind::Text && own == "name" { "name" } else { kind.name() };
        let _ = writeln!(self.out, "type = \"{name}\"\npointer = {}", quoted(&pointer));
        if let ValueKind::Code(digits) = kind {
            let _ = writeln!(self.out, "digits = {digits}");
        }
        if kind == ValueKind::Choices {
            self.out.push_str("options = [\n");
            for (at, option) in options.iter().enumerate() {
                let _ = writeln!(self.out, "  {{ id = \"option_{}\", text = [{}] }},", at + 1, quoted(option));
            }
            self.out.push_str("]\n");
        }
    }

    /// The id of the label that holds others, which is written where it is met first.
    fn holder(&mut self, holder: &str) -> String {
        if let Some(id) = self.holders.get(holder) {
            return id.clone();
        }
        let id = format!("group_{}", self.holders.len() + 1);
        let _ = writeln!(self.out, "\n[[label]]\nid = \"{id}\"\ntext = [{}]", quoted(holder));
        self.holders.insert(holder.to_owned(), id.clone());
        id
    }

    fn table(&mut self, title: Option<&str>, headings: &[String], rows: &[Vec<String>]) {
        let column = |at: usize| rows.iter().filter_map(move |row| row.get(at)).filter(|cell| !cell.is_empty());
        let kinds: Vec<ValueKind> =
            (0..headings.len()).map(|at| kind_of_column(column(at).map(String::as_str))).collect();
        let signs: Vec<usize> = (0..headings.len()).filter(|at| kinds.get(*at) == Some(&ValueKind::Sign)).collect();
        // The items are the longest texts.
        let texts = (0..headings.len()).filter(|at| {
            kinds.get(*at) == Some(&ValueKind::Text) && headings.get(*at).is_some_and(|heading| !heading.is_empty())
        });
        let items = texts.max_by_key(|at| (column(*at).map(String::len).sum::<usize>(), std::cmp::Reverse(*at)));
        let title = title.filter(|title| !key(title).is_empty() && self.titles.insert(key(title)));
        // Tables of the same headings are told apart by their titles alone.
        let keys: Vec<String> = headings.iter().map(|heading| key(heading)).collect();
        if title.is_none() && !self.untitled.insert(keys) {
            return;
        }
        let list = self.key("", title.unwrap_or_default(), "list");
        let (table, is_checklist) = match items.filter(|_| !signs.is_empty()) {
            Some(item) => {
                let set = self.answer_set(headings, rows, &signs);
                let _ = writeln!(self.out, "\n[[checklist]]");
                self.title(title);
                let _ = writeln!(
                    self.out,
                    "pointer = \"/{list}\"\nitem = [{}]\nanswers = \"{set}\"",
                    quoted(headings.get(item).map_or("", String::as_str))
                );
                if let [status] = signs.as_slice() {
                    let _ =
                        writeln!(self.out, "status = [{}]", quoted(headings.get(*status).map_or("", String::as_str)));
                }
                (item, true)
            }
            None => {
                let _ = writeln!(self.out, "\n[[table]]");
                self.title(title);
                let _ = writeln!(self.out, "pointer = \"/{list}\"");
                (usize::MAX, false)
            }
        };
        let mut wordings = BTreeSet::new();
        for (at, heading) in headings.iter().enumerate() {
            let is_own = is_checklist && (at == table || signs.contains(&at) || heading.is_empty());
            if is_own || !heading.is_empty() && (key(heading).is_empty() || !wordings.insert(key(heading))) {
                continue;
            }
            let own = self.key(&list, heading, "column");
            let pointer = format!("/{list}/{own}");
            let kind = kinds
                .get(at)
                .filter(|kind| **kind != ValueKind::Choices && !self.texts.contains(&pointer))
                .unwrap_or(&ValueKind::Text);
            let what = if is_checklist { "checklist" } else { "table" };
            let text = if heading.is_empty() { "区分" } else { heading };
            let _ = writeln!(
                self.out,
                "\n[[{what}.column]]\nkey = \"{own}\"\ntext = [{}]\ntype = \"{}\"",
                quoted(text),
                kind.name()
            );
            if let ValueKind::Code(digits) = kind {
                let _ = writeln!(self.out, "digits = {digits}");
            }
            if heading.is_empty() {
                self.out.push_str("stub = true\n");
            }
        }
    }

    fn title(&mut self, title: Option<&str>) {
        if let Some(title) = title {
            let _ = writeln!(self.out, "text = [{}]", quoted(title));
        }
    }

    /// Writes the answers of a checklist: the signs in its one column, or the headings of its columns with marks.
    fn answer_set(&mut self, headings: &[String], rows: &[Vec<String>], signs: &[usize]) -> String {
        self.answers += 1;
        let set = format!("answers_{}", self.answers);
        let _ = writeln!(self.out, "\n[[answers]]\nid = \"{set}\"\nanswer = [");
        let words: Vec<String> = match signs {
            [status] => {
                let found = rows.iter().filter_map(|row| sign::alone(row.get(*status)?));
                let mut found: BTreeSet<char> = found.collect();
                // One answer alone is no set.
                found.extend(['○', '×'].into_iter().filter(|_| found.len() < 2).collect::<Vec<_>>());
                found.into_iter().map(String::from).collect()
            }
            several => several.iter().filter_map(|at| headings.get(*at).cloned()).collect(),
        };
        let mut ids = BTreeSet::new();
        for (at, word) in words.iter().enumerate() {
            let known = SIGNS.iter().find(|(sign, _)| word.chars().eq([*sign])).map(|(_, id)| (*id).to_owned());
            let id = known.filter(|id| ids.insert(id.clone())).unwrap_or_else(|| format!("answer_{}", at + 1));
            let _ = writeln!(self.out, "  {{ id = \"{id}\", text = [{}] }},", quoted(word));
        }
        self.out.push_str("]\n");
        set
    }
}

/// The type of a column: that of all its cells, or free text.
fn kind_of_column<'t>(mut cells: impl Iterator<Item = &'t str>) -> ValueKind {
    let Some(first) = cells.next().map(kind_of) else { return ValueKind::Text };
    if cells.all(|cell| kind_of(cell) == first) { first } else { ValueKind::Text }
}

/// The options of a choice: what stands behind each mark, up to its brackets.
fn options(value: &str) -> Vec<String> {
    let tokens: Vec<marks::MarkToken> = marks::find(value).collect();
    let ends = tokens.iter().skip(1).map(|next| next.start).chain([value.len()]);
    let mut known = BTreeSet::new();
    let of = |(token, end): (&marks::MarkToken, usize)| {
        let text = value.get(token.end..end)?.split('(').next()?.trim();
        (!key(text).is_empty() && known.insert(key(text))).then(|| text.to_owned())
    };
    tokens.iter().zip(ends).filter_map(of).collect()
}

/// A text as TOML has it.
fn quoted(text: &str) -> String {
    let clean: String = text.chars().filter(|c| !c.is_control()).collect();
    toml::Value::from(clean).to_string()
}
