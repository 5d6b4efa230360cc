//! Two witnesses of a mark: its shape and what the network reads in its place.
//!
//! The network leaves most marks out or takes them for letters; ideographs that are boxes have the shape of marks. So a shape is a mark
//! where the network reads nothing or something that looks like it.

use crate::document::Rect;
use crate::ocr::{Character, Guess};
use crate::scan::brackets::BracketPair;
use crate::scan::marks::{CROSSED, InkMark, OPEN, OPEN_TICKED};
use yomitori_text::scripts::is_in_shift_jis;

/// What the network may say where a mark stands.
const LIKE_MARKS: &[char] = &[
    '□', '■', '☐', '☑', '☒', '▢', '◻', '◼', '▪', '○', '◯', '〇', '●', '◉', '◎', '⚫', '•', '・', '0', 'O', 'o', 'D',
    '口', 'ロ', '回', '日', '网', '凶', '図', '区', '因', '圓', '@', 'C', 'Q',
];
/// What the network may say where a stroke runs through a circle.
const LIKE_CROSSED: &[char] =
    &['中', '申', '甲', '由', '田', '卍', '①', 'φ', 'Φ', 'Ф', '虫', '东', '古', '夕', 'タ', 'の', 'ロ'];
/// Such a character is an ideograph when the network is as sure as this of it; of a mark it is not.
const SURE: f32 = 0.8;
/// A reading at least so probable is a doubt, and within a word an ideograph.
const DOUBTED: f32 = 0.4;
/// A character that is alone in its cell is what the network says where it is as sure as this.
const UNDOUBTED: f32 = 0.95;
/// A filled square is another character only when the network is as sure as this.
const CERTAIN: f32 = 0.98;
/// Characters that look like an empty box and no other way.
const MOUTHS: &[char] = &['口', 'ロ', '囗'];
/// What makes a word with the first of them.
const BEHIND_MOUTH: &[char] = &['座', '頭', '腔', '述', '径', '調', '外', '内', '語', 'コ', '火', '唇', '蓋'];
/// What stands right before a box has its middle within this distance of its side, in sizes of the box.
const BEFORE: f32 = 1.1;
/// A word's character before the one that looks like a box has its middle within this distance of its side.
const WITHIN: f32 = 1.8;
/// Characters that are a frame with nothing in it.
const HOLLOW: &[char] = &['口', 'ロ', '囗', '0', 'O', 'D', 'n', 'Π', '冂', '门'];
/// Characters that are a frame with a stroke in it, which a thin print hardly shows; they are so much higher than wide.
const FRAMES: &[char] = &['日', '目', '白', '月'];
const HIGH: f32 = 1.08;
/// A circle that is so many times as high as it is wide is the digit 0, by at least so many pixels.
const OVAL: (f32, f32) = (1.15, 2.0);
/// What the network may say where that digit stands.
const LIKE_ZERO: &[char] = &['0', 'O', 'o', 'D', 'Q', '〇', '○', '◯'];
/// Two characters with a mark between them have their middles further apart than one's size by this share of the mark's.
const ROOM: f32 = 0.6;
/// The place of a character is told to this share of its size.
const DISPLACED: f32 = 0.55;
/// A bracket is at least so many times as high as it is wide; letters are not.
const SLIM: f32 = 2.2;
/// What the network may say where empty brackets stand.
const LIKE_BRACKETS: &[char] = &['0', 'O', 'o', 'D', 'Q', '○', '◯', '〇', '◉'];
/// What the network may say where an opening bracket stands.
const LIKE_OPENING: &[char] = &['I', 'l', '1', '|', 'U', 'C', 'c', 'L', 'r', 't', 'f', '[', '{', '<', 'ノ', '丨'];
/// The place of a bracket is told to this share of its height.
const BRACKET: f32 = 0.35;
/// A postal code, and how far in type sizes its first digit's middle stands from its row's begin where the postal mark was not read.
const CODE: [char; 8] = ['0', '0', '0', '-', '0', '0', '0', '0'];
const UNREAD: std::ops::RangeInclusive<f32> = 0.9..=2.6;
/// The network reads at most so many characters for empty brackets: 「(0)」.
const READ: usize = 3;
/// Both brackets stand this part of a square's size from the middle between them.
const HALF: f32 = 4.0;
/// The probability of a mark that both witnesses see, that only its shape tells, and that they see differently.
const AGREED: f32 = 0.99;
const ALONE: f32 = 0.95;
const DISPUTED: f32 = 0.3;
/// What is read of the stroke through a circle stands within this distance of it, in sizes of the mark.
const STRAY: f32 = 0.4;
/// Letters and digits nearer than this, in sizes of the mark, make a round shape one of them.
const BESIDE: f32 = 1.0;
/// So do those on both sides of it that are nearer than this.
const AMID_WORD: f32 = 1.7;

