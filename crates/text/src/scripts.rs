//! Which script a character is of.

/// The middle dot, which parts words and opens entries of lists.
const MIDDLE_DOT: char = '・';

/// Hiragana.
pub fn is_hiragana(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{309f}')
}

/// Kana and kanji, with the signs that lengthen and repeat them.
pub fn is_letter(c: char) -> bool {
    let is_kana = matches!(c, '\u{3041}'..='\u{30ff}') && c != MIDDLE_DOT;
    is_kana || matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' | '々' | '〇')
}

/// Kana, kanji and the punctuation that is set with them.
pub fn is_japanese(c: char) -> bool {
    is_letter(c) || c == MIDDLE_DOT || matches!(c, '\u{3001}'..='\u{301f}')
}

/// Units that stand behind a number.
pub fn is_unit(c: char) -> bool {
    matches!(
        c,
        '年' | '月'
            | '日'
            | '時'
            | '分'
            | '円'
            | '件'
            | '人'
            | '名'
            | '回'
            | '階'
            | '号'
            | '版'
            | '章'
            | '条'
            | '度'
            | '歳'
            | '箇'
    )
}

/// A digit of either width.
pub fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '０'..='９')
}

/// Whether Shift_JIS as it is in use has a character: what a Japanese document is likely to print.
pub fn is_in_shift_jis(c: char) -> bool {
    let mut bytes = [0; 4];
    let (_, _, is_lossy) = encoding_rs::SHIFT_JIS.encode(c.encode_utf8(&mut bytes));
    !is_lossy
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_punctuation_and_neither() {
        assert!("あんアヶー々〇漢髙𠮷".chars().all(|c| is_letter(c) && is_japanese(c)));
        assert!("・、。「」".chars().all(|c| !is_letter(c) && is_japanese(c)));
        assert!("aA1ａ１■(（ ".chars().all(|c| !is_japanese(c)));
        assert!("漢髙﨑".chars().all(is_in_shift_jis) && !"变换说".chars().any(is_in_shift_jis));
        assert!(is_hiragana('る') && !is_hiragana('ル'));
        assert!(is_digit('1') && is_digit('１') && !is_digit('一') && !is_digit('①'));
    }
}
