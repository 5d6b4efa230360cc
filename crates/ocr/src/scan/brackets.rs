//! Brackets by their shape: an opening and a closing one side by side with nothing between, which a network takes for the digit 0, and an
//! opening one right behind a mark, which makes a word with it: 「□(」 reads as 「OI」.

use super::ink::Bits;
use super::marks::InkMark;
use super::parts::InkPart;
use crate::document::Rect;

/// Brackets are at least so high, in type sizes: digits are lower.
const HIGH: f32 = 0.82;
/// A bracket is at most so wide, as a share of its height.
const NARROW: f32 = 0.4;
/// Two brackets stand at most this far apart, as a share of their height.
const APART: f32 = 0.8;
/// Two brackets are of one height, up to this share of it: a row of a fax is 0.14 of one in small type.
const ALIKE: f32 = 0.16;
/// A bracket that belongs to a mark stands at most this far behind it, in type sizes.
const BEHIND: f32 = 0.7;
/// The ends of a bracket bend at least this much from its middle, as a share of its height.
const BENT: f32 = 0.06;

/// An opening and a closing bracket.
pub type BracketPair = (Rect, Rect);

/// The pairs of brackets among the parts of a row that have nothing between them. `usual` is the usual size of type, in pixels.
pub fn empty(bits: &Bits, mut parts: Vec<&InkPart>, usual: f32) -> Vec<BracketPair> {
    parts.sort_by(|a, b| a.bbox.x0.total_cmp(&b.bbox.x0));
    let pairs = parts.iter().zip(parts.iter().skip(1));
    pairs.filter_map(|(opening, closing)| pair(bits, opening.bbox, closing.bbox, usual)).collect()
}

/// The opening brackets among the parts of a row that stand right behind marks. `usual` is the usual size of type, in pixels.
pub fn behind_marks(bits: &Bits, parts: &[&InkPart], marks: &[InkMark], usual: f32) -> Vec<Rect> {
    let behind = |mark: &InkMark| {
        let next = parts.iter().map(|part| part.bbox).filter(|bbox| bbox.x0 >= mark.bbox.x1);
        let next = next.min_by(|a, b| a.x0.total_cmp(&b.x0)).filter(|bbox| bbox.x0 - mark.bbox.x1 <= BEHIND * usual)?;
        let height = next.y1 - next.y0;
        (is_bracket(next, height, usual) && bend(bits, next)? >= BENT * height).then_some(next)
    };
    marks.iter().filter_map(behind).collect()
}

/// Whether a part is as high and as narrow as a bracket of a height.
fn is_bracket(bbox: Rect, height: f32, usual: f32) -> bool {
    bbox.y1 - bbox.y0 >= HIGH * usual && bbox.x1 - bbox.x0 <= NARROW * height
}

/// Two parts as brackets, where they are some.
fn pair(bits: &Bits, opening: Rect, closing: Rect, usual: f32) -> Option<BracketPair> {
    let height = (opening.y1 - opening.y0).max(closing.y1 - closing.y0);
    let differences = [opening.y0 - closing.y0, opening.y1 - closing.y1];
    let are_alike = differences.iter().all(|difference| difference.abs() <= ALIKE * height);
    let is_apart = (0.0..=APART * height).contains(&(closing.x0 - opening.x1));
    if !(is_bracket(opening, height, usual) && is_bracket(closing, height, usual) && is_apart && are_alike) {
        return None;
    }
    let are_bent = bend(bits, opening)? >= BENT * height && bend(bits, closing)? <= -BENT * height;
    are_bent.then_some((opening, closing))
}

/// How far the ends of a part stand to the right of its middle, in pixels.
fn bend(bits: &Bits, bbox: Rect) -> Option<f32> {
    let height = bbox.y1 - bbox.y0;
    let mean = |from: f32, to: f32| middle(bits, bbox, bbox.y0 + from * height, bbox.y0 + to * height);
    let (top, belly, foot) = (mean(0.0, 0.12)?, mean(0.4, 0.6)?, mean(0.88, 1.0)?);
    // Of both ends the one that bends less tells: other strokes bend at one end.
    Some(if top > belly { (top - belly).min(foot - belly) } else { (top - belly).max(foot - belly) })
}

/// Where the ink of some rows of a part stands on average.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "places in a picture; casts saturate"
)]
fn middle(bits: &Bits, bbox: Rect, from: f32, to: f32) -> Option<f32> {
    let (mut sum, mut count) = (0.0, 0.0);
    for y in from as usize..(to.ceil() as usize) {
        for x in (bbox.x0 as usize..bbox.x1 as usize).filter(|x| bits.at(*x, y)) {
            sum += x as f32;
            count += 1.0;
        }
    }
    (count > 0.0).then(|| sum / count)
}

#[cfg(test)]
mod tests {
    use super::super::parts::parts;
    use super::*;

    fn found(picture: &[&str], usual: f32) -> bool {
        let ink = picture.iter().flat_map(|row| row.chars().map(|c| c == '#')).collect();
        let bits = Bits { width: picture[0].len(), height: picture.len(), ink };
        let all = parts(&bits);
        !empty(&bits, all.iter().collect(), usual).is_empty()
    }

    #[test]
    fn brackets_and_digits() {
        let brackets =
            ["..##..##..", ".##....##.", ".#......#.", ".#......#.", ".#......#.", "##......##", "##......##"];
        let down: Vec<&str> = brackets.iter().chain(brackets.iter().rev()).copied().collect();
        assert!(found(&down, 15.0));
        assert!(!found(&down, 20.0));
        let turned: Vec<String> = down.iter().map(|row| row[5..].to_owned() + &row[..5]).collect();
        assert!(!found(&turned.iter().map(String::as_str).collect::<Vec<_>>(), 15.0));
        assert!(!found(&["##..##"; 14], 15.0));
    }

    #[test]
    fn a_bracket_behind_a_mark_and_a_digit_there() {
        let square = |behind: &[&str]| -> usize {
            let picture: Vec<String> = behind.iter().map(|row| format!("##########..{row}")).collect();
            let ink = picture.iter().flat_map(|row| row.chars().map(|c| c == '#')).collect();
            let bits = Bits { width: 18, height: picture.len(), ink };
            let mark = InkMark { text: '□', bbox: Rect { x0: 0.0, y0: 0.0, x1: 10.0, y1: 10.0 } };
            behind_marks(&bits, &parts(&bits).iter().collect::<Vec<_>>(), &[mark], 10.0).len()
        };
        let bracket =
            ["...##.", "..##..", ".##...", ".##...", ".##...", ".##...", ".##...", "..##..", "..##..", "...##."];
        let one = ["..##..", ".###..", "####..", "..##..", "..##..", "..##..", "..##..", "..##..", "..##..", "..##.."];
        assert_eq!((square(&bracket), square(&one), square(&["..##.."; 10])), (1, 0, 0));
    }
}
