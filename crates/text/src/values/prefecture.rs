//! The 47 prefectures, and lists of them (contract: as written, never inferred from a city; in lists short names count,
//! 全国 does not).

use super::count::strip_counter;
use super::hyphen::is_hyphen_like;
use super::text::{fold, skip_char, strip_any};

/// The prefectures' full names, in the order of their official codes (JIS X 0401).
pub const PREFECTURES: [&str; 47] = [
    "北海道",
    "青森県",
    "岩手県",
    "宮城県",
    "秋田県",
    "山形県",
    "福島県",
    "茨城県",
    "栃木県",
    "群馬県",
    "埼玉県",
    "千葉県",
    "東京都",
    "神奈川県",
    "新潟県",
    "富山県",
    "石川県",
    "福井県",
    "山梨県",
    "長野県",
    "岐阜県",
    "静岡県",
    "愛知県",
    "三重県",
    "滋賀県",
    "京都府",
    "大阪府",
    "兵庫県",
    "奈良県",
    "和歌山県",
    "鳥取県",
    "島根県",
    "岡山県",
    "広島県",
    "山口県",
    "徳島県",
    "香川県",
    "愛媛県",
    "高知県",
    "福岡県",
    "佐賀県",
    "長崎県",
    "熊本県",
    "大分県",
    "宮崎県",
    "鹿児島県",
    "沖縄県",
];

/// Words between names; longer words first.
const JOINTS: &[&str] = &[
    "ならびに",
    "および",
    "または",
    "並びに",
    "及び",
    "又は",
    "と",
    "・",
    "･",
    "/",
    "、",
    "､",
    ",",
    "，",
    "，",
    ";",
    ":",
    "。",
    "|",
];
/// Words that say the list is not complete.
const MORE: &[&str] = &["その他", "ほか", "など", "他", "等"];

/// The prefectures a text names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PrefectureList {
    /// Full names, each once, in the text's order.
    pub names: Vec<&'static str>,
    /// Whether words remain that name none: a city, 全国, 他.
    pub leftover: bool,
}

/// The prefecture whose full name a text begins with.
#[must_use]
pub fn leading(text: &str) -> Option<&'static str> {
    PREFECTURES.into_iter().find(|name| text.starts_with(name))
}

/// Whether a text begins with a prefecture's name, full or short.
pub(super) fn begins(text: &str) -> bool {
    PREFECTURES.iter().any(|name| text.starts_with(stem(name)))
}

/// Reads a list of prefectures, by full or short name. Numbers, counters and bracketed remarks beside the names are passed over.
#[must_use]
pub fn list(text: &str) -> PrefectureList {
    let (mut list, mut rest, mut depth, mut edge) = (PrefectureList::default(), text, 0_usize, true);
    while let Some(c) = rest.chars().next().map(fold) {
        // Inside brackets a short name may belong to a remark (大阪 in 「(大阪に集約)」): only full names count.
        let named = leading(rest).map(|name| (name, name.len())).or_else(|| short(rest).filter(|_| edge && depth == 0));
        if let Some((name, length)) = named {
            list.add(name);
            (rest, edge) = (rest.get(length..).unwrap_or_default(), true);
            continue;
        }
        let (after, at_edge) = pass(rest, c);
        list.leftover |= !at_edge && depth == 0;
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        (rest, edge) = (after, at_edge);
    }
    list.leftover |= strip_any(text.trim_end_matches([')', ' ']).trim_start(), MORE).is_some();
    list
}

impl PrefectureList {
    fn add(&mut self, name: &'static str) {
        if !self.names.contains(&name) {
            self.names.push(name);
        }
    }
}

/// Passes over what names no prefecture: what follows, and whether it is something that may stand between names.
fn pass(rest: &str, c: char) -> (&str, bool) {
    if let Some(after) = strip_any(rest, JOINTS) {
        return (after, true);
    }
    if c.is_ascii_digit() {
        let after = rest.trim_start_matches(|c: char| fold(c).is_ascii_digit() || c == ' ');
        return (strip_counter(after).unwrap_or(after), true);
    }
    let plain = is_hyphen_like(c) || " ()[]".contains(c);
    (skip_char(rest), plain)
}

/// The prefecture whose short name stands at the beginning as a word of its own: 東京 in 「東京、大阪」, not in 「東京本社」.
fn short(text: &str) -> Option<(&'static str, usize)> {
    PREFECTURES.into_iter().find_map(|name| {
        let stem = stem(name);
        let after = text.strip_prefix(stem)?;
        ends(after).then_some((name, stem.len()))
    })
}

fn stem(name: &'static str) -> &'static str {
    name.strip_suffix(['都', '府', '県']).unwrap_or(name)
}

/// Whether a name may end here.
fn ends(after: &str) -> bool {
    let Some(c) = after.chars().next().map(fold) else { return true };
    pass(after, c).1 || strip_any(after, MORE).is_some() || begins(after)
}

#[cfg(test)]
mod tests {
    use super::{PREFECTURES, leading, list};

    #[test]
    fn leading_names() {
        let cases = [
            ("東京都板橋区", Some("東京都")),
            ("京都府京都市", Some("京都府")),
            ("北海道札幌市", Some("北海道")),
            ("東京", None),
            ("府中市", None),
            ("大阪市北区", None),
            ("東京府", None),
            ("", None),
        ];
        for (input, expected) in cases {
            assert_eq!(leading(input), expected, "{input}");
        }
        assert!(PREFECTURES.iter().all(|name| leading(name) == Some(name)));
    }

    #[test]
    fn lists() {
        let cases: [(&str, &[&str], bool); 27] = [
            ("", &[], false),
            ("東京都・大阪府・北海道", &["東京都", "大阪府", "北海道"], false),
            ("東京都/北海道", &["東京都", "北海道"], false),
            ("東京、大阪、松江、福岡", &["東京都", "大阪府", "福岡県"], true),
            ("東京都大阪府", &["東京都", "大阪府"], false),
            ("東京大阪福岡", &["東京都", "大阪府", "福岡県"], false),
            ("東京都 大阪府", &["東京都", "大阪府"], false),
            ("東京都(2)、大阪府(1)", &["東京都", "大阪府"], false),
            ("東京都2箇所、大阪府 1か所", &["東京都", "大阪府"], false),
            ("東京都、東京都、千葉県", &["東京都", "千葉県"], false),
            ("東京都、大阪府 他", &["東京都", "大阪府"], true),
            ("東京都ほか", &["東京都"], true),
            ("東京・大阪など", &["東京都", "大阪府"], true),
            ("全国", &[], true),
            ("全都道府県", &[], true),
            ("京都", &["京都府"], false),
            ("東京都", &["東京都"], false),
            ("東京・京都", &["東京都", "京都府"], false),
            ("東京都府中市", &["東京都"], true),
            ("福岡市", &[], true),
            ("東京本社、大阪支店", &[], true),
            ("北海道及び青森県並びに岩手", &["北海道", "青森県", "岩手県"], false),
            ("関東(東京都、埼玉県)", &["東京都", "埼玉県"], true),
            ("東京都(本社)", &["東京都"], false),
            ("東京都2千葉県3三重県", &["東京都", "千葉県", "三重県"], false),
            ("東京 2 大阪 3", &["東京都", "大阪府"], false),
            ("—", &[], false),
        ];
        for (input, names, leftover) in cases {
            let found = list(input);
            assert_eq!((found.names.as_slice(), found.leftover), (names, leftover), "{input}");
        }
    }
}
