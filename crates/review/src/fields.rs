//! A document's view: its fields in the form's order, its pages with boxes, or its tables with the cells that were taken.

use super::doubts::{KnownLeaf, SettledValues, known};
use super::pages::Outline;
use super::shown::{ShownBlock, ShownCell};
use super::words::Language;
use crate::dataset::Compared;
use crate::form::{Form, LeafKind};
use crate::leaves::{RecordLeaf, RecordLeafKind, STATUSES, leaves};
use crate::schema::{LeafRule, rule};
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A group of fields: what the form has under one heading, or a section of the checklist.
#[derive(Debug, Serialize)]
pub(super) struct FieldGroup {
    pub title: String,
    pub fields: Vec<ShownField>,
}

/// A field with its value.
#[derive(Debug, Clone, Serialize)]
pub(super) struct ShownField {
    pub id: String,
    pub name: String,
    pub title: String,
    pub kind: &'static str,
    /// The value, as JSON.
    pub json: String,
    /// The value as it was read, as JSON.
    pub read_json: String,
    /// What "the document does not say" is, as JSON.
    pub absent: Option<String>,
    /// The options of an editor, as JSON.
    pub options: Option<String>,
    pub shown: String,
    pub raw: Option<String>,
    pub reasons: Vec<String>,
    pub percent: String,
    pub level: &'static str,
    pub doubted: bool,
    pub page: Option<u64>,
    pub said: Option<SaidOfValue>,
}

/// What a person said of a value.
#[derive(Debug, Clone, Serialize)]
pub(super) struct SaidOfValue {
    pub state: String,
    pub word: String,
    pub text: String,
}

/// A page with the boxes of what was read.
#[derive(Debug, Serialize)]
pub(super) struct ShownPage {
    pub no: usize,
    pub width: f32,
    pub height: f32,
    pub picture: String,
    pub boxes: Vec<Box>,
}

/// A place of one or several values.
#[derive(Debug, Serialize)]
pub(super) struct Box {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
    pub leaves: String,
    pub doubted: bool,
}

/// Edges on a page, the leaves read from there, and whether one of them is doubted.
type PlacedBox = ([f64; 4], Vec<usize>, bool);

/// A paragraph or a table of a document without pages.
#[derive(Debug, Serialize)]
pub(super) struct Lit {
    pub cell: Option<LitCell>,
    pub rows: Option<Vec<Vec<LitCell>>>,
}

#[derive(Debug, Serialize)]
pub(super) struct LitCell {
    pub text: String,
    pub rows: u32,
    pub columns: u32,
    pub leaves: String,
    pub doubted: bool,
}

/// A record in the words of a language.
pub(super) struct RecordInWords<'a> {
    pub form: &'a Form,
    pub record: &'a Value,
    pub language: Language,
    pub settled: &'a SettledValues,
    pub below: f64,
}

