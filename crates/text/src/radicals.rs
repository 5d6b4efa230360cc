//! Radicals that stand for the ideograph they look like.

/// CJK radicals that look like a whole ideograph (Unicode's EquivalentUnifiedIdeograph): fonts have one glyph for both, and
/// producers that go from the glyph back to a character may write the radical.
#[rustfmt::skip]
const RADICALS: &[(char, char)] = &[
    ('\u{2e84}', '乙'), ('\u{2e88}', '刀'), ('\u{2e8a}', '卜'), ('\u{2e8c}', '小'), ('\u{2e92}', '巳'), ('\u{2e9c}', '日'),
    ('\u{2e9d}', '月'), ('\u{2e9f}', '母'), ('\u{2ea0}', '民'), ('\u{2ea7}', '牛'), ('\u{2ea9}', '王'), ('\u{2eac}', '示'),
    ('\u{2eae}', '竹'), ('\u{2eb6}', '羊'), ('\u{2eb8}', '羊'), ('\u{2ebc}', '肉'), ('\u{2ebd}', '臼'), ('\u{2ec1}', '虎'),
    ('\u{2ec4}', '西'), ('\u{2ec6}', '角'), ('\u{2ed1}', '長'), ('\u{2ed5}', '阜'), ('\u{2ed7}', '雨'), ('\u{2ed8}', '青'),
    ('\u{2edd}', '食'), ('\u{2ede}', '食'), ('\u{2ee1}', '首'), ('\u{2ee3}', '骨'), ('\u{2ee4}', '鬼'), ('\u{2ee8}', '麦'),
    ('\u{2ee9}', '黄'), ('\u{2eeb}', '斉'), ('\u{2eed}', '歯'), ('\u{2eef}', '竜'), ('\u{2ef2}', '亀'),
];

/// The ideograph that a radical stands for.
pub fn ideograph(c: char) -> Option<char> {
    if !('\u{2e80}'..='\u{2eff}').contains(&c) {
        return None;
    }
    RADICALS.iter().find(|(radical, _)| *radical == c).map(|(_, ideograph)| *ideograph)
}
