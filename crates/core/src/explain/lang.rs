//! What people read, in their language. Records and exports are English always: codes and messages there are data.
//!
//! English stands in the program. Japanese stands in `ja.toml`, by the English wording: a message of a record is known again
//! by its wording, and what it names is put into the Japanese one.

use super::severity_name;
use crate::diagnostic::{Code, Meaning, Severity};
use crate::failure::{Failure, REASONS, Reason};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Display;
use std::sync::OnceLock;

/// The environment variables that tell a language, the first that is set first.
const LOCALE: [&str; 3] = ["LC_ALL", "LC_MESSAGES", "LANG"];
/// How deep messages stand in messages.
const DEPTH: usize = 3;

/// A language that people read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// English
    #[default]
    En,
    /// Japanese
    Ja,
}

impl Lang {
    /// The language of the locale: Japanese where it is asked for, else English.
    #[must_use]
    pub fn of_locale(variable: impl Fn(&str) -> Option<String>) -> Self {
        let locale = LOCALE.into_iter().filter_map(variable).find(|value| !value.is_empty()).unwrap_or_default();
        let language = locale.split(['_', '-', '.', '@']).next().unwrap_or_default().to_ascii_lowercase();
        if language == "ja" || language == "japanese" { Self::Ja } else { Self::En }
    }

    /// The language of this process's locale.
    #[must_use]
    pub fn of_environment() -> Self {
        Self::of_locale(|name| std::env::var(name).ok())
    }

    /// One line: what a diagnostic says.
    #[must_use]
    pub fn summary(self, meaning: &Meaning) -> &'static str {
        self.meaning(meaning.code).map_or(meaning.summary, |japanese| &japanese.summary)
    }

    /// When a diagnostic is raised, what the record holds then, and what to do.
    #[must_use]
    pub fn detail(self, meaning: &Meaning) -> &'static str {
        self.meaning(meaning.code).map_or(meaning.detail, |japanese| &japanese.detail)
    }

    /// What the reason of a failure says.
    #[must_use]
    pub fn reason(self, reason: Reason) -> &'static str {
        let japanese = (self == Self::Ja).then(|| catalogue().failure.get(reason.name())).flatten();
        let english = REASONS.iter().find(|(known, ..)| *known == reason).map_or("", |(.., summary)| summary);
        japanese.map_or(english, String::as_str)
    }

    /// A severity's name.
    #[must_use]
    pub fn severity(self, severity: Severity) -> &'static str {
        let name = severity_name(severity);
        let japanese = (self == Self::Ja).then(|| catalogue().severity.get(name)).flatten();
        japanese.map_or(name, String::as_str)
    }

    /// A word or line of the program that names nothing.
    #[must_use]
    pub fn word(self, english: &str) -> &str {
        let japanese = (self == Self::Ja).then(|| catalogue().words.get(english)).flatten();
        japanese.map_or(english, String::as_str)
    }

    /// A line of the program in Japanese, with what it names; nothing where English is read.
    #[must_use]
    pub fn ja(self, english: &str, names: &[&dyn Display]) -> Option<String> {
        let template = (self == Self::Ja).then(|| catalogue().words.get(english)).flatten()?;
        let names: Vec<String> = names.iter().map(ToString::to_string).collect();
        Some(fill(template, &names.iter().map(String::as_str).collect::<Vec<_>>(), DEPTH))
    }

    /// A message of a diagnostic, a failure or an error, as English has it where nothing else is known.
    #[must_use]
    pub fn message(self, english: &str) -> Cow<'_, str> {
        match self {
            Self::En => Cow::Borrowed(english),
            Self::Ja => translate(english, DEPTH).map_or(Cow::Borrowed(english), Cow::Owned),
        }
    }

    /// A failure in one line: its code, what was found and what to do.
    #[must_use]
    pub fn failure(self, failure: &Failure) -> String {
        self.failed(failure.reason.name(), &failure.message, failure.hint.as_deref())
    }

    /// The same of a failure's stored parts.
    #[must_use]
    pub fn failed(self, reason: &str, message: &str, hint: Option<&str>) -> String {
        let Self::Ja = self else {
            let hint = hint.map(|hint| format!(" ({hint})")).unwrap_or_default();
            return format!("{reason}: {message}{hint}");
        };
        let hint = hint.map(|hint| format!("（{}）", self.message(hint))).unwrap_or_default();
        let summary = Reason::from_name(reason).map(|reason| self.reason(reason));
        match (translate(message, DEPTH), summary) {
            (Some(japanese), _) => format!("{reason}: {japanese}{hint}"),
            (None, Some(summary)) => format!("{reason}: {summary}［{message}］{hint}"),
            (None, None) => format!("{reason}: {message}{hint}"),
        }
    }

    /// The same of a failure that was printed in English.
    #[must_use]
    pub fn failure_line(self, line: &str) -> String {
        match line.split_once(": ") {
            Some((reason, message)) if self == Self::Ja && Reason::from_name(reason).is_some() => {
                let parts = message.strip_suffix(')').and_then(|text| text.rsplit_once(" ("));
                match parts.filter(|(message, _)| translate(message, DEPTH).is_some()) {
                    Some((message, hint)) => self.failed(reason, message, Some(hint)),
                    None => self.failed(reason, message, None),
                }
            }
            _ => line.to_owned(),
        }
    }

    /// A diagnostic's message; where its wording is not known, what its code says stands before it.
    #[must_use]
    pub fn doubt(self, code: &str, message: &str) -> String {
        let Self::Ja = self else { return message.to_owned() };
        translate(message, DEPTH).unwrap_or_else(|| match Code::from_name(code).and_then(|code| self.meaning(code)) {
            Some(meaning) => format!("{}［{message}］", meaning.summary),
            None => message.to_owned(),
        })
    }

    fn meaning(self, code: Code) -> Option<&'static DiagnosticWords> {
        (self == Self::Ja).then(|| catalogue().diagnostic.get(code.name())).flatten()
    }
}

