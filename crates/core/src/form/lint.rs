//! What is wrong with a form file although it can be used: labels that never lead to a value, options that can't be told
//! apart, wordings that nothing matches.

mod tables;

use super::compile::line_at;
use super::raw::{RawChecklist, RawForm, RawLabel};
use super::{Form, FormError};
use crate::text::fold::key;
use crate::text::marks;
use std::collections::BTreeMap;
use toml::Spanned;

/// Everything that is wrong with a form file: the error that keeps it from being used, or else what can't be meant.
#[must_use]
pub fn lint(text: &str, name: &str) -> Vec<FormError> {
    let form = match Form::from_toml(text, name) {
        Ok(form) => form,
        Err(error) => return vec![error],
    };
    // A form that compiles can be read as a table of its keys.
    let Ok(raw) = toml::from_str::<RawForm>(text) else { return Vec::new() };
    let mut lints = Lints { text, name, found: Vec::new() };
    lints.titles(&raw);
    raw.labels.iter().for_each(|label| lints.label(label));
    lints.labels(&raw);
    tables::lint(&mut lints, &raw);
    lints.checks(&raw, &form);
    raw.checklist.annexed.iter().for_each(|checklist| lints.checklist(checklist));
    lints.found
}

/// What was found in a file so far.
struct Lints<'a> {
    text: &'a str,
    name: &'a str,
    found: Vec<FormError>,
}

impl Lints<'_> {
    fn say(&mut self, at: Option<usize>, message: impl Into<String>, hint: &str) {
        let line = at.map(|at| line_at(self.text, at));
        self.found.push(FormError::new(self.name, line, message, hint));
    }

    /// Where a key of the file's head is given.
    fn key_at(&self, name: &str) -> Option<usize> {
        let is_key =
            |line: &str| line.trim_start().strip_prefix(name).is_some_and(|rest| rest.trim_start().starts_with('='));
        let mut at = 0;
        for line in self.text.split_inclusive('\n') {
            if is_key(line) {
                return Some(at);
            }
            at += line.len();
        }
        None
    }

    /// What labels are to each other: fields that only their order tells apart, values before a label that is no field.
    fn labels(&mut self, raw: &RawForm) {
        let mut known = BTreeMap::new();
        for label in &raw.labels {
            let (at, label) = (Some(label.span().start), label.get_ref());
            let shown = label.text.get_ref().first().cloned().unwrap_or_default();
            if label.before.as_ref().is_some_and(|before| *before.get_ref()) && label.kind.is_none() {
                let message = format!("a value stands before the label 「{shown}」, which is no field");
                self.say(at, message, "give it type and pointer, or remove `before`");
            }
            let Some(pointer) = label.pointer.as_ref().map(|pointer| pointer.get_ref().clone()) else { continue };
            let holder = label.parent.as_ref().map(|parent| parent.get_ref().clone());
            for text in label.text.get_ref() {
                let place = (holder.clone(), label.part == super::Part::Form, key(text));
                if let Some(other) = known.insert(place, pointer.clone()).filter(|other| *other != pointer) {
                    let message = format!("the labels of \"{other}\" and \"{pointer}\" have the wording 「{text}」");
                    self.say(at, message, "give each a label that holds it (`id`, `in`), or another wording");
                }
            }
        }
    }

    fn titles(&mut self, raw: &RawForm) {
        let is_empty = |title: &String| key(title).is_empty();
        if raw.form.titles.is_empty() || raw.form.titles.iter().any(is_empty) {
            self.say(
                self.key_at("titles"),
                "[form] has no titles, or an empty one",
                "titles = [\"…\"]: what stands at the document's head",
            );
        }
        let own: Vec<String> = raw.form.titles.iter().map(|title| key(title)).collect();
        for title in raw.form.not.iter().filter(|title| own.contains(&key(title))) {
            let message = format!("the title 「{title}」 is the form's own and excludes it");
            self.say(self.key_at("not"), message, "`not` holds titles of other forms only");
        }
    }

    fn label(&mut self, label: &Spanned<RawLabel>) {
        let raw = label.get_ref();
        let at = Some(label.span().start);
        let shown = raw.text.get_ref().first().cloned().unwrap_or_default();
        // One with an id is a heading: over others, or over columns that it only groups.
        let leads = raw.kind.is_some() || raw.column.is_some() || raw.id.is_some();
        if !leads {
            let message = format!("the label 「{shown}」 is no field and holds none");
            self.say(
                at,
                message,
                "give it type and pointer, an id if it is a heading, or make it a [[note]] if it is only printed",
            );
        }
        if let Some(wording) = repeated(raw.text.get_ref()) {
            self.say(
                at,
                format!("the label has the wording 「{wording}」 twice"),
                "wordings that differ in signs only are one",
            );
        }
        self.options(raw);
    }

    fn options(&mut self, raw: &RawLabel) {
        let (mut ids, mut wordings) = (BTreeMap::new(), BTreeMap::new());
        for option in &raw.options {
            let (at, option) = (Some(option.span().start), option.get_ref());
            if ids.insert(option.id.clone(), ()).is_some() {
                self.say(
                    at,
                    format!("two options have the id \"{}\"", option.id),
                    "give every option an id of its own",
                );
            }
            for text in &option.text {
                if key(text).is_empty() || text.chars().next().is_some_and(|c| marks::of_char(c).is_some()) {
                    let message = format!("the option \"{}\" is or begins with a mark: 「{text}」", option.id);
                    self.say(at, message, "leave the mark away: marks stand before options in every document");
                } else if let Some(other) = wordings.insert(key(text), option.id.clone()) {
                    let message =
                        format!("the options \"{other}\" and \"{}\" have the same wording 「{text}」", option.id);
                    self.say(at, message, "an option is told by its wording");
                }
            }
        }
    }

    fn checks(&mut self, raw: &RawForm, form: &Form) {
        for (raw, check) in raw.checks.iter().zip(&form.checks) {
            let Some(option) = &check.option else { continue };
            let of = |leaf: &usize| form.field_of(*leaf);
            let knows =
                |leaf: &usize| of(leaf).is_some_and(|field| field.options.iter().any(|known| *known.id == **option));
            if !check.leaves.iter().any(knows) {
                let message = format!("no field of the check has the option \"{option}\"");
                self.say(Some(raw.span().start), message, "name an id of the options of the first pointer");
            }
        }
    }

    fn checklist(&mut self, raw: &RawChecklist) {
        let (mut ids, mut titles) = (BTreeMap::new(), BTreeMap::new());
        for section in &raw.sections {
            let (at, section) = (Some(section.span().start), section.get_ref());
            if ids.insert(&section.id, ()).is_some() {
                self.say(at, format!("two checklist sections have the id \"{}\"", section.id), "give each its own id");
            }
            for text in &section.text {
                if let Some(other) = titles.insert(key(text), &section.id) {
                    let message = format!("the sections \"{other}\" and \"{}\" have the title 「{text}」", section.id);
                    self.say(at, message, "a section is told by its title");
                }
            }
        }
        for edition in &raw.editions {
            for section in &edition.sections {
                if let Some(item) = repeated(&section.items) {
                    let message = format!("edition {} has the item 「{item}」 twice in a section", edition.edition);
                    self.say(Some(section.id.span().start), message, "remove one");
                }
            }
        }
    }
}

