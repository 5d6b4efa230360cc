//! Web addresses (contract: URL text; look-alike hyphens become `-`).

use super::email::is_host;
use super::hyphen::is_hyphen_like;
use super::text::fold;
use super::{Reading, is_blank};
use crate::brackets::unopened;

/// Ends of host names that are read without `http` or `www.` before them.
const TOP_DOMAINS: &[&str] =
    &["jp", "com", "net", "org", "info", "biz", "co", "io", "tokyo", "osaka", "health", "care", "jpn"];

/// Reads a web address: with its scheme, or a bare host name with or without a path. Text around it is passed over.
///
/// A second, different address makes it [`Reading::Several`] with the first; an address that seems cut by a space is
/// [`Reading::Unparsed`], unless the whole text is one address with spaces in it.
#[must_use]
pub fn read(text: &str) -> Reading<String> {
    let text: String = plain(text.trim());
    if is_blank(&text) || matches!(text.as_str(), "http://" | "https://") {
        return Reading::Blank;
    }
    let text = join_wrapped(&text).unwrap_or(text);
    let (mut first, mut several) = (None::<&str>, false);
    for (piece, after) in pieces(&text) {
        let Some(url) = address(piece) else {
            if piece.contains("://") {
                return Reading::Unparsed;
            }
            continue;
        };
        if is_cut(piece, after) {
            return Reading::Unparsed;
        }
        several |= first.is_some_and(|first| first.trim_end_matches('/') != url.trim_end_matches('/'));
        first = first.or(Some(url));
    }
    match first {
        Some(url) if several => Reading::Several(Some(url.to_owned())),
        Some(url) => Reading::Value(url.to_owned()),
        None => Reading::Unparsed,
    }
}

/// Folded, with look-alike hyphens and wave dashes between URL characters as `-` and `~`.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let c = fold(c);
        let inside = out.ends_with(is_url_char)
            && chars.peek().is_some_and(|&next| is_url_char(fold(next)) || is_hyphen_like(next));
        out.push(match c {
            c if inside && is_hyphen_like(c) => '-',
            '〜' if inside => '~',
            c => c,
        });
    }
    out
}

fn is_url_char(c: char) -> bool {
    c.is_ascii_graphic() && !"\"<>\\^`{|}".contains(c)
}

/// A text that is one address from end to end, with spaces that a line break left.
fn join_wrapped(text: &str) -> Option<String> {
    let wrapped = text.starts_with("http") && text.contains(' ') && text.matches("http").count() == 1;
    let pure = text.split(' ').skip(1).all(|piece| piece.chars().all(is_url_char) && !is_remark(piece));
    let joined = (wrapped && pure).then(|| text.replace(' ', ""))?;
    joined.contains("://").then_some(joined)
}

/// Whether a piece of Latin text is rather a remark than a piece of an address: 「TOP」「(TEL)」「10/1」.
fn is_remark(piece: &str) -> bool {
    let word = piece.len() > 1 && piece.chars().all(|c| c.is_ascii_uppercase());
    let number = piece.starts_with(|c: char| c.is_ascii_digit()) && !piece.contains(|c: char| c.is_ascii_alphabetic());
    word || number
        || piece.starts_with("www.")
        || piece.contains(['(', ')', '@', ',', ';'])
        || (piece.contains(':') && !piece.contains("://"))
}

/// The runs of URL characters of a text, each with what follows it; a second `http` within a run begins another.
fn pieces(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let start = rest.find(is_url_char)?;
        let run = rest.get(start..)?;
        let end = run.find(|c| !is_url_char(c)).unwrap_or(run.len());
        let end = run
            .get(1..end)
            .and_then(|tail| tail.find("http").filter(|at| !is_query(run, *at)))
            .map_or(end, |at| at + 1);
        let (piece, after) = run.split_at_checked(end)?;
        rest = after;
        Some((piece, after))
    })
}

/// Whether an inner `http` belongs to the address: in a query, or without `://` behind it.
fn is_query(run: &str, at: usize) -> bool {
    let before = run.get(..=at).unwrap_or_default();
    let after = run.get(at + 1..).unwrap_or_default();
    before.ends_with(['=', '/']) && before.contains("://") && before.ends_with('=')
        || !(after.starts_with("http://") || after.starts_with("https://"))
}

/// The address in a run of URL characters.
fn address(piece: &str) -> Option<&str> {
    let lower = piece.to_ascii_lowercase();
    let scheme = lower.find("https://").or_else(|| lower.find("http://"));
    if let Some(start) = scheme {
        let before = piece.get(..start)?;
        let url = trim(piece.get(start..)?);
        let host = url.split_once("://").map_or("", |(_, rest)| host(rest));
        return (!before.ends_with(|c: char| c.is_ascii_alphanumeric()) && is_host(host)).then_some(url);
    }
    let bare = trim(piece.trim_start_matches(|c: char| !c.is_ascii_alphanumeric()));
    let bare = bare.strip_prefix("URL:").or_else(|| bare.strip_prefix("HP:")).unwrap_or(bare);
    let host = host(bare);
    let known =
        host.rsplit('.').next().is_some_and(|top| TOP_DOMAINS.iter().any(|known| top.eq_ignore_ascii_case(known)));
    let www = host.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("www."));
    (!piece.contains('@') && is_host(host) && (known || www)).then_some(bare)
}

