//! Look-alikes: characters that no picture tells apart are told by their neighbours.

use super::{Character, Guess};

/// Characters that look the same in print, each set with those that may stand for each other.
const ALIKE: &[&[char]] = &[
    &['ー', '一', '－', '―', '-', '—'],
    &['へ', 'ヘ'],
    &['べ', 'ベ'],
    &['ぺ', 'ペ'],
    &['り', 'リ'],
    &['ト', '卜'],
    &['ニ', '二'],
    &['ハ', '八'],
    &['ロ', '口'],
    &['カ', '力'],
    &['エ', '工'],
    &['タ', '夕'],
    &['ミ', '三'],
    &['ノ', '/'],
    &['く', '<', '＜'],
    &['O', '0', 'o', '〇'],
    &['l', '1', 'I', '|'],
    &['・', '·', '•'],
];

/// A level stroke that stands alone is a dash, not a number; before a single character it may be either, and so is at most this probable.
const DASH: (char, f32) = ('―', 0.5);

/// The characters of a postal code, its hyphen among them.
const POSTAL_CODE: usize = 8;
/// What the postal mark is taken for.
const LIKE_POSTAL_MARK: &[char] = &['平', '干', '千', '于', 'テ', 'デ', 'T', 'Q', '乎'];

/// What the 令 of 令和 is taken for.
const LIKE_REI: &[char] = &['合', '今', '含', '冷'];
/// A character that its neighbours tell, though the network did not offer it, is at most this probable.
const TOLD: f32 = 0.5;

/// What kind of text a character belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Hiragana,
    Katakana,
    Kanji,
    Digit,
    Letter,
    Other,
}

fn kind(c: char) -> Kind {
    match c {
        '\u{3041}'..='\u{309f}' => Kind::Hiragana,
        '\u{30a1}'..='\u{30fa}' | 'ー' => Kind::Katakana,
        '\u{4e00}'..='\u{9fff}' | '々' => Kind::Kanji,
        '0'..='9' | '０'..='９' => Kind::Digit,
        'a'..='z' | 'A'..='Z' => Kind::Letter,
        _ => Kind::Other,
    }
}

/// Settles the look-alikes of a line. A character takes its own probability and that of its look-alikes: which of them was drawn
/// can't be seen, and their neighbours tell.
pub fn settle(line: &mut [Character]) {
    settle_dash(line);
    settle_postal_mark(line);
    settle_era(line);
    let read: Vec<char> = line.iter().map(|character| character.best.text).collect();
    for (index, character) in line.iter_mut().enumerate() {
        let Some(set) = ALIKE.iter().find(|set| set.contains(&character.best.text)) else { continue };
        let near = |step: Option<usize>| {
            let text = step.and_then(|at| read.get(at)).copied().unwrap_or(' ');
            // A look-alike tells nothing of its neighbour, but for digits and the long vowel, which seldom stand alone.
            let is_sure = text.is_ascii_digit() || text == 'ー';
            if ALIKE.iter().any(|set| set.contains(&text)) && !is_sure { Kind::Other } else { kind(text) }
        };
        let (before, behind) = (near(index.checked_sub(1)), near(Some(index + 1)));
        let Some(text) = choose(set, character.best.text, before, behind) else { continue };
        let alike = character.others.iter().filter(|guess| set.contains(&guess.text));
        let probability = alike.map(|guess| guess.probability).sum::<f32>() + character.best.probability;
        character.best = Guess { text, probability: probability.min(1.0) };
    }
}

/// Settles what stands before 和 and a year and looks like the first character of 令和.
fn settle_era(line: &mut [Character]) {
    let is_year = |character: &Character| character.best.text.is_ascii_digit() || character.best.text == '元';
    for at in 0..line.len() {
        let [first, second, rest @ ..] = line.get_mut(at..).unwrap_or_default() else { return };
        let year = rest.iter().find(|character| !character.best.text.is_whitespace());
        if second.best.text == '和' && LIKE_REI.contains(&first.best.text) && year.is_some_and(is_year) {
            tell(first, '令');
        }
    }
}

/// Makes a character what its neighbours tell.
fn tell(character: &mut Character, text: char) {
    let own = character.best.probability;
    let offered = character.others.iter().find(|guess| guess.text == text);
    let probability = offered.map_or(own.min(TOLD), |guess| (guess.probability + own).min(1.0));
    character.best = Guess { text, probability };
}

