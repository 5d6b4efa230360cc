//! Underscores that are drawn: TeX's oldest fonts have none, and a rule on the base line stands between the letters.
//!
//! Asked before rulings are looked for. In an e-mail address or a URL an underscore that is lost is a wrong value.

use super::ink::{DESCENT, Edge, Glyph, Ink};
use crate::document::Rect;

/// How wide the gap between the letters is, in em: the rule is 0.3 em wide and set off a little.
const GAP: std::ops::RangeInclusive<f32> = 0.2..=0.7;
/// The rule covers at least this share of the gap.
const COVER: f32 = 0.5;
/// The rule reaches out of the gap by at most this much, in em.
const OUT: f32 = 0.1;
/// The rule lies at most this far from the base line, in em.
const OFF: f32 = 0.2;

/// Puts an underscore where a short rule stands between two letters, and takes the rule out of the rulings.
pub fn resolve(ink: &mut Ink) {
    ink.horizontal.sort_by(|a, b| a.at.total_cmp(&b.at));
    let mut glyphs: Vec<Glyph> = Vec::with_capacity(ink.glyphs.len());
    for glyph in std::mem::take(&mut ink.glyphs) {
        if let Some(before) = glyphs.last().copied()
            && let Some(at) = rule(&ink.horizontal, &before, &glyph)
        {
            ink.horizontal.remove(at);
            let bbox = Rect { x0: before.bbox.x1, x1: glyph.bbox.x0, ..before.bbox };
            glyphs.push(Glyph { text: '_', bbox, ..before });
        }
        glyphs.push(glyph);
    }
    ink.glyphs = glyphs;
}

/// The rule between two letters on one base line.
fn rule(rules: &[Edge], before: &Glyph, after: &Glyph) -> Option<usize> {
    let size = before.size;
    let base = before.bbox.y1 - DESCENT * size;
    let gap = after.bbox.x0 - before.bbox.x1;
    let is_letter = |glyph: &Glyph| glyph.text.is_ascii_alphanumeric() && glyph.flow() == super::geometry::Turn::None;
    let is_level = (before.bbox.y1 - after.bbox.y1).abs() <= OFF * size;
    if !is_letter(before) || !is_letter(after) || !is_level || !GAP.contains(&(gap / size)) {
        return None;
    }
    let first = rules.partition_point(|rule| rule.at < base - OFF * size);
    let fills = |rule: &Edge| {
        rule.len() >= COVER * gap && rule.from >= before.bbox.x1 - OUT * size && rule.to <= after.bbox.x0 + OUT * size
    };
    let near = rules.iter().enumerate().skip(first).take_while(|(_, rule)| rule.at <= base + OFF * size);
    near.filter(|(_, rule)| fills(rule)).map(|(at, _)| at).next()
}

#[cfg(test)]
mod tests {
    use super::super::geometry::Turn;
    use super::*;

    fn page(rule: Edge) -> String {
        let glyph = |(text, x0): (char, f32)| {
            let bbox = Rect { x0, y0: 10.0, x1: x0 + 5.0, y1: 20.0 };
            Glyph { text, bbox, size: 10.0, turn: Turn::None, vertical: false, run: 1 }
        };
        let glyphs = [('a', 0.0), ('b', 5.0), ('c', 13.6), ('d', 18.6)].map(glyph).to_vec();
        let mut ink = Ink { glyphs, horizontal: vec![rule], ..Ink::default() };
        resolve(&mut ink);
        ink.glyphs.iter().map(|glyph| glyph.text).collect()
    }

    #[test]
    fn a_rule_between_letters_is_an_underscore() {
        assert_eq!(page(Edge { at: 18.6, from: 10.6, to: 13.6 }), "ab_cd");
        // A line below the text, and one that goes on below the letters.
        assert_eq!(page(Edge { at: 24.0, from: 10.6, to: 13.6 }), "abcd");
        assert_eq!(page(Edge { at: 18.6, from: 0.0, to: 23.6 }), "abcd");
    }
}
