//! Words for full-text search: Japanese is written without spaces, so the index gets every stretch that may be asked for.
//!
//! SQLite's own tokenizer then finds 東京 or 健康保険組合 in the middle of a text, in any program and version. Stretches of one
//! script are taken up to [`MOST_OF_ONE`] characters, others up to [`MOST_OF_SEVERAL`]; Latin words and numbers stay whole.

use std::collections::BTreeSet;

/// Characters of the longest stretch of one script: compounds such as 健康保険組合連合会 have nine.
const MOST_OF_ONE: usize = 12;

/// Characters of the longest stretch over several scripts.
const MOST_OF_SEVERAL: usize = 3;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Script {
    Kanji,
    Katakana,
    Hiragana,
    Other,
    None,
}

/// What full-text search finds texts by, each stretch once.
pub(super) fn words<'t>(texts: impl Iterator<Item = &'t str>) -> String {
    let mut words = BTreeSet::new();
    for text in texts {
        let letters: Vec<(char, Script)> = text.chars().map(|c| (c, script(c))).collect();
        for run in letters.split(|(_, script)| *script == Script::None) {
            for run in run.chunk_by(|(_, one), (_, other)| (*one == Script::Other) == (*other == Script::Other)) {
                stretches(run, &mut words);
            }
        }
    }
    words.into_iter().collect::<Vec<_>>().join(" ")
}

fn stretches(run: &[(char, Script)], words: &mut BTreeSet<String>) {
    if run.first().is_some_and(|(_, script)| *script == Script::Other) {
        words.insert(run.iter().map(|(c, _)| c).collect());
        return;
    }
    for start in 0..run.len() {
        let rest = run.get(start..).unwrap_or_default();
        let first = rest.first().map(|(_, script)| *script);
        let same = rest.iter().take_while(|(_, script)| Some(*script) == first).count();
        let most = same.clamp(MOST_OF_SEVERAL, MOST_OF_ONE).min(rest.len());
        let mut word = String::new();
        for (c, _) in rest.iter().take(most) {
            word.push(*c);
            words.insert(word.clone());
        }
    }
}

fn script(c: char) -> Script {
    match c {
        'ァ'..='ヺ' | 'ー' => Script::Katakana,
        'ぁ'..='ゖ' => Script::Hiragana,
        '々' | '〇' | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}' => Script::Kanji,
        c if c.is_alphanumeric() => Script::Other,
        _ => Script::None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_are_found_in_the_middle_of_a_text() {
        let found = words(["東京都港区データセンター棟 VPN回線、お問い合わせ"].into_iter());
        let found: BTreeSet<&str> = found.split(' ').collect();
        for word in ["東京", "港区", "京都港区", "データセンター", "センター", "ター棟", "VPN", "回線", "問い合", "棟"]
        {
            assert!(found.contains(word), "{word} {found:?}");
        }
        for word in ["VP", "VPN回線", "棟 VPN", ""] {
            assert!(!found.contains(word), "{word}");
        }
    }
}
