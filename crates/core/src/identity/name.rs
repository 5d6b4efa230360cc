//! Names of agencies, as far as they tell agencies apart: without the kind of corporation, spaces and widths.

use crate::text::fold::key;
use crate::text::values::name::CORPORATIONS;
use unicode_normalization::UnicodeNormalization;

/// How much of two names has to be the same for one to be the other misspelled or shortened, as a share of both.
const NEAR: f32 = 0.5;

/// What two spellings of one name have in common; empty when nothing of the name is left.
#[must_use]
pub fn name_key(name: &str) -> String {
    let mut name: String = name.nfkc().filter(|c| !c.is_whitespace()).collect();
    // The longest first: 一般社団法人 holds 社団法人.
    let mut words: Vec<&str> = CORPORATIONS.to_vec();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    for word in words {
        name = name.replace(word, "");
    }
    key(&name)
}

/// Whether two keys may be of one name: one holds the other, or they share most of their characters in order.
pub(super) fn are_near(one: &str, other: &str) -> bool {
    one.contains(other) || other.contains(one) || similar::TextDiff::from_chars(one, other).ratio() >= NEAR
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_share_a_key() {
        for name in [
            "株式会社髙橋 健診",
            "㈱高橋健診",
            "高橋健診（株）",
            "（株） 高橋健診",
            "髙橋健診㈱",
            "高橋　健診 株式会社",
        ] {
            assert_eq!(name_key(name), name_key("高橋健診"), "{name}");
        }
        assert_ne!(name_key("高橋健診"), name_key("高梁健診"));
        assert_eq!(name_key("ＡＢＣヘルス"), name_key("ABCヘルス"));
        assert_eq!(name_key("一般社団法人北会"), name_key("北会"));
    }

    #[test]
    fn names_are_near_or_far() {
        assert!(are_near(&name_key("健康保険情報センター"), &name_key("健康保健情報センター")));
        assert!(are_near(&name_key("山田健康"), &name_key("山田健康 代行部")));
        assert!(!are_near(&name_key("みなみ代行"), &name_key("サウスヘルス")));
    }
}
