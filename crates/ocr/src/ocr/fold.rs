//! Look-alikes: characters that no picture tells apart are told by their neighbours.

use super::lexicon::UNITS;
use super::{Character, Guess};
use crate::text::fold::fold_char;
use crate::text::scripts::is_in_shift_jis;

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
    &['ミ', '三'],
    &['ノ', '/'],
    &['く', '<', '＜'],
    &['O', '0', 'o', '〇'],
    &['l', '1', 'I', '|'],
    &['・', '·', '•'],
];

/// The kanji 夕 stands before or behind one of these; all else that looks like it is the katakana タ.
const BEHIND_EVENING: &[char] = &['方', '刻', '食', '日', '暮', '飯', '刊', '礼', '張', '立', '霧', '凪', '顔'];
const BEFORE_EVENING: &[char] = &['朝', '七', '一', '今', '昨', '毎', '夕'];
/// What the long vowel of データ is taken for.
const LIKE_VOWEL: &[char] = &['一', '―', '－'];
/// Between a number and one of these, what looks like the kanji for power counts: 2カ所, 数カ月.
const COUNTED: &[char] = &['所', '月', '国', '年', '店', '院', '村', '町', '条', '拠'];
/// Numbers in words.
const NUMBERS: &[char] = &['数', '何', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '百', '各'];
/// Verbs whose kanji く follows, also where a figure or nothing stands behind: 除く12/30.
const BEFORE_KU: &[char] = &['除', '続', '働', '開', '置', '書', '届', '動', '招', '付', '頂', '全', '早', '近'];
/// Circles, which a network sees in the digit 0 and the letter o.
const CIRCLES: &[char] = &['○', '◯', '◉', '〇'];
/// What a tick is taken for where nothing else stands in its cell, or brackets for its time.
const LIKE_TICK: &[char] = &['L', 'J', 'し', 'ν'];
/// What makes a word with the kanji for one behind a katakana: データ一覧. Before other kanji, what looks like it draws the katakana out: センター業務.
const BEHIND_ONE: &[char] = &[
    '覧', '部', '式', '括', '般', '時', '定', '致', '体', '回', '切', '律', '環', '件', '次', '元', '方', '同', '層',
    '連', '貫', '番', '旦', '種', '例', '度', '日', '月', '年', '人', '名', '箇', '社', '台', '本', '枚', '対', '因',
    '任', '員', '級', '緒', '瞬', '生', '通', '単',
];
/// What makes a word with the kanji that looks like ト, before or behind it: it tells fortunes.
const OF_FORTUNES: &[char] = &['占', '部', '筮', '者'];
/// Katakana whose look-alike among the kanji is in no word.
const NO_KANJI: &[char] = &['ト'];

/// What the j of .jp is taken for where a line is drawn right below it: no domain ends in .ip.
const LIKE_J: &[char] = &['i', 'l', 'I', 'ⅰ'];
/// What the dashes around a page's number are taken for.
const LIKE_DASH: &[char] = &['.', '・', '·', '-', '―', 'ー', '一', '－', '_', '~'];

/// Letters that look like the digit 1.
const LIKE_ONE: &[char] = &['l', '|'];

/// A level stroke that stands alone is a dash, not a number, and so is one before a unit; before another single character it may be
/// either. Before any it is at most this probable.
const DASH: (char, f32) = ('―', 0.5);

/// The characters of a postal code, its hyphen among them.
const POSTAL_CODE: usize = 8;
/// What the postal mark is taken for.
const LIKE_POSTAL_MARK: &[char] = &['平', '干', '千', '于', 'テ', 'デ', 'T', 'Q', '乎'];

/// A page's number has at most so many digits.
const PAGE_DIGITS: usize = 3;

/// What the 令 of 令和 is taken for.
const LIKE_REI: &[char] = &['合', '今', '含', '冷'];
/// An old form of a kanji is doubted below the first probability, where the form of today has at least the second.
const OLD_FORM: f32 = 0.75;
const OFFERED: f32 = 0.25;
/// A character that its neighbours tell, though the network did not offer it, is at most this probable.
const TOLD: f32 = 0.5;