/// Settles what stands before a postal code at the head of a line and looks like the postal mark.
fn settle_postal_mark(line: &mut [Character]) {
    let is_digit = |character: &Character| character.best.text.is_ascii_digit();
    let [mark, code @ ..] = line else { return };
    let Some((code, _)) = code.split_at_checked(POSTAL_CODE) else { return };
    let (front, back) = code.split_at(3);
    let is_code = match (front, back) {
        (front, [hyphen, back @ ..]) => {
            front.iter().chain(back).all(is_digit) && matches!(hyphen.best.text, '-' | 'ー' | '－' | '―' | '一')
        }
        _ => false,
    };
    if is_code && LIKE_POSTAL_MARK.contains(&mark.best.text) {
        tell(mark, '〒');
    }
}

/// Settles a level stroke that has nothing, or a single character, beside it.
fn settle_dash(line: &mut [Character]) {
    let count = line.iter().filter(|character| !character.best.text.is_whitespace()).count();
    let stroke = line.iter_mut().find(|character| !character.best.text.is_whitespace());
    if let Some(stroke) = stroke.filter(|stroke| matches!(stroke.best.text, '一' | 'ー')) {
        match count {
            1 => stroke.best.text = DASH.0,
            2 => stroke.best.probability = stroke.best.probability.min(DASH.1),
            _ => {}
        }
    }
}

/// The look-alike that goes with its neighbours; `None` where they do not tell.
fn choose(set: &[char], own: char, before: Kind, behind: Kind) -> Option<char> {
    let of = |wanted: Kind| set.iter().copied().find(|c| kind(*c) == wanted);
    if kind(own) != Kind::Other && (kind(own) == before || kind(own) == behind) {
        return None;
    }
    if set.contains(&'ー') {
        return match (before, behind) {
            (Kind::Katakana, _) => Some('ー'),
            (Kind::Digit, Kind::Digit) if own == 'ー' || own == '一' => Some('-'),
            (Kind::Kanji, Kind::Kanji | Kind::Hiragana) if own == 'ー' => Some('一'),
            _ => None,
        };
    }
    if set.contains(&'・') {
        return (own != '・').then_some('・');
    }
    if set.contains(&'ノ') {
        return match (before, behind) {
            (Kind::Katakana, Kind::Katakana) => Some('ノ'),
            (Kind::Digit | Kind::Letter, _) | (Kind::Kanji, Kind::Hiragana) if own == 'ノ' => Some('/'),
            _ => None,
        };
    }
    if set.contains(&'く') {
        let is_japanese = |kind| matches!(kind, Kind::Hiragana | Kind::Katakana | Kind::Kanji);
        return (own != 'く' && is_japanese(before) && is_japanese(behind)).then_some('く');
    }
    match (before, behind) {
        (kind, other) if kind == other && kind != Kind::Other => of(kind),
        (Kind::Other, kind) | (kind, Kind::Other) if kind != Kind::Other => of(kind),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settled(text: &str) -> String {
        let guess = |text| Guess { text, probability: 0.9 };
        let mut line: Vec<Character> =
            text.chars().map(|c| Character { best: guess(c), middle: 0.0, others: Vec::new() }).collect();
        settle(&mut line);
        line.iter().map(|character| character.best.text).collect()
    }

    #[test]
    fn neighbours_tell_look_alikes() {
        assert_eq!(settled("サ一ビス"), "サービス");
        assert_eq!(settled("すベて"), "すべて");
        assert_eq!(settled("1O5"), "105");
        assert_eq!(settled("ネッ卜"), "ネット");
        assert_eq!(settled("窓ロ担当"), "窓口担当");
        assert_eq!(settled("03ー1234"), "03-1234");
        assert_eq!(settled("健診·保健"), "健診・保健");
        assert_eq!(settled("同一の"), "同一の");
        assert_eq!(settled("一部委託"), "一部委託");
        assert_eq!(settled("(除<夏季"), "(除く夏季");
        assert_eq!(settled("平030-0801青森"), "〒030-0801青森");
        assert_eq!(settled("平日9:00"), "平日9:00");
        assert_eq!(settled("合和 6年"), "令和 6年");
        assert_eq!(settled("総合和食"), "総合和食");
        assert_eq!(settled("円ノあたり"), "円/あたり");
        assert_eq!(settled("一"), "―");
        assert_eq!(settled("https://www.co.jp"), "https://www.co.jp");
    }
}