/// Puts the marks that stand in a row among its characters. What was read in the place of empty brackets is beside no mark: a circle
/// before them and they look like two digits.
pub(super) fn settle(line: &mut Vec<Character>, marks: &[InkMark], brackets: &[BracketPair], size: f32) {
    for mark in marks {
        let (x0, x1) = (mark.bbox.x0, mark.bbox.x1);
        let within =
            |character: &Character| (x0..=x1).contains(&character.middle) && !character.best.text.is_whitespace();
        let seen: Vec<Guess> =
            line.iter().filter(|character| within(character)).map(|character| character.best).collect();
        let is_bracket = |character: &&Character| {
            brackets.iter().any(|(opening, closing)| (opening.x0..=closing.x1).contains(&character.middle))
        };
        let others: Vec<Character> = line.iter().filter(|character| !is_bracket(character)).cloned().collect();
        if is_zero(mark, &seen) {
            // Among others a letter is one, as in NPO.
            let is_alone = is_alone(mark.bbox, &others);
            let is_digit = |text: char| is_alone || !text.is_ascii();
            let ovals = line.iter_mut().filter(|character| within(character) && is_digit(character.best.text));
            ovals.for_each(|character| character.best.text = '0');
            continue;
        }
        let Some(probability) = probability(mark, &seen, &others, size) else { continue };
        line.retain(|character| !within(character));
        let middle = x0.midpoint(x1);
        let at = line.partition_point(|character| character.middle < middle);
        let text = match mark.text {
            CROSSED => '◉',
            OPEN => '□',
            OPEN_TICKED => '☑',
            text => text,
        };
        let best = Guess { text, probability };
        line.insert(at, Character { best, middle, others: Vec::new() });
    }
}

/// Makes what the network reads where an opening bracket stands behind a mark that bracket: with the mark it looks like a word.
pub(super) fn settle_opening(line: &mut [Character], openings: &[Rect]) {
    for bbox in openings {
        let (middle, height) = (bbox.x0.midpoint(bbox.x1), bbox.y1 - bbox.y0);
        let is_there = |character: &&mut Character| {
            !character.best.text.is_whitespace() && (character.middle - middle).abs() < BRACKET * height
        };
        let away = |character: &&mut Character| (character.middle - middle).abs();
        let nearest = line.iter_mut().filter(is_there).min_by(|a, b| away(a).total_cmp(&away(b)));
        if let Some(character) = nearest.filter(|character| LIKE_OPENING.contains(&character.best.text)) {
            character.best = Guess { text: '(', probability: ALONE };
        }
    }
}

