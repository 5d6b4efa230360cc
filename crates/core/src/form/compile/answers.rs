//! The sets of answers of the form file: words and signs, each set defined once.

use super::Compiler;
use crate::form::raw::RawAnswers;
use crate::form::{ChoiceOption, FormError};
use crate::text::fold::key;
use crate::text::values::sign;
use toml::Spanned;

/// Words of yes and of no, and their signs. Longer ones of the same beginning are told by their length.
const YES: &[&str] = &[
    "有",
    "あり",
    "有り",
    "ある",
    "はい",
    "可",
    "可能",
    "適",
    "適合",
    "実施",
    "実施済",
    "実施している",
    "済",
    "該当",
    "対応",
    "対応可",
    "対応可能",
    "する",
    "している",
    "導入",
    "導入済",
    "加入",
    "設置",
    "yes",
    "○",
    "●",
    "✓",
    "■",
];
const NO: &[&str] = &[
    "無",
    "なし",
    "無し",
    "ない",
    "いいえ",
    "否",
    "不可",
    "不可能",
    "不適",
    "不適合",
    "未実施",
    "実施していない",
    "未",
    "非該当",
    "該当なし",
    "対応不可",
    "しない",
    "していない",
    "未導入",
    "未加入",
    "未設置",
    "no",
    "×",
    "□",
];

/// The answers of a boolean.
pub(super) fn yes_and_no() -> Vec<ChoiceOption> {
    let texts = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    vec![answer("true", &texts(YES)), answer("false", &texts(NO))]
}

/// An answer with its words and signs.
fn answer(id: &str, texts: &[String]) -> ChoiceOption {
    let is_sign = |text: &&String| sign::alone(text).is_some() && key(text).is_empty();
    ChoiceOption {
        id: id.into(),
        keys: texts.iter().filter(|text| !is_sign(text)).map(|text| key(text)).collect(),
        signs: texts.iter().filter_map(|text| sign::alone(text)).collect(),
        text: texts.first().cloned().unwrap_or_default(),
        detail: None,
        detail_keys: Vec::new(),
    }
}

impl Compiler<'_> {
    /// Takes the sets of answers of the file.
    pub(super) fn answers(&mut self, raw: &[Spanned<RawAnswers>]) -> Result<(), FormError> {
        for set in raw {
            let of = set.get_ref();
            if of.answers.len() < 2 {
                let hint = "answer = [{ id = \"yes\", text = [\"○\"] }, …]";
                return Err(self.error(set.span(), "a set needs two answers or more", hint));
            }
            let mut answers: Vec<ChoiceOption> = Vec::new();
            for raw in &of.answers {
                let text = &raw.get_ref().text;
                if text.is_empty() || text.iter().any(|text| key(text).is_empty() && sign::alone(text).is_none()) {
                    return Err(self.error(raw.span(), "an answer needs words or a sign", "text = [\"○\", \"はい\"]"));
                }
                let new = answer(raw.get_ref().id.get_ref(), text);
                let is_same = |known: &&ChoiceOption| {
                    known.id == new.id
                        || known.keys.iter().any(|key| new.keys.contains(key))
                        || known.signs.iter().any(|sign| new.signs.contains(sign))
                };
                if let Some(known) = answers.iter().find(is_same) {
                    let message = format!("the answers \"{}\" and \"{}\" can't be told apart", known.id, new.id);
                    return Err(self.error(raw.span(), message, "each has an id, words and signs of its own"));
                }
                answers.push(new);
            }
            if self.answer_sets.insert(of.id.get_ref().clone(), answers).is_some() {
                let message = format!("the id \"{}\" is used twice", of.id.get_ref());
                return Err(self.error(of.id.span(), message, "give every set an id of its own"));
            }
        }
        Ok(())
    }

    /// The answers of a set.
    pub(super) fn answer_set(&self, name: &Spanned<String>) -> Result<Vec<ChoiceOption>, FormError> {
        self.answer_sets.get(name.get_ref()).cloned().ok_or_else(|| {
            let message = format!("no set of answers has the id \"{}\"", name.get_ref());
            self.error(name.span(), message, "add it as [[answers]] with id and answer")
        })
    }
}