impl RecordInWords<'_> {
    /// The fields, in the form's order.
    pub fn groups(&self) -> Vec<FieldGroup> {
        let mut groups: Vec<FieldGroup> = Vec::new();
        let known = known(self.form, self.record, self.below);
        for (at, (leaf, known)) in leaves(self.form, self.record).iter().zip(&known).enumerate() {
            let (group, title) = self.titles(leaf);
            let field = self.field(at, title, leaf, known);
            match groups.last_mut() {
                Some(last) if last.title == group => last.fields.push(field),
                _ => groups.push(FieldGroup { title: group, fields: vec![field] }),
            }
        }
        groups
    }

    /// One field, by the leaf's name.
    pub fn field_of(&self, name: &str) -> Option<ShownField> {
        self.groups().into_iter().flat_map(|group| group.fields).find(|field| field.name == name)
    }

    fn titles(&self, leaf: &RecordLeaf<'_>) -> (String, String) {
        let word = |key: &str| self.language.word(key);
        match leaf.kind {
            RecordLeafKind::Leaf(_) | RecordLeafKind::Edition => match leaf.title.split_once(" > ") {
                Some((group, title)) => (group.to_owned(), title.to_owned()),
                None => (leaf.title.clone(), leaf.title.clone()),
            },
            RecordLeafKind::SectionTitle => (leaf.title.clone(), word("section_title")),
            RecordLeafKind::ItemText | RecordLeafKind::ItemStatus | RecordLeafKind::ItemPlan => {
                let (group, no) = leaf.title.rsplit_once(' ').unwrap_or((&leaf.title, ""));
                let what = match leaf.kind {
                    RecordLeafKind::ItemText => "item_text",
                    RecordLeafKind::ItemStatus => "state",
                    _ => "item_plan",
                };
                (group.to_owned(), format!("{} {no} · {}", word("item"), word(what)))
            }
        }
    }

    fn field(&self, at: usize, title: String, leaf: &RecordLeaf<'_>, known: &KnownLeaf) -> ShownField {
        let entry = self.record.get("evidence").and_then(|evidence| evidence.get(&leaf.pointer));
        let part = |key: &str| entry.and_then(|entry| entry.get(key));
        let said = self.settled.get(&leaf.name);
        let read = said.map_or(leaf.value, |said| &said.read);
        let (kind, options) = self.editor(leaf.kind);
        let shown = self.shown(leaf.kind, leaf.value);
        let raw = part("raw").and_then(Value::as_str).filter(|raw| !raw.is_empty() && *raw != shown);
        let mut reasons: Vec<String> = known.codes.iter().map(|(code, message)| self.reason(code, message)).collect();
        if known.is_doubted {
            let signs = known.reasons.iter().filter(|sign| !sign.starts_with("code:"));
            reasons.extend(signs.map(|sign| self.language.sign(sign)));
        }
        ShownField {
            id: format!("f{at}"),
            name: leaf.name.clone(),
            title,
            kind,
            json: leaf.value.to_string(),
            read_json: read.to_string(),
            absent: leaf.kind.nothing(self.form).map(|nothing| nothing.to_string()),
            options,
            raw: raw.map(str::to_owned),
            shown,
            reasons,
            percent: percent(known.probability),
            level: if known.is_doubted { "low" } else { "" },
            doubted: known.is_doubted,
            page: part("page").and_then(Value::as_u64),
            said: said.map(|said| self.said(leaf.kind, said)),
        }
    }

    /// A doubt in words; a message that is known in English alone stands behind what its code says.
    fn reason(&self, code: &str, message: &str) -> String {
        let words = self.language.message(message);
        match self.language {
            Language::Japanese if words == message => format!("{} ({message})", self.language.code(code)),
            _ => words,
        }
    }

    fn said(&self, kind: RecordLeafKind, said: &Compared) -> SaidOfValue {
        let word = |key: &str| self.language.word(key);
        let day = said.at.get(..16).unwrap_or(&said.at).replace('T', " ");
        let mut text = format!("{} {}, {day} UTC", word("by"), said.who);
        if said.read != said.value {
            let read = self.shown(kind, &said.read);
            let read = if read.is_empty() { word("none") } else { read };
            text.push_str(&format!("; {}: {read}", word("was")));
        }
        if let Some(note) = said.note.as_ref().filter(|note| *note != super::say::UNDO) {
            text.push_str(&format!("; {note}"));
        }
        SaidOfValue { state: said.state.clone(), word: word(&said.state), text }
    }

    /// The editor of a leaf, and its options as JSON.
    fn editor(&self, kind: RecordLeafKind) -> (&'static str, Option<String>) {
        let leaf = match kind {
            RecordLeafKind::Leaf(leaf) => leaf,
            RecordLeafKind::ItemStatus => {
                let options =
                    STATUSES.map(|id| json!({ "id": id, "text": self.language.word(&format!("status_{id}")) }));
                return ("one", Some(Value::from(options.to_vec()).to_string()));
            }
            _ => return ("text", None),
        };
        match rule(self.form, leaf) {
            LeafRule::Text(_) | LeafRule::Prefecture => ("text", None),
            LeafRule::Texts => ("list", None),
            LeafRule::Tiers => ("json", None),
            LeafRule::Boolean => {
                let options = [true, false].map(|is_so| json!({ "id": is_so, "text": yes_no(self.language, is_so) }));
                ("one", Some(Value::from(options.to_vec()).to_string()))
            }
            LeafRule::OneOf(options) => {
                let options: Vec<Value> =
                    options.iter().map(|option| json!({ "id": &*option.id, "text": option.text })).collect();
                ("one", Some(Value::from(options).to_string()))
            }
            LeafRule::Integer => ("integer", None),
            LeafRule::Decimal => ("decimal", None),
            LeafRule::Date => ("date", None),
            LeafRule::Prefectures => {
                let options = yomitori_core::text::values::prefecture::PREFECTURES;
                let options: Vec<Value> = options.iter().map(|name| json!({ "id": name, "text": name })).collect();
                ("options", Some(Value::from(options).to_string()))
            }
            LeafRule::Options(options) => {
                let options: Vec<Value> =
                    options.iter().map(|option| json!({ "id": &*option.id, "text": option.text })).collect();
                ("options", Some(Value::from(options).to_string()))
            }
        }
    }

    /// A value in words.
    pub fn shown(&self, kind: RecordLeafKind, value: &Value) -> String {
        shown(self.form, self.language, kind, value)
    }

    /// The numbers of the leaves by the places of their evidence.
    fn evidence(&self) -> Vec<(usize, &Value, bool)> {
        let known = known(self.form, self.record, self.below);
        let all = leaves(self.form, self.record);
        let found = all.iter().zip(&known).enumerate().filter_map(|(at, (leaf, known))| {
            let entry = self.record.get("evidence")?.get(&leaf.pointer)?;
            let is_open = known.is_doubted && !self.settled.contains_key(&leaf.name);
            Some((at, entry, is_open))
        });
        found.collect()
    }

    /// Pages with the boxes on them.
    pub fn pages(&self, outline: &Outline, picture: impl Fn(usize) -> String) -> Vec<ShownPage> {
        let Outline::Pages(sizes) = outline else { return Vec::new() };
        let mut boxes: BTreeMap<usize, Vec<PlacedBox>> = BTreeMap::new();
        for (at, entry, doubted) in self.evidence() {
            let page = entry.get("page").and_then(Value::as_u64).and_then(|page| usize::try_from(page).ok());
            let edges: Vec<f64> =
                entry.get("bbox").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_f64).collect();
            let (Some(page), Ok(edges)) = (page, <[f64; 4]>::try_from(edges)) else { continue };
            let of_page = boxes.entry(page).or_default();
            match of_page.iter_mut().find(|(known, ..)| *known == edges) {
                Some((_, leaves, is_doubted)) => {
                    leaves.push(at);
                    *is_doubted |= doubted;
                }
                None => of_page.push((edges, vec![at], doubted)),
            }
        }
        let page = |(no, (width, height)): (usize, &(f32, f32))| {
            let mut own = boxes.remove(&no).unwrap_or_default();
            // The larger ones lie below, so that each can be chosen.
            own.sort_by(|(one, ..), (other, ..)| area(other).total_cmp(&area(one)));
            let of = |([x0, y0, x1, y1], leaves, doubted): PlacedBox| Box {
                x: x0 - 1.0,
                y: y0 - 1.0,
                width: x1 - x0 + 2.0,
                height: y1 - y0 + 2.0,
                leaves: joined(leaves),
                doubted,
            };
            let boxes = own.into_iter().map(of).collect();
            ShownPage { no, width: *width, height: *height, picture: picture(no), boxes }
        };
        (1..).zip(sizes).map(page).collect()
    }

    /// Blocks with the cells that were taken.
    pub fn blocks(&self, outline: &Outline) -> Vec<Lit> {
        let Outline::Blocks(blocks) = outline else { return Vec::new() };
        let mut by_name: HashMap<&str, BTreeSet<usize>> = HashMap::new();
        let mut by_line: HashMap<u64, BTreeSet<usize>> = HashMap::new();
        let (mut raws, mut doubted) = (HashMap::new(), BTreeSet::new());
        for (at, entry, is_doubted) in self.evidence() {
            if is_doubted {
                doubted.insert(at);
            }
            let raw = entry.get("raw").and_then(Value::as_str).unwrap_or_default();
            raws.insert(at, raw.lines().map(letters).filter(|line| !line.is_empty()).collect::<Vec<_>>());
            for name in entry.get("cell").and_then(Value::as_str).into_iter().flat_map(|cell| cell.split("; ")) {
                by_name.entry(name).or_default().insert(at);
            }
            let lines = entry.get("lines").and_then(Value::as_array);
            let line = |at: usize| lines.and_then(|lines| lines.get(at)).and_then(Value::as_u64);
            for line in line(0).zip(line(1)).into_iter().flat_map(|(first, last)| first..=last.min(first + 500)) {
                by_line.entry(line).or_default().insert(at);
            }
        }
        let lit = |cell: &ShownCell| {
            let mut leaves: BTreeSet<usize> =
                cell.names.iter().filter_map(|name| by_name.get(name.as_str())).flatten().copied().collect();
            let text = letters(&cell.text);
            for at in cell.lines.iter().filter_map(|line| by_line.get(&u64::from(*line))).flatten() {
                let raw = raws.get(at).map(Vec::as_slice).unwrap_or_default();
                let touches = |line: &String| line.contains(&text) || text.contains(line.as_str());
                if !text.is_empty() && raw.iter().any(touches) {
                    leaves.insert(*at);
                }
            }
            let is_doubted = leaves.iter().any(|at| doubted.contains(at));
            LitCell {
                text: cell.text.clone(),
                rows: cell.rows,
                columns: cell.columns,
                leaves: joined(leaves),
                doubted: is_doubted,
            }
        };
        let block = |block: &ShownBlock| match block {
            ShownBlock::Paragraph(cell) => Lit { cell: Some(lit(cell)), rows: None },
            ShownBlock::Table(rows) => {
                Lit { cell: None, rows: Some(rows.iter().map(|row| row.iter().map(lit).collect()).collect()) }
            }
        };
        blocks.iter().map(block).collect()
    }
}