/// Puts empty brackets behind a square that opens its row where nothing else stands there and the network reads circles or single
/// brackets: an option of nothing but a digit is in no form.
pub(super) fn settle_option(line: &mut Vec<Character>, marks: &[InkMark]) {
    let Some(mark) = marks.iter().find(|mark| matches!(mark.text, '□' | '☑' | '■' | OPEN | OPEN_TICKED)) else {
        return;
    };
    let is_behind = |character: &Character| character.middle > mark.bbox.x1 && !character.best.text.is_whitespace();
    let is_before = |character: &Character| character.middle < mark.bbox.x0 && !character.best.text.is_whitespace();
    let behind: Vec<&Character> = line.iter().filter(|character| is_behind(character)).collect();
    let is_like = |character: &&Character| LIKE_BRACKETS.contains(&character.best.text) || is_bracket(character);
    let (Some(first), Some(last)) = (behind.first(), behind.last()) else { return };
    if behind.len() > READ || !behind.iter().all(is_like) || behind.iter().all(is_bracket) || line.iter().any(is_before)
    {
        return;
    }
    // One circle stands for both.
    let half = if behind.len() == 1 { (mark.bbox.x1 - mark.bbox.x0) / HALF } else { 0.0 };
    let set =
        |text: char, middle: f32| Character { best: Guess { text, probability: ALONE }, middle, others: Vec::new() };
    let brackets = [set('(', first.middle - half), set(')', last.middle + half)];
    line.retain(|character| !is_behind(character));
    line.extend(brackets);
}

/// Puts the postal mark before a code that opens its row behind something as wide as a character that was not read.
pub(super) fn settle_postal_mark(line: &mut Vec<Character>, bbox: Rect, size: f32) {
    let printed: Vec<&Character> = line.iter().filter(|character| !character.best.text.is_whitespace()).collect();
    let Some((code, rest)) = printed.split_at_checked(CODE.len()) else { return };
    let is_code = code.iter().zip(CODE).all(|(character, like)| match like {
        '0' => character.best.text.is_ascii_digit(),
        _ => matches!(character.best.text, '-' | '－' | '―' | 'ー' | '‐' | '−'),
    });
    let goes_on = rest.first().is_some_and(|next| next.best.text.is_ascii_digit() || next.best.text == '-');
    let Some(first) = code.first().map(|first| first.middle).filter(|_| is_code && !goes_on) else { return };
    if UNREAD.contains(&((first - bbox.x0) / size)) {
        let best = Guess { text: '〒', probability: DISPUTED };
        line.insert(0, Character { best, middle: bbox.x0 + size / 2.0, others: Vec::new() });
    }
}

fn is_bracket(character: &&Character) -> bool {
    matches!(character.best.text, '(' | ')' | '（' | '）')
}

/// Makes what stands alone in a row and is as narrow as a bracket one, where the network sees a round letter.
pub(super) fn settle_bracket(line: &mut [Character], bbox: Rect) {
    let mut printed = line.iter_mut().filter(|character| !character.best.text.is_whitespace());
    let (Some(character), None) = (printed.next(), printed.next()) else { return };
    if bbox.y1 - bbox.y0 >= SLIM * (bbox.x1 - bbox.x0) && matches!(character.best.text, 'C' | 'c') {
        character.best = Guess { text: '(', probability: character.best.probability.min(DISPUTED) };
    }
}

/// Puts empty brackets where their shape says so and the network reads nothing or a circle.
pub(super) fn settle_brackets(line: &mut Vec<Character>, brackets: &[BracketPair]) {
    for (opening, closing) in brackets {
        let (x0, x1) = (opening.x0, closing.x1);
        let seen =
            |character: &Character| (x0..=x1).contains(&character.middle) && !character.best.text.is_whitespace();
        let read: Vec<char> = line.iter().filter(|character| seen(character)).map(|c| c.best.text).collect();
        let is_like = read.len() <= 1 && read.iter().all(|text| LIKE_BRACKETS.contains(text));
        // Beside a digit they are a broken 0.
        if !is_like || beside(Rect { x0, x1, ..*opening }, line) {
            continue;
        }
        line.retain(|character| !seen(character));
        let at = line.partition_point(|character| character.middle < x0);
        let set = |(text, bbox): (char, &Rect)| Character {
            best: Guess { text, probability: ALONE },
            middle: bbox.x0.midpoint(bbox.x1),
            others: Vec::new(),
        };
        line.splice(at..at, [('(', opening), (')', closing)].map(set));
    }
}