fn host(rest: &str) -> &str {
    rest.split(['/', '?', '#', ':']).next().unwrap_or_default()
}

/// The address without punctuation at its end; a closing bracket stays if it was opened within.
fn trim(url: &str) -> &str {
    let mut url = url;
    loop {
        let shorter = url.trim_end_matches(['.', ',', ';', ':', '!', '\'', '(', '[']);
        let unopened =
            shorter.ends_with(')') && unopened(shorter) > 0 || shorter.ends_with(']') && !shorter.contains('[');
        let shorter = if unopened { shorter.get(..shorter.len() - 1).unwrap_or_default() } else { shorter };
        if shorter == url {
            return url;
        }
        url = shorter;
    }
}

/// Whether an address seems to go on after the space behind it.
fn is_cut(piece: &str, after: &str) -> bool {
    let next = after.trim_start();
    let more = next.starts_with(|c: char| {
        matches!(c, '.' | '/' | '-' | '_' | '?') || c.is_ascii_lowercase() || c.is_ascii_digit()
    });
    let open = piece.ends_with(['.', '-', '_', '=', '&', '?', '%']);
    let another =
        next.starts_with("http") || next.starts_with("www.") || next.starts_with("/ ") || next.starts_with("- ");
    after.starts_with(' ') && !another && ((open && next.starts_with(is_url_char)) || more)
}

#[cfg(test)]
mod tests {
    use super::super::Reading::{Blank, Several, Unparsed, Value};
    use super::read;

    #[test]
    fn addresses() {
        let cases = [
            ("https://www.example.co.jp/", "https://www.example.co.jp/"),
            ("http://example.jp", "http://example.jp"),
            ("HTTP://Example.jp/A", "HTTP://Example.jp/A"),
            ("www.example.co.jp", "www.example.co.jp"),
            ("example.co.jp/path", "example.co.jp/path"),
            ("https://ex‐ample.jp/a–b/", "https://ex-ample.jp/a-b/"),
            ("https://exーample.jp/", "https://ex-ample.jp/"),
            ("当社HP https://example.jp/", "https://example.jp/"),
            ("https://example.jp/(トップページ)", "https://example.jp/"),
            ("https://example.jp/ (トップページ)", "https://example.jp/"),
            ("(https://example.jp/)", "https://example.jp/"),
            ("https://example.jp/。", "https://example.jp/"),
            ("https://www.example. co.jp/ser vice/index.html", "https://www.example.co.jp/service/index.html"),
            ("https: //example.jp/", "https://example.jp/"),
            ("https://example.jp/ TOP", "https://example.jp/"),
            ("ｈｔｔｐｓ：／／ｅｘａｍｐｌｅ．ｊｐ／", "https://example.jp/"),
            ("https://example.jp/〜foo/", "https://example.jp/~foo/"),
            ("https://example.jp/をご覧ください", "https://example.jp/"),
            ("https://example.jp/a_(b)", "https://example.jp/a_(b)"),
            ("URL:https://example.jp", "https://example.jp"),
            ("https://example.jp/ https://example.jp", "https://example.jp/"),
            ("https://example.jp/?u=http://b.jp", "https://example.jp/?u=http://b.jp"),
            ("https://example.jp:8080/a", "https://example.jp:8080/a"),
            ("example.jp(準備中)", "example.jp"),
        ];
        for (input, expected) in cases {
            assert_eq!(read(input), Value(expected.to_owned()), "{input}");
        }
    }

    #[test]
    fn other_texts() {
        let first = || Several(Some("https://a.jp/".to_owned()));
        let cases = [
            ("https://a.jp/ https://b.jp/", first()),
            ("https://a.jp/、https://b.jp/", first()),
            ("https://a.jp/https://b.jp/", first()),
            ("https://a.jp/ www.b.jp", first()),
            ("", Blank),
            ("—", Blank),
            ("http://", Blank),
            ("なし", Unparsed),
            ("準備中", Unparsed),
            ("info@example.jp", Unparsed),
            ("index.html", Unparsed),
            ("https//example.jp", Unparsed),
            ("ttps://example.jp", Unparsed),
            ("htttps://example.jp", Unparsed),
            ("https://example", Unparsed),
            ("https://www.example. co.jp/ トップ", Unparsed),
            ("https://www.example.co .jp (トップ)", Unparsed),
            ("3.5", Unparsed),
            ("https://www.a.jp/index.html 10/1", Unparsed),
        ];
        for (input, expected) in cases {
            assert_eq!(read(input), expected, "{input}");
        }
    }
}
