//! Ticks that stand on another line than their box. A page that draws レ over □ has both at one place, and tools that take its
//! text out write the one on the line below the other. They are put together again, where the tick stands.

use super::layout::{self, line::LEAST_GAP, line::Measure};
use super::lines::lines;
use std::collections::{BTreeMap, BTreeSet};
use yomitori_text::marks::{self, Mark};

/// Least number of ticks that are parted from their boxes.
const LEAST: usize = 2;

/// Of this many ticks at most one has no box where the others have theirs.
const TICKS_PER_STRAY: usize = 5;

/// Columns by which a tick and its box may stand apart.
const OFF: usize = 1;

/// A text whose ticks are in their boxes again.
pub(super) struct Boxed {
    pub(super) text: String,
    /// For each line the one that it was, 1-based.
    pub(super) lines: Vec<u32>,
}

/// A tick or a box that has nothing right behind it.
#[derive(Debug, Clone, Copy)]
struct Sign {
    line: usize,
    /// Where it stands in the line, in bytes and in columns.
    at: usize,
    column: usize,
    sign: char,
    opens_line: bool,
    ends_line: bool,
}

/// Puts ticks into the boxes that stand on the lines below or above them; nothing where a text has no such ticks.
pub(super) fn boxed(text: &str) -> Option<Boxed> {
    let is_tick = |c: char| !c.is_ascii() && marks::is_tick(c);
    // レ is in nearly every text, but seldom alone.
    let is_lone =
        |word: &&str| word.len() <= char::MAX_LEN_UTF8 && word.starts_with(is_tick) && word.chars().count() == 1;
    if text.split_whitespace().filter(is_lone).take(LEAST).count() < LEAST {
        return None;
    }
    let found: Vec<&str> = lines(text).collect();
    let measure = layout::measure(text).unwrap_or(Measure::Characters);
    let (mut ticks, mut boxes) = (Vec::new(), Vec::new());
    for (line, text) in found.iter().enumerate() {
        signs(line, text, measure, |sign, is_lone| match sign.sign {
            c if is_tick(c) => ticks.push(sign),
            c if is_lone && marks::of_char(c) == Some(Mark::Empty) => boxes.push(sign),
            _ => {}
        });
    }
    // Both are in the order of the text.
    let in_column = |line: usize, column: usize| {
        let first = boxes.partition_point(|own| (own.line, own.column) < (line, column.saturating_sub(OFF)));
        boxes.get(first).filter(|own| own.line == line && own.column <= column + OFF)
    };
    let at_end = |line: usize| {
        let behind = boxes.partition_point(|own| own.line <= line);
        boxes.get(behind.checked_sub(1)?).filter(|own| own.line == line && own.ends_line)
    };
    let pairs = |own: &dyn Fn(&Sign) -> Option<Sign>| -> Vec<(Sign, Sign)> {
        ticks.iter().filter_map(|tick| Some((*tick, own(tick)?))).collect()
    };
    let below = pairs(&|tick| in_column(tick.line + 1, tick.column).copied());
    let above = pairs(&|tick| {
        let line = tick.line.checked_sub(1)?;
        let beside = || at_end(line).filter(|_| tick.opens_line);
        in_column(line, tick.column).or_else(beside).copied()
    });
    let pairs = if above.len() > below.len() { above } else { below };
    let strays = ticks.len() - pairs.len();
    (pairs.len() >= LEAST && strays * TICKS_PER_STRAY <= ticks.len()).then(|| written(text, &found, &pairs))
}

/// The characters of a line that stand apart, with whether they have a wide gap or the line's end behind them.
fn signs(line: usize, text: &str, measure: Measure, mut take: impl FnMut(Sign, bool)) {
    let (mut column, mut is_apart) = (0, true);
    let (first, end) = (text.len() - text.trim_start().len(), text.trim_end().len());
    for (at, sign) in text.char_indices() {
        let rest = text.get(at + sign.len_utf8()..).unwrap_or_default();
        if is_apart && (rest.is_empty() || rest.starts_with(char::is_whitespace)) && !sign.is_whitespace() {
            let (opens_line, ends_line) = (at == first, at + sign.len_utf8() == end);
            let is_lone = ends_line || rest.chars().take(2).all(char::is_whitespace);
            take(Sign { line, at, column, sign, opens_line, ends_line }, is_lone);
        }
        is_apart = sign.is_whitespace();
        column += measure.of(sign);
    }
}

