//! Names of organizations: the spaces that only typesetting puts into them.
//!
//! A registered trade name (商号) has no spaces but between Latin words, so a space beside the word for the
//! kind of corporation is typesetting: 「株式会社 山田」 is 「株式会社山田」.

/// Words for kinds of corporations.
pub const CORPORATIONS: &[&str] = &[
    "株式会社",
    "有限会社",
    "合同会社",
    "合資会社",
    "合名会社",
    "一般社団法人",
    "公益社団法人",
    "一般財団法人",
    "公益財団法人",
    "社団法人",
    "財団法人",
    "医療法人",
    "医療法人社団",
    "医療法人財団",
    "社会福祉法人",
    "特定非営利活動法人",
    "NPO法人",
    "学校法人",
    "独立行政法人",
    "(株)",
    "(有)",
    "(同)",
    "(一社)",
    "(公社)",
    "(一財)",
    "(公財)",
];

/// The name without spaces beside the kind of corporation.
#[must_use]
pub fn read(text: &str) -> String {
    let mut name = String::with_capacity(text.len());
    let mut words = text.split(' ').peekable();
    while let Some(word) = words.next() {
        name.push_str(word);
        let Some(next) = words.peek() else { break };
        let stands_before = CORPORATIONS.iter().any(|kind| word.ends_with(kind));
        let stands_behind = CORPORATIONS.iter().any(|kind| next.starts_with(kind));
        if !stands_before && !stands_behind {
            name.push(' ');
        }
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        for (text, expected) in [
            ("株式会社 ベネフィット・ワン", "株式会社ベネフィット・ワン"),
            ("山田健康 株式会社", "山田健康株式会社"),
            ("株式会社 ABC Health", "株式会社ABC Health"),
            ("ABC Health 株式会社", "ABC Health株式会社"),
            ("甲乙医師会 健診センター", "甲乙医師会 健診センター"),
        ] {
            assert_eq!(read(text), expected);
        }
    }
}
