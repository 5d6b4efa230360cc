//! E-mail addresses in a text (contract: look-alike hyphens become `-`). Disguises such as 「(at)」 are not undone.

use super::hyphen::is_hyphen_like;
use super::text::fold;

/// The first e-mail address of a text.
#[must_use]
pub fn find(text: &str) -> Option<String> {
    all(text).next()
}

/// How many different addresses a text holds (case does not tell them apart).
#[must_use]
pub fn count(text: &str) -> usize {
    let mut seen: Vec<String> = Vec::new();
    for address in all(text).map(|address| address.to_ascii_lowercase()) {
        if !seen.contains(&address) {
            seen.push(address);
        }
    }
    seen.len()
}

fn all(text: &str) -> impl Iterator<Item = String> + '_ {
    text.char_indices().filter(|&(_, c)| fold(c) == '@').filter_map(|(at, sign)| around(text, at, sign))
}

/// The address around an @ sign; spaces right beside the sign are passed over.
fn around(text: &str, at: usize, sign: char) -> Option<String> {
    let before = text.get(..at)?.trim_end();
    let after = text.get(at + sign.len_utf8()..)?.trim_start();
    let local: Vec<char> = before.chars().rev().map(plain).take_while(|&c| is_local(c)).collect();
    let domain: String = after.chars().map(plain).take_while(|&c| is_domain(c)).collect();
    let unread =
        before.chars().rev().nth(local.len()).is_some_and(char::is_whitespace) && broken_before(before, local.len());
    if unread || broken_after(after, domain.chars().count(), &domain) {
        return None;
    }
    let local: String = local.into_iter().rev().collect();
    let (local, domain) = (local.trim_matches(['.', '-']), domain.trim_matches(['.', '-']));
    (!local.is_empty() && is_host(domain)).then(|| format!("{local}@{domain}"))
}

/// Whether a host name has a dot and ends in letters.
pub(super) fn is_host(domain: &str) -> bool {
    let labels = domain.split('.').all(|label| !label.is_empty() && !label.starts_with('-') && !label.ends_with('-'));
    let top = domain.rsplit_once('.').map_or("", |(_, top)| top);
    labels && top.len() >= 2 && top.bytes().all(|b| b.is_ascii_alphabetic())
}

/// Whether the name goes on before a space, so that only its end would be read: 「info- desk@…」.
fn broken_before(before: &str, taken: usize) -> bool {
    let mut rest = before.chars().rev().skip(taken).skip_while(|c| c.is_whitespace()).map(plain);
    rest.next().is_some_and(|c| matches!(c, '-' | '_' | '.'))
}

/// Whether the host goes on after a space, so that only its start would be read: 「…@example.co .jp」「…@example.co. jp」.
fn broken_after(after: &str, taken: usize, domain: &str) -> bool {
    let mut rest = after.chars().skip(taken).peekable();
    if !rest.peek().is_some_and(|c| c.is_whitespace()) {
        return false;
    }
    let next = rest.map(plain).find(|c| !c.is_whitespace());
    let dotted = domain.ends_with(['.', '-']);
    next.is_some_and(|c| matches!(c, '.' | '-') || (dotted && c.is_ascii_alphanumeric()))
}

fn plain(c: char) -> char {
    if is_hyphen_like(c) { '-' } else { fold(c) }
}

fn is_local(c: char) -> bool {
    c.is_ascii_alphanumeric() || "._%+-".contains(c)
}

fn is_domain(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '-')
}

#[cfg(test)]
mod tests {
    use super::{count, find};

    #[test]
    fn addresses() {
        let cases = [
            ("info@example.co.jp", Some("info@example.co.jp")),
            ("info @ example.co.jp", Some("info@example.co.jp")),
            ("ｉｎｆｏ＠ｅｘａｍｐｌｅ．ｃｏ．ｊｐ", Some("info@example.co.jp")),
            ("mailto:info@example.co.jp", Some("info@example.co.jp")),
            ("メール:health‐care@ex−ample.or.jp(担当:山田)", Some("health-care@ex-ample.or.jp")),
            ("info@example.co.jp。", Some("info@example.co.jp")),
            ("<info@example.co.jp>", Some("info@example.co.jp")),
            ("お問い合わせーinfo@example.jp", Some("info@example.jp")),
            ("窓口 info@example.jp まで", Some("info@example.jp")),
            ("a_b.c+d@sub.example.com", Some("a_b.c+d@sub.example.com")),
            ("ホームページの所定フォームからお問い合わせ可能", None),
            ("info(at)example.co.jp", None),
            ("info★example.co.jp", None),
            ("info@example", None),
            ("info@example.co .jp", None),
            ("info@example.co. jp", None),
            ("info- desk@example.jp", None),
            ("info@*****.jp", None),
            ("@example.jp", None),
            ("", None),
        ];
        for (input, expected) in cases {
            assert_eq!(find(input).as_deref(), expected, "{input}");
        }
    }

    #[test]
    fn different_addresses_are_counted() {
        for (input, expected) in [("a@b.jp", 1), ("a@b.jp、c@b.jp", 2), ("a@b.jp (A@B.jp)", 1), ("なし", 0)] {
            assert_eq!(count(input), expected, "{input}");
        }
    }
}