/// What a diagnostic says.
#[derive(Debug, Deserialize)]
struct DiagnosticWords {
    summary: String,
    detail: String,
}

/// `ja.toml`.
#[derive(Debug, Default, Deserialize)]
struct Catalogue {
    severity: BTreeMap<String, String>,
    diagnostic: BTreeMap<String, DiagnosticWords>,
    failure: BTreeMap<String, String>,
    words: BTreeMap<String, String>,
    messages: BTreeMap<String, String>,
}

fn catalogue() -> &'static Catalogue {
    static CATALOGUE: OnceLock<Catalogue> = OnceLock::new();
    // A test reads the file: it is never empty.
    CATALOGUE.get_or_init(|| toml::from_str(include_str!("ja.toml")).unwrap_or_default())
}

/// A message in Japanese, where its wording is known: of several that fit, the one with the most words.
fn translate(message: &str, depth: usize) -> Option<String> {
    let messages = &catalogue().messages;
    if let Some(exact) = messages.get(message) {
        return Some(exact.clone());
    }
    let fits = messages.iter().filter_map(|(english, japanese)| Some((english, japanese, named(english, message)?)));
    let (_, japanese, names) = fits.max_by_key(|(english, _, names)| english.len().saturating_sub(2 * names.len()))?;
    Some(fill(japanese, &names, depth))
}

/// What a message names in the places of a wording's `{}`, where it has that wording.
fn named<'a>(wording: &str, message: &'a str) -> Option<Vec<&'a str>> {
    let mut pieces = wording.split("{}");
    let mut rest = message.strip_prefix(pieces.next()?)?;
    let mut names = Vec::new();
    let mut pieces = pieces.peekable();
    while let Some(piece) = pieces.next() {
        let at = if pieces.peek().is_some() { rest.find(piece)? } else { rest.strip_suffix(piece)?.len() };
        names.push(rest.get(..at)?);
        rest = rest.get(at + piece.len()..)?;
    }
    rest.is_empty().then_some(names)
}