/// What kind of text a character belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum CharacterKind {
    Hiragana,
    Katakana,
    Kanji,
    Digit,
    Letter,
    Other,
}

fn kind(c: char) -> CharacterKind {
    match c {
        '\u{3041}'..='\u{309f}' => CharacterKind::Hiragana,
        '\u{30a1}'..='\u{30fa}' | 'ー' => CharacterKind::Katakana,
        '\u{4e00}'..='\u{9fff}' | '々' => CharacterKind::Kanji,
        '0'..='9' | '０'..='９' => CharacterKind::Digit,
        'a'..='z' | 'A'..='Z' => CharacterKind::Letter,
        _ => CharacterKind::Other,
    }
}

/// Settles the look-alikes of a line. A character takes its own probability and that of its look-alikes: which of them was drawn
/// can't be seen, and their neighbours tell. `beside` are the last character of the line before it in its cell and the first of the one
/// behind; spaces where there is none.
pub fn settle(line: &mut [Character], beside: (char, char)) {
    settle_dash(line);
    settle_tick(line, beside);
    settle_postal_mark(line);
    settle_era(line);
    settle_evening(line, beside);
    settle_fortune(line, beside);
    settle_circles(line, beside);
    let read = between(line, beside);
    let last = line.len().saturating_sub(1);
    // What stands before a character has its index in the text with both neighbours.
    for (index, character) in line.iter_mut().enumerate() {
        let Some(set) = ALIKE.iter().find(|set| set.contains(&character.best.text)) else { continue };
        let at = |place: usize| read.get(place).copied().unwrap_or(' ');
        let near = |text: char| {
            // A look-alike tells nothing of its neighbour, but for digits and the long vowel, which seldom stand alone.
            let is_sure = text.is_ascii_digit() || text == 'ー';
            if ALIKE.iter().any(|set| set.contains(&text)) && !is_sure { CharacterKind::Other } else { kind(text) }
        };
        let beside = (near(at(index)), near(at(index + 2)));
        let is_ending = index == last || BEFORE_KU.contains(&at(index));
        let is_drawn_out = character.best.text == '一'
            && beside.0 == CharacterKind::Katakana
            && kind(at(index + 2)) == CharacterKind::Kanji
            && !BEHIND_ONE.contains(&at(index + 2));
        let Some(text) = is_drawn_out.then_some('ー').or_else(|| choose(set, character.best.text, beside, is_ending))
        else {
            continue;
        };
        let alike = character.others.iter().filter(|guess| set.contains(&guess.text));
        let probability = alike.map(|guess| guess.probability).sum::<f32>() + character.best.probability;
        character.best = Guess { text, probability: probability.min(1.0) };
    }
    settle_version(line);
    settle_counter(line);
    settle_domain(line);
    settle_page_number(line);
}

