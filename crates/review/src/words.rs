//! What the page says, in Japanese and English.

use serde_json::Value;
use std::sync::LazyLock;
use yomitori_core::diagnostic::CODES;
use yomitori_core::explain::Lang;

static ENGLISH: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(include_str!("../assets/en.json")).unwrap_or_default());
static JAPANESE: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(include_str!("../assets/ja.json")).unwrap_or_default());

/// A language of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// 日本語.
    #[default]
    Japanese,
    /// English.
    English,
}

impl Language {
    /// The language that a browser asks for first, of those that there are: `Accept-Language` (RFC 9110).
    #[must_use]
    pub fn of(header: &str) -> Self {
        let ranges = header.split(',').filter_map(|range| {
            let mut parts = range.split(';');
            let tag = parts.next()?.trim().to_ascii_lowercase();
            let quality =
                parts.find_map(|part| part.trim().strip_prefix("q=")).map_or(1.0, |q| q.parse().unwrap_or(0.0));
            let language = match tag.split('-').next()? {
                "ja" => Self::Japanese,
                "en" | "*" => Self::English,
                _ => return None,
            };
            Some((language, quality))
        });
        let best = ranges.fold(None, |best: Option<(Self, f32)>, range| match best {
            Some(best) if best.1 >= range.1 => Some(best),
            _ if range.1 > 0.0 => Some(range),
            best => best,
        });
        best.map_or(Self::English, |(language, _)| language)
    }

    /// Its tag.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Japanese => "ja",
            Self::English => "en",
        }
    }

    /// All words of the page.
    pub(super) fn words(self) -> &'static Value {
        match self {
            Self::Japanese => &JAPANESE,
            Self::English => &ENGLISH,
        }
    }

    /// A word; its key where there is none.
    pub(super) fn word(self, key: &str) -> String {
        self.words().get(key).and_then(Value::as_str).unwrap_or(key).to_owned()
    }

    /// What a diagnostic's code says.
    pub(super) fn code(self, code: &str) -> String {
        let found = CODES.iter().find(|meaning| meaning.code.name() == code);
        let summary = |meaning| self.catalogue().summary(meaning).trim_end_matches(['.', '。']).to_owned();
        found.map_or_else(|| code.to_owned(), summary)
    }

    /// A message of a diagnostic.
    pub(super) fn message(self, message: &str) -> String {
        self.catalogue().message(message).into_owned()
    }

    /// What the program says elsewhere, in this language.
    const fn catalogue(self) -> Lang {
        match self {
            Self::Japanese => Lang::Ja,
            Self::English => Lang::En,
        }
    }

    /// What a sign of doubt says.
    pub(super) fn sign(self, sign: &str) -> String {
        match (self, sign.split_once(':')) {
            (_, Some(("code", code))) => self.code(code),
            (Self::English, _) => crate::confidence::words(sign),
            (Self::Japanese, Some((kind, what))) => {
                let exact = self.words().pointer(&format!("/signs/{sign}"));
                let general = || self.words().pointer(&format!("/signs/{kind}"));
                let text = exact.or_else(general).and_then(Value::as_str).unwrap_or(sign);
                text.replace("{}", what)
            }
            _ => sign.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_browsers_first_language_is_taken() {
        for (header, language) in [
            ("ja,en-US;q=0.9,en;q=0.8", Language::Japanese),
            ("en-GB,en;q=0.9,ja;q=0.8", Language::English),
            ("fr,ja;q=0.5,en;q=0.7", Language::English),
            ("de", Language::English),
            ("", Language::English),
        ] {
            assert_eq!(Language::of(header), language, "{header}");
        }
    }

    #[test]
    fn both_languages_have_the_same_words() {
        let keys = |language: Language| language.words().as_object().unwrap().keys().cloned().collect::<Vec<_>>();
        let english: Vec<String> = keys(Language::English);
        let japanese: Vec<String> = keys(Language::Japanese).into_iter().filter(|key| key != "signs").collect();
        assert_eq!(english, japanese);
        for meaning in CODES {
            let words = Language::Japanese.code(meaning.code.name());
            assert!(!words.is_ascii(), "{}", meaning.code);
        }
    }
}
