//! XML and HTML: elements are doubled, nested, taken away or moved, numbers become extreme, attributes change.

use crate::mutate::{Random, anywhere};

/// Numbers that readers may take for counts.
const NUMBERS: [&str; 10] =
    ["0", "-1", "1", "255", "65536", "1048576", "4294967295", "9223372036854775807", "1e308", "NaN"];
/// Text that means something to readers.
const TEXTS: [&str; 7] = ["&lt;", "&bad;", "&#x41;", "<!DOCTYPE x [<!ENTITY a 'b'>]>", "<![CDATA[", "]]>", "\u{0}"];
/// How often an element is written again at most.
const TIMES: usize = 300;

/// Changes markup.
pub fn change(bytes: &mut Vec<u8>, random: &mut Random) {
    let tags: Vec<(usize, usize)> = memchr::memchr_iter(b'<', bytes)
        .filter_map(|start| Some((start, start + memchr::memchr(b'>', &bytes[start..])? + 1)))
        .collect();
    if tags.is_empty() {
        return anywhere(bytes, random);
    }
    let (start, end) = *random.one(&tags);
    let (other, other_end) = *random.one(&tags);
    match random.below(7) {
        // Everything between two tags again and again; or away.
        0 => {
            let (from, to) = (start.min(other), start.max(other).min(start.min(other) + 4000));
            let piece = bytes[from..to].to_vec();
            bytes.splice(from..from, piece.repeat(1 + random.below(TIMES)));
        }
        1 => drop(bytes.drain(start.min(other)..start.max(other).min(start.min(other) + 4000))),
        // One tag within itself.
        2 => {
            let tag = bytes[start..end].to_vec();
            bytes.splice(start..start, tag.repeat(1 + random.below(10 * TIMES)));
        }
        3 => {
            let tag = bytes[other..other_end].to_vec();
            bytes.splice(start..end, tag);
        }
        4 => number(bytes, start..end, random),
        5 => {
            bytes.splice(end..end, random.one(&TEXTS).repeat(1 + random.below(TIMES)).into_bytes());
        }
        _ => {
            let attribute = format!(" rowspan='{0}' colspan='{0}' r='{0}' w:val='{0}'", random.one(&NUMBERS));
            bytes.splice(end - 1..end - 1, attribute.into_bytes());
        }
    }
}

/// Writes another number where one stands in a tag or behind it.
fn number(bytes: &mut Vec<u8>, tag: std::ops::Range<usize>, random: &mut Random) {
    let area = tag.start..(tag.end + 40).min(bytes.len());
    let Some(at) = bytes[area.clone()].iter().position(u8::is_ascii_digit).map(|at| area.start + at) else { return };
    let length = bytes[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    bytes.splice(at..at + length, random.one(&NUMBERS).bytes());
}
