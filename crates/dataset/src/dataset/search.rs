//! Words for full-text search: Japanese is written without spaces, so the index gets every stretch that may be asked for.
//!
//! SQLite's own tokenizer then finds 東京 or 健康保険組合 in the middle of a text, in any program and version. Stretches of one
//! script are taken up to [`MOST_OF_ONE`] characters, others up to [`MOST_OF_SEVERAL`]; Latin words and numbers stay whole.

/// Characters of the longest stretch of one script: compounds such as 健康保険組合連合会 have nine.
const MOST_OF_ONE: usize = 12;

/// Characters of the longest stretch over several scripts.
const MOST_OF_SEVERAL: usize = 3;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum SearchScript {
    Kanji,
    Katakana,
    Hiragana,
    Other,
    None,
}

/// What full-text search finds texts by, each stretch once.
pub(super) fn words<'t>(texts: impl Iterator<Item = &'t str>) -> String {
    let mut words = Vec::new();
    for text in texts {
        let letters: Vec<Letter> = text.char_indices().map(|(at, c)| (at, c.len_utf8(), script(c))).collect();
        for run in letters.split(|(.., script)| *script == SearchScript::None) {
            for run in
                run.chunk_by(|(.., one), (.., other)| (*one == SearchScript::Other) == (*other == SearchScript::Other))
            {
                stretches(text, run, &mut words);
            }
        }
    }
    words.sort_unstable();
    words.dedup();
    words.join(" ")
}

/// Where a character begins, how many bytes it has, and its script.
type Letter = (usize, usize, SearchScript);

fn stretches<'t>(text: &'t str, run: &[Letter], words: &mut Vec<&'t str>) {
    let mut add = |(from, ..): Letter, (last, length, _): Letter| words.extend(text.get(from..last + length));
    if let (Some(first), Some(last)) = (run.first(), run.last())
        && first.2 == SearchScript::Other
    {
        add(*first, *last);
        return;
    }
    for start in 0..run.len() {
        let rest = run.get(start..).unwrap_or_default();
        let Some(first) = rest.first() else { return };
        // More than the longest stretch need not be looked at.
        let same = rest.iter().take(MOST_OF_ONE).take_while(|letter| letter.2 == first.2).count();
        let most = same.max(MOST_OF_SEVERAL).min(rest.len());
        rest.iter().take(most).for_each(|last| add(*first, *last));
    }
}

fn script(c: char) -> SearchScript {
    match c {
        'ァ'..='ヺ' | 'ー' => SearchScript::Katakana,
        'ぁ'..='ゖ' => SearchScript::Hiragana,
        '々' | '〇' | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}' => {
            SearchScript::Kanji
        }
        c if c.is_alphanumeric() => SearchScript::Other,
        _ => SearchScript::None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

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