/// Whether a circle is the digit 0: it is higher than wide, and the network reads one such character.
fn is_zero(mark: &InkMark, seen: &[Guess]) -> bool {
    let (width, height) = (mark.bbox.x1 - mark.bbox.x0, mark.bbox.y1 - mark.bbox.y0);
    let is_oval = height >= OVAL.0 * width && height - width >= OVAL.1;
    mark.text == '○' && is_oval && matches!(seen, [guess] if LIKE_ZERO.contains(&guess.text))
}

/// How probable a mark is; `None` where the network reads a character.
fn probability(mark: &InkMark, seen: &[Guess], line: &[Character], size: f32) -> Option<f32> {
    if mark.text == CROSSED {
        let is_character = |guess: &Guess| {
            guess.probability >= UNDOUBTED
                && guess.text.is_alphabetic()
                && !guess.text.is_ascii()
                && is_in_shift_jis(guess.text)
                && !LIKE_MARKS.contains(&guess.text)
                && !LIKE_CROSSED.contains(&guess.text)
        };
        return (is_alone(mark.bbox, line) && !seen.iter().any(is_character)).then_some(ALONE);
    }
    if matches!(mark.text, OPEN | OPEN_TICKED) {
        let is_word = |guess: &Guess| {
            !guess.text.is_ascii()
                && guess.text.is_alphabetic()
                && !LIKE_MARKS.contains(&guess.text)
                && guess.probability >= DOUBTED
        };
        let first = seen.first().map_or('□', |guess| guess.text);
        let is_mark = !seen.iter().any(is_word) && !beside(mark.bbox, line) && opens(mark.bbox, first, line);
        return is_mark.then_some(DISPUTED);
    }
    let is_like =
        |guess: &Guess| LIKE_MARKS.contains(&guess.text) || !may_be(mark.text, guess) || !is_in_shift_jis(guess.text);
    if seen.iter().any(|guess| guess.probability >= 0.5 && !is_like(guess)) {
        return None;
    }
    let Some(guess) = seen.iter().max_by(|a, b| a.probability.total_cmp(&b.probability)) else {
        return (!is_amid(mark.bbox, line, size)).then_some(ALONE);
    };
    // A box is as wide as it is high.
    let is_high = mark.bbox.y1 - mark.bbox.y0 > HIGH * (mark.bbox.x1 - mark.bbox.x0);
    if mark.text == '□' && is_high && FRAMES.contains(&guess.text) && guess.probability >= SURE {
        return None;
    }
    if mark.text == '□'
        && MOUTHS.contains(&guess.text)
        && opens(mark.bbox, guess.text, line)
        && !ends_word(mark.bbox, guess, line)
    {
        return Some(ALONE);
    }
    let is_ideograph = guess.text.is_alphabetic()
        && !guess.text.is_ascii()
        && guess.text != '〇'
        && is_in_shift_jis(guess.text)
        && may_be(mark.text, guess);
    // A ticked square that is all there is in its cell is as likely as a character that looks like it.
    let is_doubted = guess.probability < UNDOUBTED && LIKE_MARKS.contains(&guess.text);
    if is_ideograph && mark.text == '☑' && is_doubted && is_alone(mark.bbox, line) {
        return Some(DISPUTED);
    }
    // Within a word no mark stands, however full of ink a square is, and however empty.
    let is_word = guess.text.is_alphabetic() && !guess.text.is_ascii() && is_in_shift_jis(guess.text);
    let is_within = is_word && guess.probability >= DOUBTED && is_within(mark.bbox, line);
    let is_ticked = mark.text == '☑' && guess.probability >= DOUBTED && !opens(mark.bbox, guess.text, line);
    if is_within
        || is_ideograph && (guess.probability >= SURE || is_ticked || mark.text == '◉')
        || (guess.text.is_ascii_alphanumeric() || guess.text == '@')
            && (beside(mark.bbox, line) || is_in_word(mark.bbox, line))
    {
        return None;
    }
    Some(match (state(guess.text), state(mark.text)) {
        (Some(read), Some(drawn)) if read != drawn => DISPUTED,
        (Some(_), Some(_)) => AGREED,
        // The network sees another character.
        _ if guess.probability >= DOUBTED && !LIKE_MARKS.contains(&guess.text) => DISPUTED,
        _ => ALONE,
    })
}

