//! Confidence: how sure the characters of each value are that were read from a page's picture.
//!
//! Stands behind the recognition: evidence says where a value stands, the document which characters were read there.

use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Document, ReadCharacter, Rect, ScannedPage};
use crate::form::{Form, LeafId};
use crate::record::{Confidence, Evidence, Value};
use std::collections::BTreeSet;

/// A value whose least probable character is less probable than this is uncertain.
const UNCERTAIN: f32 = 0.9;
/// What is said of a value that the uncertain text beside it does not state.
const MISSED: &str = "it is not in the text that it would be read from, of which not all characters are sure";
/// How many uncertain characters a message names.
const NAMED: usize = 5;

/// Puts into the evidence how probable its characters are, and says which values are uncertain.
pub fn weigh(evidence: &mut [(String, Evidence)], document: &Document) -> Vec<Diagnostic> {
    if document.scanned.is_empty() {
        return Vec::new();
    }
    evidence.iter_mut().filter_map(|(pointer, evidence)| weighed(pointer, evidence, &document.scanned)).collect()
}

/// Says of what the uncertain text of a field does not state that it may be misread: of the amount in 「330,000 丁」, and of the
/// code before an address. The details of options are no part of their text.
pub fn missed(form: &Form, values: &[Value], uncertain: &[Diagnostic]) -> Vec<Diagnostic> {
    let doubted: BTreeSet<&str> = uncertain.iter().map(|doubt| &*doubt.pointer).collect();
    let is_doubted = |leaf: &LeafId| doubted.contains(&*form.leaf(*leaf).pointer);
    let is_missing = |leaf: &&LeafId| values.get(**leaf).is_some_and(|value| !value.is_stated());
    let fields = form.labels.iter().filter_map(|label| label.field.as_ref()).filter(|field| field.options.is_empty());
    let targets = fields.flat_map(|field| &field.targets).filter(|target| target.leaves.iter().any(is_doubted));
    let missing = targets.flat_map(|target| target.leaves.iter().filter(is_missing)).filter(|leaf| !is_doubted(leaf));
    missing.map(|leaf| Diagnostic::new(Code::OcrUncertain, &*form.leaf(*leaf).pointer, MISSED)).collect()
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

    #[test]
    fn what_uncertain_text_does_not_state_is_uncertain() {
        let form = Form::daiko_kikan().unwrap();
        let text = "/data/fees/initial/insurers/text";
        let leaf = |pointer: &str| form.leaves.iter().position(|leaf| &*leaf.pointer == pointer).unwrap();
        let mut values = vec![Value::Null; form.leaves.len()];
        values[leaf(text)] = Value::Text("330,000 丁".into());
        let said = |values: &[Value], uncertain: &[Diagnostic]| {
            missed(&form, values, uncertain).iter().map(|doubt| doubt.pointer.to_string()).collect::<Vec<_>>()
        };
        let uncertain = [Diagnostic::new(Code::OcrUncertain, text, "")];
        assert_eq!(said(&values, &uncertain), ["/data/fees/initial/insurers/yen"]);
        assert!(said(&values, &[]).is_empty());
        values[leaf("/data/fees/initial/insurers/yen")] = Value::Integer(330_000);
        assert!(said(&values, &uncertain).is_empty());
    }
}