/// A text that stands twice, but for signs and spaces.
fn repeated(texts: &[String]) -> Option<&String> {
    let mut seen = BTreeMap::new();
    texts.iter().find(|text| seen.insert(key(text), ()).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_accepted_but_cannot_be_meant_is_found() {
        let head = "[form]\nid=\"a\"\nschema_version=1\ntitle=\"t\"\ntitles=[\"題\"]\n";
        let choice = "[[label]]\ntext=[\"名\"]\ntype=\"choice\"\npointer=\"/a\"\n";
        let table = "[[table]]\ntext=[\"料金\"]\npointer=\"/t\"\n[[table.column]]\nkey=\"a\"\ntext=[\"金額\"]\ntype=\"money\"\n";
        for (text, line, message) in [
            ("[[label]]\ntext=[\"名\"]\n", Some(6), "no field and holds none"),
            ("[[label]]\ntext=[\"名\", \"・名\"]\ntype=\"text\"\npointer=\"/a\"\n", Some(6), "twice"),
            (
                &format!("{choice}options=[{{id=\"x\",text=[\"有\"]}},\n {{id=\"x\",text=[\"無\"]}}]\n"),
                Some(11),
                "the id \"x\"",
            ),
            (
                &format!("{choice}options=[{{id=\"x\",text=[\"有\"]}},{{id=\"y\",text=[\"有\"]}}]\n"),
                Some(10),
                "same wording",
            ),
            (&format!("{choice}options=[{{id=\"x\",text=[\"○\"]}},{{id=\"y\",text=[\"無\"]}}]\n"), Some(10), "a mark"),
            (
                "[[label]]\ntext=[\"名\"]\ntype=\"text\"\npointer=\"/a\"\n[[label]]\ntext=[\"名\"]\ntype=\"text\"\npointer=\"/b\"\n",
                Some(10),
                "have the wording 「名」",
            ),
            ("[[label]]\nid=\"x\"\ntext=[\"名\"]\nbefore=true\n", Some(6), "which is no field"),
            (
                &format!("{table}[[table.column]]\nkey=\"b\"\ntext=[\"金額\"]\ntype=\"money\"\n"),
                Some(13),
                "the columns \"a\" and \"b\"",
            ),
            (&format!("{table}{}", table.replace("/t", "/u")), Some(13), "have the title 「料金」"),
            (
                &format!(
                    "{}{}",
                    table.replace("text=[\"料金\"]\n", ""),
                    table.replace("text=[\"料金\"]\n", "").replace("/t", "/u")
                ),
                Some(12),
                "the same headings",
            ),
            (
                "[[answers]]\nid=\"yn\"\nanswer=[{id=\"y\",text=[\"○\"]},{id=\"n\",text=[\"×\"]}]\n",
                Some(6),
                "nothing is of the answers",
            ),
            ("[[label]]\ntext=[\"名\"]\ntype=\"txt\"\npointer=\"/a\"\n", Some(8), "unknown variant"),
        ] {
            let found = lint(&format!("{head}{text}"), "f.toml");
            assert!(
                found.iter().any(|error| error.line == line && error.message.contains(message)),
                "{text}: {found:?}"
            );
        }
    }

    #[test]
    fn the_built_in_forms_are_clean() {
        for (name, text) in crate::form::BUILT_IN {
            assert_eq!(lint(text, name), []);
        }
    }
}