/// A value in words: options by the form's wordings.
pub(super) fn shown(form: &Form, language: Language, kind: RecordLeafKind, value: &Value) -> String {
    match (kind, value) {
        (_, Value::Null) => String::new(),
        (RecordLeafKind::ItemStatus, Value::String(status)) => language.word(&format!("status_{status}")),
        (RecordLeafKind::Leaf(leaf), Value::Array(list)) => {
            let options = form.field_of(leaf).map(|field| field.options.as_slice()).unwrap_or_default();
            let text = |id: &str| options.iter().find(|option| *option.id == *id).map(|option| option.text.clone());
            let texts = list.iter().map(|entry| match entry {
                Value::String(id) => text(id).unwrap_or_else(|| id.clone()),
                fee => fee_text(fee),
            });
            texts.collect::<Vec<_>>().join("、")
        }
        (RecordLeafKind::Leaf(leaf), Value::String(id)) if form.leaf(leaf).kind == LeafKind::Answer => {
            let options = form.field_of(leaf).map(|field| field.options.as_slice()).unwrap_or_default();
            options.iter().find(|option| *option.id == **id).map_or_else(|| id.clone(), |option| option.text.clone())
        }
        (_, Value::Bool(is_so)) => yes_no(language, *is_so),
        (_, Value::String(text)) => text.clone(),
        (_, other) => other.to_string(),
    }
}