/// Whether what has the shape of a mark may be another character: a square or circle full of ink is none, and one without any ink inside only
/// such as have that shape.
fn may_be(mark: char, guess: &Guess) -> bool {
    match mark {
        '■' | '●' => guess.probability >= CERTAIN,
        '□' => HOLLOW.contains(&guess.text),
        _ => true,
    }
}

/// Whether nothing stands in a mark's row but what was read in its place.
fn is_alone(bbox: Rect, line: &[Character]) -> bool {
    let size = bbox.x1 - bbox.x0;
    let there = (bbox.x0 - STRAY * size)..=(bbox.x1 + STRAY * size);
    line.iter().all(|character| character.best.text.is_whitespace() || there.contains(&character.middle))
}

/// Whether a box opens an option: nothing stands right before it, and what stands behind makes no word with it.
fn opens(bbox: Rect, read: char, line: &[Character]) -> bool {
    let size = bbox.x1 - bbox.x0;
    let mut printed = line.iter().filter(|character| !character.best.text.is_whitespace());
    let before = printed.clone().rfind(|character| character.middle < bbox.x0);
    let behind = printed.find(|character| character.middle > bbox.x1);
    before.is_none_or(|c| !c.best.text.is_alphanumeric() || bbox.x0 - c.middle > BEFORE * size)
        && behind.is_none_or(|c| !makes_word(read, c.best.text))
}

/// Whether there is no room for a mark between the characters that were read beside it: it is one of them, or part of one. `size` is
/// that of the row's type.
fn is_amid(bbox: Rect, line: &[Character], size: f32) -> bool {
    let mut printed = line.iter().filter(|character| !character.best.text.is_whitespace());
    let middle = bbox.x0.midpoint(bbox.x1);
    let before = printed.clone().rfind(|character| character.middle <= middle);
    let behind = printed.find(|character| character.middle > middle);
    let is_word = |c: &&Character| c.best.text.is_alphabetic() && !c.best.text.is_ascii();
    let room = size + ROOM * (bbox.x1 - bbox.x0);
    // Places are not that exact: a sure character near its middle is what has the shape.
    let is_it = |c: &&Character| {
        is_word(c)
            && !LIKE_MARKS.contains(&c.best.text)
            && c.best.probability >= SURE
            && (c.middle - middle).abs() < DISPLACED * size
    };
    if line.iter().any(|character| is_it(&character)) {
        return true;
    }
    before.filter(is_word).zip(behind.filter(is_word)).is_some_and(|(a, b)| b.middle - a.middle < room)
}

/// Whether characters of words stand right before and right behind what looks like a mark.
fn is_within(bbox: Rect, line: &[Character]) -> bool {
    let size = bbox.x1 - bbox.x0;
    let is_word =
        |c: &&Character| c.best.text.is_alphabetic() && !c.best.text.is_ascii() && state(c.best.text).is_none();
    let before = line.iter().rfind(|character| character.middle < bbox.x0);
    let behind = line.iter().find(|character| character.middle > bbox.x1);
    before.filter(is_word).is_some_and(|c| bbox.x0 - c.middle <= BEFORE * size)
        && behind.filter(is_word).is_some_and(|c| c.middle - bbox.x1 <= BEFORE * size)
}

