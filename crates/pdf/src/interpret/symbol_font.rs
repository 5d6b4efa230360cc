//! Symbol fonts: what their codes draw, told by `/ToUnicode`, the names of glyphs or the embedded program.

use crate::page::symbols::plain;
use hayro_syntax::object::{Array, Dict, Name, Object};
use std::collections::BTreeMap;
use yomitori_text::symbol::{SymbolFont, code, plain_code};

/// A symbol font as a dictionary describes it. Its codes are the font's own, whatever encoding of letters the dictionary names.
#[derive(Debug)]
pub struct Symbols {
    font: SymbolFont,
    /// Whether `/ToUnicode` states the characters.
    is_mapped: bool,
    /// Codes whose glyphs `/Differences` names.
    named: BTreeMap<u8, u8>,
}

impl Symbols {
    /// The symbol font of that name; Symbol itself is read as the letters that it has.
    pub fn of(name: &str, dict: &Dict<'_>) -> Option<Self> {
        let font = SymbolFont::named(name).filter(|font| *font != SymbolFont::Symbol)?;
        Some(Self { font, is_mapped: dict.contains_key("ToUnicode"), named: named(font, dict) })
    }

    /// The symbol for a character that is stated: moved to the private use area, as the code's Latin letter, or as what is drawn.
    pub fn stated(&self, stated: Option<char>) -> Option<char> {
        let stated = stated?;
        if matches!(stated, ' ' | '\u{a0}') && self.is_mapped {
            return Some(' ');
        }
        // What the interpreter makes of a code without a map is the letter that the code has elsewhere.
        let is_private = u32::from(stated) >= 0xe000;
        match plain_code(stated).filter(|_| self.is_mapped || is_private) {
            Some(code) => self.font.symbol(code),
            None if self.font == SymbolFont::Dingbats || self.is_mapped => {
                Some(plain(stated)).filter(|_| code(stated).is_none())
            }
            None => None,
        }
    }

    /// The symbol for the character that the embedded program has for a glyph, else for its code.
    pub fn drawn(&self, program: Option<char>, code: Option<u8>) -> Option<char> {
        let named = code.and_then(|code| self.named.get(&code).copied());
        self.font.symbol(named.or(program.and_then(plain_code)).or(code)?)
    }
}

/// The font's codes of the glyphs that an encoding's differences name (ISO 32000-1, 9.6.6.2).
fn named(font: SymbolFont, dict: &Dict<'_>) -> BTreeMap<u8, u8> {
    let (mut out, mut code) = (BTreeMap::new(), 0_u8);
    let differences = dict.get::<Dict<'_>>("Encoding").and_then(|encoding| encoding.get::<Array<'_>>("Differences"));
    for entry in differences.iter().flat_map(Array::iter::<Object<'_>>) {
        match entry {
            Object::Number(number) => code = u8::try_from(number.as_i64()).unwrap_or_default(),
            Object::Name(name) => {
                if let Some(known) = font.code_of(Name::as_str(&name)) {
                    out.insert(code, known);
                }
                code = code.wrapping_add(1);
            }
            _ => {}
        }
    }
    out
}