/// The text with the boxes moved to their ticks; a line that held only boxes goes.
fn written(text: &str, found: &[&str], pairs: &[(Sign, Sign)]) -> Boxed {
    let filled: BTreeMap<(usize, usize), char> =
        pairs.iter().map(|(tick, own)| ((tick.line, tick.at), own.sign)).collect();
    let moved: BTreeSet<(usize, usize)> = pairs.iter().map(|(_, own)| (own.line, own.at)).collect();
    let mut boxed = Boxed { text: String::with_capacity(text.len()), lines: Vec::with_capacity(found.len()) };
    let start = |line: &str| line.as_ptr().addr() - text.as_ptr().addr();
    for (line, own) in found.iter().enumerate() {
        let end = found.get(line + 1).map_or(text.len(), |next| start(next));
        let parting = text.get(start(own) + own.len()..end).unwrap_or_default();
        let before = boxed.text.len();
        let (mut spaces, mut debt) = (0, 0);
        for (at, c) in own.char_indices() {
            spaces = if c == ' ' { spaces + 1 } else { 0 };
            if moved.contains(&(line, at)) {
                // As wide as it was.
                boxed.text.push(if c.is_ascii() { ' ' } else { '\u{3000}' });
                continue;
            }
            if let Some(own) = filled.get(&(line, at)) {
                boxed.text.push(*own);
                debt += 1;
            }
            // What follows stands where it stood: the box takes the place of a space in the next gap.
            if spaces > LEAST_GAP && debt > 0 {
                debt -= 1;
                continue;
            }
            boxed.text.push(c);
        }
        let is_left = moved.range((line, 0)..(line + 1, 0)).next().is_some();
        if is_left && boxed.text.get(before..).is_some_and(|rest| rest.trim().is_empty()) && !parting.contains('\u{c}')
        {
            boxed.text.truncate(before);
            continue;
        }
        boxed.text.push_str(parting);
        boxed.lines.push(u32::try_from(line + 1).unwrap_or(u32::MAX));
    }
    boxed
}

#[cfg(test)]
mod tests {
    use super::boxed;

    fn shown(text: &str) -> Option<(String, Vec<u32>)> {
        boxed(text).map(|boxed| (boxed.text, boxed.lines))
    }

    #[test]
    fn ticks_find_their_boxes() {
        let cases: [(&str, &str, &[u32]); 3] = [
            // The box below, in its column.
            (
                "運用  レ 自ら\n    □\n    □ 委託\n有無  レ 有\n    □    □ 有\n",
                "運用  □レ 自ら\n    □ 委託\n有無  □レ 有\n    \u{3000}    □ 有\n",
                &[1, 3, 4, 5],
            ),
            // The box at the end of the line above.
            (
                "施錠している。 □\nレ □ ()\n定めている。\n□\nレ □ ()\n",
                "施錠している。 \u{3000}\n□レ □ ()\n定めている。\n□レ □ ()\n",
                &[1, 2, 3, 5],
            ),
            // The box on a line of its own.
            ("レ 有\n□\n□ 無\n\nレ\n□\n\n□ ()\n", "□レ 有\n□ 無\n\n□レ\n\n□ ()\n", &[1, 3, 4, 5, 7, 8]),
        ];
        for (text, expected, lines) in cases {
            let mut lines = lines.to_vec();
            // What stands behind the last line's end is a line as well.
            lines.push(u32::try_from(text.lines().count()).unwrap() + 1);
            assert_eq!(shown(text), Some((expected.to_owned(), lines)), "{text}");
        }
    }

    #[test]
    fn other_ticks_stay() {
        for text in ["レ 有\n□ 無\nレ 可\n□ 否\n", "□レ 有\n□ 無\n", "レ 有\n□\n"] {
            assert_eq!(shown(text), None, "{text}");
        }
    }
}