/// Whether what looks like a box is a katakana behind others at the end of its line: a word goes on in the next.
fn ends_word(bbox: Rect, guess: &Guess, line: &[Character]) -> bool {
    let mut printed = line.iter().filter(|character| !character.best.text.is_whitespace());
    let before = printed.clone().rfind(|character| character.middle < bbox.x0);
    let is_last = !printed.any(|character| character.middle > bbox.x1);
    let near = |c: &Character| is_katakana(c.best.text) && bbox.x0 - c.middle <= WITHIN * (bbox.x1 - bbox.x0);
    guess.text == 'ロ' && guess.probability >= CERTAIN && is_last && before.is_some_and(near)
}

/// Whether what looks like a box is the first character of a word.
fn makes_word(mouth: char, behind: char) -> bool {
    if mouth == 'ロ' { is_katakana(behind) } else { BEHIND_MOUTH.contains(&behind) }
}

fn is_katakana(c: char) -> bool {
    matches!(c, '\u{30a1}'..='\u{30fa}' | 'ー')
}

/// Whether letters or digits stand right beside a mark.
fn beside(bbox: Rect, line: &[Character]) -> bool {
    let size = bbox.x1 - bbox.x0;
    let near = (bbox.x0 - BESIDE * size)..(bbox.x1 + BESIDE * size);
    let is_other = |character: &&Character| !(bbox.x0..=bbox.x1).contains(&character.middle);
    line.iter()
        .filter(is_other)
        .any(|character| near.contains(&character.middle) && character.best.text.is_ascii_alphanumeric())
}

/// Whether a round shape stands between letters or digits: it is one of a word in wide or large type.
fn is_in_word(bbox: Rect, line: &[Character]) -> bool {
    let near = AMID_WORD * (bbox.x1 - bbox.x0);
    let is_letter = |c: &&Character| c.best.text.is_ascii_alphanumeric();
    let before = line.iter().rfind(|character| character.middle < bbox.x0).filter(is_letter);
    let behind = line.iter().find(|character| character.middle > bbox.x1).filter(is_letter);
    before.is_some_and(|c| bbox.x0 - c.middle <= near) && behind.is_some_and(|c| c.middle - bbox.x1 <= near)
}