/// A line's characters with those before and behind it.
fn between(line: &[Character], (before, behind): (char, char)) -> Vec<char> {
    let own = line.iter().map(|character| character.best.text);
    std::iter::once(before).chain(own).chain([behind]).collect()
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

/// Settles what looks like the digit 1 in the number of a version: TLS1.2.
fn settle_version(line: &mut [Character]) {
    for at in 0..line.len() {
        let [before, one, point, behind, ..] = line.get_mut(at..).unwrap_or_default() else { return };
        let is_number = point.best.text == '.' && behind.best.text.is_ascii_digit();
        let begins = before.best.text.is_ascii_uppercase() || before.best.text.is_whitespace();
        if is_number && begins && LIKE_ONE.contains(&one.best.text) {
            tell(one, '1');
        }
    }
}

/// Settles what looks like the katakana タ and like the kanji for evening: cells are narrow, and a line may begin amid データ.
fn settle_evening(line: &mut [Character], beside: (char, char)) {
    let read = between(line, beside);
    let is_at = |at: usize, set: &[char]| read.get(at).is_some_and(|c| set.contains(c));
    let is_katakana =
        |at: Option<usize>| at.and_then(|at| read.get(at)).is_some_and(|c| kind(*c) == CharacterKind::Katakana);
    for (at, character) in line.iter_mut().enumerate().filter(|(_, character)| character.best.text == '夕') {
        // Behind デー no evening begins, whatever its stroke was taken for.
        let is_drawn_out = is_at(at, &['ー']) || is_at(at, LIKE_VOWEL) && is_katakana(at.checked_sub(1));
        let is_evening = is_at(at, BEFORE_EVENING) || is_at(at + 2, BEHIND_EVENING);
        if is_drawn_out || !is_evening {
            tell(character, 'タ');
        }
    }
}

/// Settles what looks like the katakana ト and like the kanji for fortunes, also where a line ends before it or behind it.
fn settle_fortune(line: &mut [Character], beside: (char, char)) {
    let read = between(line, beside);
    let is_word = |at: usize| read.get(at).is_some_and(|c| OF_FORTUNES.contains(c));
    let drawn_out = |at: usize| read.get(at) == Some(&'ー');
    for (at, character) in line.iter_mut().enumerate().filter(|(_, character)| character.best.text == '卜') {
        if drawn_out(at) || !is_word(at) && !is_word(at + 2) {
            tell(character, 'ト');
        }
    }
}

/// Settles what looks like カ between a number and what is counted.
fn settle_counter(line: &mut [Character]) {
    for at in 0..line.len() {
        let [number, counter, counted, ..] = line.get_mut(at..).unwrap_or_default() else { return };
        let is_number = kind(number.best.text) == CharacterKind::Digit || NUMBERS.contains(&number.best.text);
        if is_number && counter.best.text == '力' && COUNTED.contains(&counted.best.text) {
            tell(counter, 'カ');
        }
    }
}

/// Settles what looks like the j of .jp where a domain ends.
fn settle_domain(line: &mut [Character]) {
    for at in 0..line.len() {
        let [before, point, j, p, rest @ ..] = line.get_mut(at..).unwrap_or_default() else { return };
        let is_part = |character: &Character| character.best.text.is_ascii_alphanumeric() || character.best.text == '-';
        let goes_on = rest.first().is_some_and(|next| is_part(next) || next.best.text == '.');
        if is_part(before) && point.best.text == '.' && p.best.text == 'p' && LIKE_J.contains(&j.best.text) && !goes_on
        {
            tell(j, 'j');
        }
    }
}

/// Settles what looks like dots beside a number that stands alone with a dash: it is a page's.
fn settle_page_number(line: &mut [Character]) {
    let mut printed: Vec<&mut Character> =
        line.iter_mut().filter(|character| !character.best.text.is_whitespace()).collect();
    let [first, number @ .., last] = printed.as_mut_slice() else { return };
    let is_number = !number.is_empty()
        && number.len() <= PAGE_DIGITS
        && number.iter().all(|character| character.best.text.is_ascii_digit());
    let ends = [first.best.text, last.best.text];
    if is_number && ends.iter().all(|text| LIKE_DASH.contains(text)) && ends.contains(&'-') {
        [first, last].into_iter().filter(|end| end.best.text != '-').for_each(|end| tell(end, '-'));
    }
}

/// Settles circles within numbers and in No.: a mark stands before what it marks, never right behind a digit.
fn settle_circles(line: &mut [Character], beside: (char, char)) {
    let mut read = between(line, beside);
    for (at, circle) in line.iter_mut().enumerate().filter(|(_, circle)| CIRCLES.contains(&circle.best.text)) {
        let near = |place: Option<usize>| place.and_then(|place| read.get(place)).copied().unwrap_or(' ');
        let text = match (near(at.checked_sub(1)), near(Some(at)), near(Some(at + 2))) {
            (_, c, _) if c.is_ascii_digit() && at > 0 => '0',
            (c, ':' | '：' | ',' | '.', _) if c.is_ascii_digit() && at > 0 => '0',
            (_, c, '.') if c.is_ascii_alphabetic() => 'o',
            // What stands right before a unit is a number.
            (_, _, unit) if UNITS.contains(&unit) && !near(Some(at + 3)).is_alphanumeric() => '0',
            _ => continue,
        };
        tell(circle, text);
        // What follows it has a digit before it.
        if let Some(slot) = read.get_mut(at + 1) {
            *slot = text;
        }
    }
}

/// Settles what looks like a tick and stands alone in its cell, or at the head of its line before brackets.
fn settle_tick(line: &mut [Character], (before, behind): (char, char)) {
    let mut printed = line.iter_mut().filter(|character| !character.best.text.is_whitespace());
    let Some(tick) = printed.next().filter(|character| LIKE_TICK.contains(&character.best.text)) else { return };
    let next = printed.next().map(|character| character.best.text);
    let is_alone = next.is_none() && before.is_whitespace() && behind.is_whitespace();
    if is_alone || matches!(next, Some('(' | '（')) {
        tick.best.text = 'レ';
    }
}

/// Settles characters that Japanese documents do not print: the network also knows those of Chinese. Of the two waves, documents have the one
/// that keyboards write. Comes before marks are told, for which such characters are taken.
pub fn settle_foreign(line: &mut [Character]) {
    line.iter_mut().for_each(settle_foreign_character);
}

fn settle_foreign_character(character: &mut Character) {
    if character.best.text == '〜' {
        character.best.text = '～';
    }
    settle_old_form(character);
    let is_foreign = |c: char| kind(c) == CharacterKind::Kanji && !is_in_shift_jis(c);
    if !is_foreign(character.best.text) {
        return;
    }
    let is_own = |guess: &&Guess| kind(guess.text) == CharacterKind::Kanji && !is_foreign(guess.text);
    if let Some(guess) = character.others.iter().find(is_own).copied() {
        character.best = Guess { text: guess.text, probability: guess.probability.max(TOLD) };
    }
}

/// Settles an old form of a kanji where the network offers the one of today: in small print a stroke more can't be seen.
fn settle_old_form(character: &mut Character) {
    let own = character.best;
    let Some(today) = fold_char(own.text).filter(|today| kind(own.text) == CharacterKind::Kanji && *today != own.text)
    else {
        return;
    };
    let offered = character.others.iter().find(|guess| guess.text == today && guess.probability >= OFFERED);
    if let Some(guess) = offered.filter(|_| own.probability < OLD_FORM).copied() {
        character.best = Guess { text: today, probability: (guess.probability + own.probability).min(1.0) };
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
    let printed = || line.iter().filter(|character| !character.best.text.is_whitespace());
    let (count, last) = (printed().count(), printed().next_back().map(|character| character.best.text));
    let stroke = line.iter_mut().find(|character| !character.best.text.is_whitespace());
    if let Some(stroke) = stroke.filter(|stroke| matches!(stroke.best.text, '一' | 'ー')) {
        match count {
            1 => stroke.best.text = DASH.0,
            2 => {
                if last.is_some_and(|unit| UNITS.contains(&unit)) {
                    stroke.best.text = DASH.0;
                }
                stroke.best.probability = stroke.best.probability.min(DASH.1);
            }
            _ => {}
        }
    }
}

/// The look-alike that goes with its neighbours; `None` where they do not tell.
fn choose(set: &[char], own: char, (before, behind): (CharacterKind, CharacterKind), is_ending: bool) -> Option<char> {
    let of = |wanted: CharacterKind| set.iter().copied().find(|c| kind(*c) == wanted);
    if set.contains(&'へ') {
        // What goes on in hiragana, or stands amid kanji, is the particle, also behind a word in katakana.
        return match (before, behind) {
            (CharacterKind::Other, CharacterKind::Katakana) => Some('ヘ'),
            (_, CharacterKind::Hiragana) | (CharacterKind::Hiragana | CharacterKind::Kanji, CharacterKind::Kanji) => {
                Some('へ')
            }
            _ => None,
        };
    }
    if behind == CharacterKind::Katakana && set.iter().any(|c| matches!(c, 'べ' | 'ぺ')) {
        return of(CharacterKind::Katakana);
    }
    if kind(own) != CharacterKind::Other && (kind(own) == before || kind(own) == behind) {
        return None;
    }
    // Nothing goes on from a kanji in a single katakana.
    if (kind(own), before, behind) == (CharacterKind::Katakana, CharacterKind::Kanji, CharacterKind::Hiragana)
        && !NO_KANJI.contains(&own)
        && let Some(kanji) = of(CharacterKind::Kanji)
    {
        return Some(kanji);
    }
    if set.contains(&'ー') {
        return match (before, behind) {
            (CharacterKind::Katakana, _) => Some('ー'),
            (CharacterKind::Digit, CharacterKind::Digit) if own == 'ー' || own == '一' => Some('-'),
            // Nothing is drawn out before a kanji but katakana.
            (CharacterKind::Kanji, CharacterKind::Kanji | CharacterKind::Hiragana)
            | (CharacterKind::Hiragana, CharacterKind::Kanji)
                if own == 'ー' =>
            {
                Some('一')
            }
            _ => None,
        };
    }
    if set.contains(&'・') {
        return (own != '・').then_some('・');
    }
    if set.contains(&'ノ') {
        return match (before, behind) {
            (CharacterKind::Katakana, CharacterKind::Katakana) => Some('ノ'),
            (CharacterKind::Digit | CharacterKind::Letter, _)
            | (CharacterKind::Kanji, CharacterKind::Hiragana | CharacterKind::Digit)
                if own == 'ノ' =>
            {
                Some('/')
            }
            _ => None,
        };
    }
    if set.contains(&'く') {
        let is_japanese =
            |kind| matches!(kind, CharacterKind::Hiragana | CharacterKind::Katakana | CharacterKind::Kanji);
        // At the end of a line nothing follows that anything could be less than, and verbs end whatever follows.
        return (own != 'く' && is_japanese(before) && (is_japanese(behind) || is_ending)).then_some('く');
    }
    match (before, behind) {
        (kind, other) if kind == other && kind != CharacterKind::Other => of(kind),
        (CharacterKind::Other, kind) | (kind, CharacterKind::Other) if kind != CharacterKind::Other => of(kind),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settled(text: &str) -> String {
        settled_between(text, (' ', ' '))
    }

    fn settled_between(text: &str, beside: (char, char)) -> String {
        let guess = |text| Guess { text, probability: 0.9 };
        let mut line: Vec<Character> =
            text.chars().map(|c| Character { best: guess(c), middle: 0.0, others: Vec::new() }).collect();
        settle_foreign(&mut line);
        settle(&mut line, beside);
        line.iter().map(|character| character.best.text).collect()
    }

    #[test]
    fn lines_of_a_cell_tell_each_other() {
        assert_eq!(settled_between("卜)", ('ン', ' ')), "ト)");
        assert_eq!(settled("サポー卜経理部"), "サポート経理部");
        assert_eq!(settled("占卜の卜部"), "占卜の卜部");
        assert_eq!(settled_between("夕日付", ('ー', ' ')), "タ日付");
        assert_eq!(settled_between("を除<", (' ', '1')), "を除く");
        assert_eq!(settled_between("◉.", ('N', ' ')), "o.");
        assert_eq!(settled_between("○可", ('1', ' ')), "○可");
        assert_eq!(settled_between("サ一", (' ', 'ビ')), "サー");
        assert_eq!(settled("L"), "レ");
        assert_eq!(settled("L(年月)"), "レ(年月)");
        assert_eq!(settled_between("し", ('ま', 'た')), "し");
    }

    #[test]
    fn an_old_form_is_the_one_of_today_where_that_is_offered() {
        let settled = |probability: f32| {
            let others = vec![Guess { text: '盗', probability: 1.0 - probability }];
            let mut line = [Character { best: Guess { text: '盜', probability }, middle: 0.0, others }];
            settle_foreign(&mut line);
            line[0].best.text
        };
        assert_eq!((settled(0.7), settled(0.9)), ('盗', '盜'));
    }

    #[test]
    fn neighbours_tell_look_alikes() {
        assert_eq!(settled("サ一ビス"), "サービス");
        assert_eq!(settled("センタ一業務"), "センター業務");
        assert_eq!(settled("データ一覧"), "データ一覧");
        assert_eq!(settled("施設やべンダと"), "施設やベンダと");
        assert_eq!(settled("入カのおそれ"), "入力のおそれ");
        assert_eq!(settled("本体：○人"), "本体：0人");
        assert_eq!(settled("○人的安全"), "○人的安全");
        assert_eq!(settled("9:00〜"), "9:00～");
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
        assert_eq!(settled("一円"), "―円");
        assert_eq!(settled("一人"), "―人");
        assert_eq!(settled("デー夕変換"), "データ変換");
        assert_eq!(settled("夕変換"), "タ変換");
        assert_eq!(settled("夕方と朝夕の"), "夕方と朝夕の");
        assert_eq!(settled("年末年始を除<"), "年末年始を除く");
        assert_eq!(settled("除<12/30-1/3"), "除く12/30-1/3");
        assert_eq!(settled("人<12"), "人<12");
        assert_eq!(settled("デ一夕日付"), "データ日付");
        assert_eq!(settled("一夕の"), "一夕の");
        assert_eq!(settled("2力所、数力月"), "2カ所、数カ月");
        assert_eq!(settled("電力会社"), "電力会社");
        assert_eq!(settled("平日1○:○○-17:3○"), "平日10:00-17:30");
        assert_eq!(settled("2◉ 人"), "20 人");
        assert_eq!(settled("N○."), "No.");
        assert_eq!(settled("○1日当たり○2"), "○1日当たり○2");
        assert_eq!(settled("ログヘの"), "ログへの");
        assert_eq!(settled("へルプ"), "ヘルプ");
        assert_eq!(settled("保険者へデータを"), "保険者へデータを");
        assert_eq!(settled("そのー部"), "その一部");
        assert_eq!(settled("930円ノ1件"), "930円/1件");
        assert_eq!(settled("TLSl.2"), "TLS1.2");
        assert_eq!(settled("a@hs.example.ip"), "a@hs.example.jp");
        assert_eq!(settled("www.kita.or.ip/ir/"), "www.kita.or.jp/ir/");
        assert_eq!(settled("www.ip-net.jp"), "www.ip-net.jp");
        assert_eq!(settled(".4-"), "-4-");
        assert_eq!(settled("- 4."), "- 4-");
        assert_eq!(settled("4.") + &settled(".4."), "4..4.");
        assert_eq!(settled("https://all.2x.jp"), "https://all.2x.jp");
        assert_eq!(settled("https://www.co.jp"), "https://www.co.jp");
    }

    #[test]
    fn kanji_of_chinese_give_way_to_offered_ones() {
        let guess = |text, probability| Guess { text, probability };
        let read = |text, others| Character { best: guess(text, 0.9), middle: 0.0, others };
        let mut line = [read('变', vec![guess('変', 0.1)]), read('换', Vec::new()), read('髙', vec![guess('高', 0.1)])];
        settle_foreign(&mut line);
        settle(&mut line, (' ', ' '));
        assert_eq!(line.each_ref().map(|c| c.best.text), ['変', '换', '髙']);
        assert_eq!(line[0].best.probability, TOLD);
    }
}
