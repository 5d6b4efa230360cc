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
            (Kind::Digit | Kind::Letter, _) if own == 'ノ' => Some('/'),
            _ => None,
        };
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
        assert_eq!(settled("一"), "―");
        assert_eq!(settled("https://www.co.jp"), "https://www.co.jp");
    }
}
