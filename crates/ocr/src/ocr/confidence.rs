//! Confidence: how sure the characters of each value are that were read from a page's picture.
//!
//! Stands behind the recognition: evidence says where a value stands, the document which characters were read there.

use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Document, ReadCharacter, Rect, ScannedPage};
use crate::record::{Confidence, Evidence};

/// A value whose least probable character is less probable than this is uncertain.
const UNCERTAIN: f32 = 0.9;
/// How many uncertain characters a message names.
const NAMED: usize = 5;

/// Puts into the evidence how probable its characters are, and says which values are uncertain.
pub fn weigh(evidence: &mut [(String, Evidence)], document: &Document) -> Vec<Diagnostic> {
    if document.scanned.is_empty() {
        return Vec::new();
    }
    evidence.iter_mut().filter_map(|(pointer, evidence)| weighed(pointer, evidence, &document.scanned)).collect()
}

fn weighed(pointer: &str, evidence: &mut Evidence, pages: &[ScannedPage]) -> Option<Diagnostic> {
    let (number, bbox) = (evidence.page?, evidence.bbox?);
    let page = pages.iter().find(|page| page.page == number)?;
    let there: Vec<&ReadCharacter> =
        page.characters.iter().filter(|read| !read.text.is_whitespace() && holds(&bbox, &read.bbox)).collect();
    let own = of_text(&there, &evidence.raw);
    let lowest = own.iter().map(|read| read.probability).fold(f32::INFINITY, f32::min);
    if !lowest.is_finite() {
        return None;
    }
    #[expect(clippy::cast_precision_loss, reason = "characters of a value")]
    let mean = own.iter().map(|read| read.probability).sum::<f32>() / own.len() as f32;
    evidence.ocr = Some(Confidence { lowest, mean });
    (lowest < UNCERTAIN).then(|| Diagnostic::new(Code::OcrUncertain, pointer, message(own, lowest)))
}

/// The characters that make up the text, where they stand there in its order; else all.
fn of_text<'r, 's>(there: &'s [&'r ReadCharacter], text: &str) -> &'s [&'r ReadCharacter] {
    let text: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
    let is_it = |part: &&[&ReadCharacter]| part.iter().map(|read| read.text).eq(text.iter().copied());
    there.windows(text.len().max(1)).find(is_it).unwrap_or(there)
}

fn message(own: &[&ReadCharacter], lowest: f32) -> String {
    let mut doubted: Vec<&&ReadCharacter> = own.iter().filter(|read| read.probability < UNCERTAIN).collect();
    doubted.sort_by(|a, b| a.probability.total_cmp(&b.probability));
    let named: String = doubted.iter().take(NAMED).map(|read| read.text).collect();
    format!("the least sure of its characters (「{named}」) has a probability of {lowest:.2}")
}

fn holds(area: &Rect, part: &Rect) -> bool {
    let (x, y) = (part.x0.midpoint(part.x1), part.y0.midpoint(part.y1));
    (area.x0..=area.x1).contains(&x) && (area.y0..=area.y1).contains(&y)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_as_sure_as_its_least_sure_character() {
        let read = |(at, text): (u8, char)| ReadCharacter {
            text,
            bbox: Rect { x0: f32::from(at), y0: 0.0, x1: f32::from(at) + 1.0, y1: 1.0 },
            probability: if text == '7' { 0.5 } else { 1.0 },
        };
        let characters = (0..).zip("電話0-7".chars()).map(read).collect();
        let document = Document { scanned: vec![ScannedPage { page: 2, characters }], ..Document::default() };
        let area = Rect { x0: 0.0, y0: 0.0, x1: 9.0, y1: 1.0 };
        let evidence = |raw: &str| Evidence { raw: raw.into(), page: Some(2), bbox: Some(area), ..Evidence::default() };
        let mut all = [("/a".to_owned(), evidence("0- 7")), ("/b".to_owned(), evidence("電話"))];
        let said = weigh(&mut all, &document);
        assert_eq!(said.iter().map(|d| (d.code, &*d.pointer)).collect::<Vec<_>>(), [(Code::OcrUncertain, "/a")]);
        assert_eq!(all[0].1.ocr.map(|ocr| ocr.lowest), Some(0.5));
        assert_eq!(all[1].1.ocr.map(|ocr| ocr.mean), Some(1.0));
    }
}