/// Whether a mark says yes; `None` for what is no mark.
fn state(text: char) -> Option<bool> {
    match text {
        '■' | '☑' | '☒' | '●' | '◉' | '◼' | '⚫' => Some(true),
        '□' | '☐' | '▢' | '◻' | '○' | '◯' => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settled(text: &str, probability: f32, mark: char) -> (String, f32) {
        let character = |(at, text): (u8, char)| Character {
            best: Guess { text, probability },
            middle: f32::from(at) * 10.0 + 5.0,
            others: Vec::new(),
        };
        let mut line: Vec<Character> = (1..).zip(text.chars()).map(character).collect();
        let bbox = Rect { x0: 10.0, y0: 0.0, x1: 20.0, y1: 10.0 };
        settle(&mut line, &[InkMark { text: mark, bbox }], &[], 10.0);
        (line.iter().map(|character| character.best.text).collect(), line[0].best.probability)
    }

    #[test]
    fn a_circle_that_is_higher_than_wide_is_a_digit() {
        let settled = |text: char, height: f32| {
            let best = Guess { text, probability: 0.7 };
            let mut line = vec![Character { best, middle: 15.0, others: Vec::new() }];
            let bbox = Rect { x0: 10.0, y0: 0.0, x1: 20.0, y1: height };
            settle(&mut line, &[InkMark { text: '○', bbox }], &[], 10.0);
            line[0].best.text
        };
        assert_eq!((settled('O', 12.5), settled('0', 12.5), settled('0', 11.0)), ('0', '0', '○'));
        let word = [5.0, 15.0].map(|middle| Character {
            best: Guess { text: if middle < 10.0 { 'P' } else { 'O' }, probability: 0.9 },
            middle,
            others: Vec::new(),
        });
        let mut line = word.to_vec();
        settle(&mut line, &[InkMark { text: '○', bbox: Rect { x0: 10.0, y0: 0.0, x1: 20.0, y1: 12.5 } }], &[], 10.0);
        assert_eq!(line.iter().map(|character| character.best.text).collect::<String>(), "PO");
    }

    #[test]
    fn a_circle_between_letters_that_stand_far_apart_is_a_letter() {
        let read = |behind: char| {
            let letters = [('K', -9.5), ('O', 10.0), (behind, 29.5)];
            let mut line: Vec<Character> = letters
                .map(|(text, middle)| Character { best: Guess { text, probability: 0.9 }, middle, others: Vec::new() })
                .to_vec();
            let bbox = Rect { x0: 4.0, y0: 0.0, x1: 16.0, y1: 12.0 };
            settle(&mut line, &[InkMark { text: '○', bbox }], &[], 18.0);
            line.iter().map(|character| character.best.text).collect::<String>()
        };
        assert_eq!((read('I'), read('有')), ("KOI".into(), "K○有".into()));
    }

    #[test]
    fn shapes_and_readings() {
        assert_eq!(settled("□有", 0.9, '□'), ("□有".into(), AGREED));
        assert_eq!(settled("■有", 0.9, '□'), ("□有".into(), DISPUTED));
        assert_eq!(settled("口有", 0.9, '□').0, "□有");
        assert_eq!(settled("口座", 0.9, '□').0, "口座");
        assert_eq!(settled("ログ", 0.9, '□').0, "ログ");
        assert_eq!(settled("口", 0.9, '□').0, "□");
        assert_eq!(settled("0有", 0.6, '○'), ("○有".into(), ALONE));
        assert_eq!(settled("05", 0.9, '○').0, "05");
        assert_eq!(settled("国有", 0.9, '☑').0, "国有");
        assert_eq!(settled("書有", 0.9, '■'), ("■有".into(), DISPUTED));
        assert_eq!(settled("羅有", 0.9, '□').0, "□有");
        assert_eq!(settled("网", 0.9, '☑'), ("☑".into(), DISPUTED));
        assert_eq!(settled("日", 0.9, '☑'), ("☑".into(), DISPUTED));
        assert_eq!(settled("費用", 0.6, '☑').0, "費用");
        assert_eq!(settled("L有", 0.6, OPEN), ("□有".into(), DISPUTED));
        assert_eq!(settled("UR", 0.6, OPEN).0, "UR");
        assert_eq!(settled("网", 0.9, OPEN_TICKED), ("☑".into(), DISPUTED));
        assert_eq!(settled("円", 0.6, OPEN_TICKED).0, "円");
        assert_eq!(settled("日", 0.99, '☑').0, "日");
        assert_eq!(settled("9丁目", 0.6, CROSSED).0, "9丁目");
        assert_eq!(settled("D", 0.6, CROSSED).0, "◉");
        assert_eq!(settled("地", 0.99, CROSSED).0, "地");
    }

    #[test]
    fn brackets_that_only_their_shape_tells() {
        let side = |x0| Rect { x0, y0: 0.0, x1: x0 + 4.0, y1: 15.0 };
        let (mut line, best) = (Vec::new(), Guess { text: '0', probability: 0.9 });
        line.push(Character { best, middle: 8.0, others: Vec::new() });
        settle_brackets(&mut line, &[]);
        assert_eq!(line[0].best.text, '0');
        settle_brackets(&mut line, &[(side(0.0), side(10.0))]);
        assert_eq!(line.iter().map(|character| character.best.text).collect::<String>(), "()");
    }

    /// A line of characters that stand twelve pixels apart.
    fn typed(text: &str) -> Vec<Character> {
        let typed = (0_u8..).zip(text.chars()).map(|(at, text)| Character {
            best: Guess { text, probability: 0.9 },
            middle: 6.0 + 12.0 * f32::from(at),
            others: Vec::new(),
        });
        typed.collect()
    }

    #[test]
    fn an_opening_bracket_behind_a_square_makes_no_word_with_it() {
        let square = InkMark { text: '□', bbox: Rect { x0: 0.0, y0: 0.0, x1: 12.0, y1: 12.0 } };
        let opening = Rect { x0: 17.0, y0: 0.0, x1: 20.0, y1: 15.0 };
        let read = |text: &str| {
            let mut line = typed(text);
            settle_opening(&mut line, &[opening]);
            settle(&mut line, &[square], &[], 12.0);
            line.iter().map(|character| character.best.text).collect::<String>()
        };
        assert_eq!(["OI", "□I", "D(", "有年"].map(read), ["□(", "□(", "□(", "□年"]);
    }

    #[test]
    fn empty_brackets_behind_a_square_are_no_digit() {
        let square = InkMark { text: OPEN, bbox: Rect { x0: 0.0, y0: 0.0, x1: 12.0, y1: 12.0 } };
        let read = |text: &str| {
            let mut line = typed(text);
            settle_option(&mut line, &[square]);
            settle(&mut line, &[square], &[], 12.0);
            line.iter().map(|character| character.best.text).collect::<String>()
        };
        assert_eq!(["L0", "LO", "L(0", "□(0)"].map(read), ["□()", "□()", "□()", "□()"]);
        assert_eq!(["L05", "LAN", "□0件"].map(read), ["L05", "LAN", "□0件"]);
    }

    #[test]
    fn a_circle_before_empty_brackets() {
        let side = |x0| Rect { x0, y0: 0.0, x1: x0 + 4.0, y1: 15.0 };
        let brackets = [(side(14.0), side(24.0))];
        let circle = InkMark { text: '○', bbox: Rect { x0: 0.0, y0: 0.0, x1: 12.0, y1: 12.0 } };
        let zero = |middle| Character { best: Guess { text: '0', probability: 0.9 }, middle, others: Vec::new() };
        let text = |line: &[Character]| line.iter().map(|character| character.best.text).collect::<String>();
        let mut line = vec![zero(6.0), zero(21.0)];
        settle(&mut line, &[circle], &[], 12.0);
        assert_eq!(text(&line), "00");
        settle(&mut line, &[circle], &brackets, 12.0);
        settle_brackets(&mut line, &brackets);
        assert_eq!(text(&line), "○()");
    }

    #[test]
    fn a_postal_mark_that_was_not_read() {
        let bbox = Rect { x0: 0.0, y0: 0.0, x1: 200.0, y1: 10.0 };
        let with = |from: f32, text: &str| {
            let read = (0_u8..).zip(text.chars());
            let mut line: Vec<Character> = read
                .map(|(at, text)| Character {
                    best: Guess { text, probability: 0.9 },
                    middle: from + 6.0 * f32::from(at),
                    others: Vec::new(),
                })
                .collect();
            settle_postal_mark(&mut line, bbox, 10.0);
            line.iter().map(|character| character.best.text).collect::<String>()
        };
        assert_eq!(with(15.0, "060-0001 北海道"), "〒060-0001 北海道");
        assert_eq!(with(3.0, "060-0001 北海道"), "060-0001 北海道");
        assert_eq!(with(15.0, "060-00011"), "060-00011");
    }

    #[test]
    fn a_mark_that_only_its_shape_tells() {
        let mut line = Vec::new();
        settle(&mut line, &[InkMark { text: '●', bbox: Rect { x0: 0.0, y0: 0.0, x1: 9.0, y1: 9.0 } }], &[], 9.0);
        assert_eq!(line[0].best, Guess { text: '●', probability: ALONE });
    }
}