/// A fee with its condition in words: what it is for, the amount, what one amount is for.
fn fee_text(fee: &Value) -> String {
    let part = |key: &str| match fee.get(key) {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Null) | None => String::new(),
        Some(other) => other.to_string(),
    };
    let per = match part("per") {
        per if per.is_empty() => per,
        per => format!("/{per}"),
    };
    format!("{} {}{per}", part("condition"), part("amount")).trim().to_owned()
}

fn yes_no(language: Language, is_so: bool) -> String {
    language.word(if is_so { "yes" } else { "no" })
}

/// The letters and digits of a text, without markup: what a cell and the text as read have in common.
fn letters(text: &str) -> String {
    let mut is_markup = false;
    let is_letter = |c: &char| {
        is_markup = *c == '<' || is_markup && *c != '>';
        !is_markup && c.is_alphanumeric()
    };
    text.chars().filter(is_letter).collect()
}

/// A chance as people read it.
pub(super) fn percent(probability: f64) -> String {
    format!("{:.1}%", (probability * 1000.0).floor() / 10.0)
}

fn area([x0, y0, x1, y1]: &[f64; 4]) -> f64 {
    (x1 - x0) * (y1 - y0)
}

fn joined(leaves: impl IntoIterator<Item = usize>) -> String {
    leaves.into_iter().map(|at| at.to_string()).collect::<Vec<_>>().join(" ")
}