/// Puts names into a Japanese wording: `{0}` as it is, `{0=}` in Japanese.
fn fill(template: &str, names: &[&str], depth: usize) -> String {
    let mut filled = template.to_owned();
    for (at, name) in names.iter().enumerate() {
        let marked = format!("{{{at}=}}");
        if filled.contains(&marked) {
            let japanese = depth.checked_sub(1).and_then(|depth| translate(name, depth));
            filled = filled.replace(&marked, japanese.as_deref().unwrap_or(name));
        }
    }
    // In one go: what is put in may itself hold braces.
    let mut parts = filled.split('{');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let name = part.split_once('}').and_then(|(at, rest)| Some((names.get(at.parse::<usize>().ok()?)?, rest)));
        match name {
            Some((name, rest)) => out.extend([name, rest]),
            None => out.extend(["{", part]),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::CODES;

    fn is_japanese(text: &str) -> bool {
        text.chars().any(|c| ('ぁ'..='ヿ').contains(&c) || ('一'..='龥').contains(&c))
    }

    #[test]
    fn every_code_and_reason_has_both_languages() {
        let catalogue: Catalogue = toml::from_str(include_str!("ja.toml")).unwrap();
        for meaning in CODES {
            assert!(catalogue.diagnostic.contains_key(meaning.code.name()), "{}", meaning.code);
            for text in [Lang::Ja.summary(meaning), Lang::Ja.detail(meaning)] {
                assert!(is_japanese(text) && text.ends_with('。'), "{}: {text}", meaning.code);
            }
            assert!(!is_japanese(Lang::En.summary(meaning)));
            assert!(is_japanese(Lang::Ja.severity(meaning.severity)));
        }
        for (reason, name, english) in REASONS {
            assert!(is_japanese(Lang::Ja.reason(*reason)), "{name}");
            assert_eq!(Lang::En.reason(*reason), *english);
        }
        assert_eq!(catalogue.diagnostic.len(), CODES.len(), "a code that is gone");
        assert_eq!(catalogue.failure.len(), REASONS.len(), "a reason that is gone");
    }

    /// Japanese texts name what English ones do: as many places, no number too high.
    #[test]
    fn wordings_take_what_they_are_given() {
        let catalogue = catalogue();
        for (english, japanese) in catalogue.words.iter().chain(&catalogue.messages) {
            let places = english.matches("{}").count();
            let names: Vec<String> = (0..places).map(|at| format!("<{at}>")).collect();
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let filled = fill(japanese, &names, 0);
            assert!(is_japanese(japanese), "{english}");
            for at in places..9 {
                assert!(!japanese.contains(&format!("{{{at}")), "{english}: {japanese}");
            }
            assert_eq!(filled.contains('{'), english.contains("{pos}"), "{english}: {filled}");
        }
    }

    #[test]
    fn the_locale_tells_the_language() {
        let of = |set: &[(&str, &str)]| {
            Lang::of_locale(|name| set.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned()))
        };
        assert_eq!(of(&[]), Lang::En);
        assert_eq!(of(&[("LANG", "ja_JP.UTF-8")]), Lang::Ja);
        assert_eq!(of(&[("LANG", "ja_JP.UTF-8"), ("LC_ALL", "C")]), Lang::En);
        assert_eq!(of(&[("LANG", "en_US.UTF-8"), ("LC_MESSAGES", "ja"), ("LC_ALL", "")]), Lang::Ja);
        assert_eq!(of(&[("LANG", "jam_JM")]), Lang::En);
    }

    #[test]
    fn messages_are_known_by_their_wording() {
        let ja = |message| Lang::Ja.message(message).into_owned();
        assert_eq!(ja("the label 「機関名」 is not in the document"), "見出し「機関名」が文書にありません");
        assert_eq!(
            ja("「a{0}」 was taken for 「b」 was taken for 「c」"),
            "「a{0}」を「b」 was taken for 「c」とみなしました"
        );
        assert_eq!(ja("rich text is not read"), "リッチテキストは読み取れません");
        assert_eq!(ja("something new"), "something new");
        assert_eq!(Lang::En.message("nothing is written"), "nothing is written");
        let failure = Failure::new(Reason::Encrypted, "the PDF is protected by a password").hint("check the path");
        assert_eq!(Lang::En.failure(&failure), failure.to_string());
        assert_eq!(
            Lang::Ja.failure(&failure),
            "source.encrypted: PDF がパスワードで保護されています（パスを確認してください）"
        );
        let unknown = Lang::Ja.failed("source.damaged", "x", None);
        assert_eq!(unknown, "source.damaged: 文書の種類は分かりますが、壊れていて読み取れません。［x］");
    }
}
