//! MHTML: a web page saved in one file, as browsers, Word and Excel do ("single file"). It is a mail message whose parts are the
//! page and what the page shows (RFC 2557); only the page is read, as HTML.

use super::budget::{Budget, Supply};
use super::html;
use super::media_type;
use crate::document::Document;
use crate::failure::{Failure, Reason};
use mailparse::{MailHeaderMap, ParsedMail};

/// How many boundaries a message may name at most: browsers write one, Word and Excel one, mail programs two or three.
const BOUNDARIES: usize = 16;
/// The byte order mark of UTF-8.
const MARK: &[u8] = "\u{feff}".as_bytes();

/// Reads the page of a message.
///
/// # Errors
/// When the message is damaged or has no page, or when a limit would be exceeded.
pub fn read(bytes: &[u8], budget: &Budget) -> Result<Document, Failure> {
    let boundaries = memchr::memmem::find_iter(bytes, b"boundary=").count();
    if boundaries > BOUNDARIES {
        return Err(Failure::new(Reason::TooLarge, format!("the message names more than {BOUNDARIES} boundaries")));
    }
    let damaged = |error: mailparse::MailParseError| Failure::new(Reason::Damaged, format!("the message: {error}"));
    // What the parts unpack to is no more than what they are packed in.
    budget.charge(Supply::Unpacked, bytes.len() as u64)?;
    let mail = mailparse::parse_mail(bytes).map_err(damaged)?;
    let mut document = html::read(&page(&mail)?, budget)?;
    document.media_type = media_type::MHTML;
    Ok(document)
}

/// The page: the part that the message names as its start, else the first one. Excel's page is a frame around its sheets, which
/// are pages of their own.
fn page(mail: &ParsedMail<'_>) -> Result<Vec<u8>, Failure> {
    let pages: Vec<&ParsedMail<'_>> = mail.parts().filter(|part| part.ctype.mimetype == "text/html").collect();
    let start = mail.ctype.params.get("start");
    let is_start =
        |part: &&&ParsedMail<'_>| start.is_some() && part.headers.get_first_value("Content-ID").as_ref() == start;
    let Some(root) = pages.iter().find(is_start).or_else(|| pages.first()) else {
        return Err(Failure::new(Reason::Unsupported, "the message holds no web page"));
    };
    let text = decoded(root)?;
    if memchr::memmem::find(&text.to_ascii_lowercase(), b"<frameset").is_none() {
        return Ok(text);
    }
    let mut framed = Vec::new();
    for part in pages.iter().filter(|part| !std::ptr::eq(**part, *root)) {
        let text = decoded(part)?;
        let is_first = framed.is_empty();
        framed.extend_from_slice(text.strip_prefix(MARK).filter(|_| !is_first).unwrap_or(&text));
    }
    Ok(framed)
}

/// A page's bytes, in UTF-8 where the part says in which encoding it is.
fn decoded(part: &ParsedMail<'_>) -> Result<Vec<u8>, Failure> {
    let bytes = part.get_body_raw().map_err(|error| Failure::new(Reason::Damaged, format!("the page: {error}")))?;
    let named = part.ctype.params.get("charset").and_then(|name| encoding_rs::Encoding::for_label(name.as_bytes()));
    Ok(match named {
        // The mark tells that it is UTF-8 now, whatever the page says of itself.
        Some(encoding) => [MARK, encoding.decode(&bytes).0.as_bytes()].concat(),
        None => bytes,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(parts: &str) -> String {
        format!(
            "From: <Saved>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary=\"B\"\r\n\r\n{parts}--B--\r\n"
        )
    }

    fn part(headers: &str, body: &str) -> String {
        format!("--B\r\n{headers}\r\n\r\n{body}\r\n")
    }

    fn text(message: &str) -> String {
        let text = read(message.as_bytes(), &Budget::default()).unwrap().text;
        text.split_whitespace().collect()
    }

    #[test]
    fn pages_in_any_transfer_encoding_and_charset() {
        let quoted = part(
            "Content-Type: text/html; charset=shift_jis\r\nContent-Transfer-Encoding: quoted-printable",
            "<p>=8B=40=8A=D6=\r\n=96=BC</p>",
        );
        assert_eq!(text(&message(&quoted)), "機関名");
        let packed = part(
            "Content-Type: text/html; charset=\"utf-8\"\r\nContent-Transfer-Encoding: base64",
            "PHA+5qmf6Zai5ZCNPC9wPg==",
        );
        assert_eq!(text(&message(&packed)), "機関名");
    }

    #[test]
    fn the_sheets_of_a_frame_are_read() {
        let html = |body: &str| part("Content-Type: text/html; charset=utf-8", body);
        let book =
            html("<frameset><frame src=s1></frameset>") + &html("<table><tr><td>一<td>二</table>") + &html("<p>三</p>");
        assert_eq!(text(&message(&book)), "一二三");
        let nested = part(
            "Content-Type: multipart/alternative; boundary=C",
            "--C\r\nContent-Type: text/plain\r\n\r\nx\r\n--C\r\nContent-Type: text/html\r\n\r\n<p>四</p>\r\n--C--",
        );
        assert_eq!(text(&message(&nested)), "四");
    }
}
