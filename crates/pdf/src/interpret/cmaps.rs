//! CMaps by name: how the codes of composite fonts become CIDs, and Adobe-Japan1 CIDs characters.
//!
//! The interpreter knows the CMaps that ISO 32000-1, table 118 lists. Japanese producers also write names from before and after that
//! list; they are read through a listed CMap of the same encoding. The difference lies in glyph variants, not in characters.

use hayro_cmap::{BfString, CMap, CMapName, load_embedded};
use std::fmt::Write;
use std::sync::LazyLock;

/// A CMap's data by name, for the interpreter.
pub fn resolve(name: CMapName<'_>) -> Option<&'static [u8]> {
    match name {
        CMapName::H => return Some(JIS_H.as_bytes()),
        CMapName::V => return Some(JIS_V.as_bytes()),
        _ => {}
    }
    if let Some(data) = load_embedded(name) {
        return Some(data);
    }
    let CMapName::Custom(custom) = name else { return None };
    match std::str::from_utf8(custom).ok()? {
        "78-H" | "Add-H" | "Ext-H" | "NWP-H" => Some(JIS_H.as_bytes()),
        "78-V" | "Add-V" | "Ext-V" | "NWP-V" => Some(JIS_V.as_bytes()),
        BARE_H => load_embedded(CMapName::H),
        BARE_V => load_embedded(CMapName::V),
        "UniJIS-UTF8-H" | "UniJIS2004-UTF8-H" => Some(&UTF8_H),
        "UniJIS-UTF8-V" | "UniJIS2004-UTF8-V" => Some(&UTF8_V),
        "UniJIS-UTF32-H" | "UniJIS2004-UTF32-H" | "UniJISX0213-UTF32-H" | "UniJISX02132004-UTF32-H" => Some(&UTF32_H),
        "UniJIS-UTF32-V" | "UniJIS2004-UTF32-V" | "UniJISX0213-UTF32-V" | "UniJISX02132004-UTF32-V" => Some(&UTF32_V),
        other => load_embedded(CMapName::from_bytes(alias(other)?.as_bytes())),
    }
}

/// The listed CMap that reads the codes of an unlisted one.
fn alias(name: &str) -> Option<&'static str> {
    Some(match name {
        "UniJIS2004-UTF16-H" | "UniJISX0213-UTF16-H" | "UniJISX02132004-UTF16-H" => "UniJIS-UTF16-H",
        "UniJIS2004-UTF16-V" | "UniJISX0213-UTF16-V" | "UniJISX02132004-UTF16-V" => "UniJIS-UTF16-V",
        "UniJISPro-UCS2-H" => "UniJIS-UCS2-H",
        "UniJISPro-UCS2-V" => "UniJIS-UCS2-V",
        "UniJISPro-UCS2-HW-H" => "UniJIS-UCS2-HW-H",
        "UniJISPro-UCS2-HW-V" => "UniJIS-UCS2-HW-V",
        "RKSJ-H" | "78-RKSJ-H" | "78ms-RKSJ-H" => "90ms-RKSJ-H",
        "RKSJ-V" | "78-RKSJ-V" | "78ms-RKSJ-V" | "90pv-RKSJ-V" => "90ms-RKSJ-V",
        "78-EUC-H" => "EUC-H",
        "78-EUC-V" => "EUC-V",
        _ => return None,
    })
}

/// Reads a CMap by name or from the data of an embedded one.
pub fn parse(data: &[u8]) -> Option<CMap> {
    CMap::parse(data, resolve)
}

static JAPAN1: LazyLock<Option<CMap>> = LazyLock::new(|| parse(load_embedded(CMapName::AdobeJapan1Ucs2)?));

/// The characters of an Adobe-Japan1 CID.
pub fn japan1(cid: u32) -> Option<BfString> {
    JAPAN1.as_ref()?.lookup_bf_string(cid)
}

/// The CID of a code: CMaps tell codes of different length apart, and hardly any code means two things.
pub fn cid(cmap: &CMap, code: u32) -> Option<u32> {
    (1..=4).find_map(|bytes| cmap.lookup_cid_code(code, bytes))
}

/// The CMaps of JIS as the standard lists them.
const BARE_H: &str = "JIS-H";
const BARE_V: &str = "JIS-V";
/// The rows that vendors filled with half-width characters; where no CMap knows them, all that follows is read out of step.
const JIS_H: &str =
    "/WMode 0 def\n/JIS-H usecmap\n2 begincidrange\n<2921> <297e> 231\n<2a21> <2a5f> 327\nendcidrange\n";
const JIS_V: &str =
    "/WMode 1 def\n/JIS-V usecmap\n2 begincidrange\n<2921> <297e> 231\n<2a21> <2a5f> 327\nendcidrange\n";

static UTF8_H: LazyLock<Vec<u8>> = LazyLock::new(|| derived(CMapName::UniJisUtf16H, false, utf8));
static UTF8_V: LazyLock<Vec<u8>> = LazyLock::new(|| derived(CMapName::UniJisUtf16V, true, utf8));
static UTF32_H: LazyLock<Vec<u8>> = LazyLock::new(|| derived(CMapName::UniJisUtf16H, false, utf32));
static UTF32_V: LazyLock<Vec<u8>> = LazyLock::new(|| derived(CMapName::UniJisUtf16V, true, utf32));

fn utf8(c: char) -> String {
    c.encode_utf8(&mut [0; 4]).bytes().map(|byte| format!("{byte:02x}")).collect()
}

fn utf32(c: char) -> String {
    format!("{:08x}", u32::from(c))
}

/// The text of a CMap that maps `encode(c)` to the CID which the UTF-16 CMap `base` has for `c`. Made when a document asks for it.
fn derived(base: CMapName<'_>, vertical: bool, encode: fn(char) -> String) -> Vec<u8> {
    let mut out = format!(
        "/CIDSystemInfo 3 dict dup begin /Registry (Adobe) def /Ordering (Japan1) def /Supplement 6 def end def\n/WMode {} def\n",
        u8::from(vertical)
    );
    let base = load_embedded(base).and_then(parse);
    let cids = |c: char| {
        let mut units = [0; 2];
        let code = c.encode_utf16(&mut units).iter().fold(0_u32, |code, unit| code << 16 | u32::from(*unit));
        base.as_ref()?.lookup_cid_code(code, if c.len_utf16() == 1 { 2 } else { 4 })
    };
    out.push_str("begincidchar\n");
    for c in ('\u{20}'..='\u{2fa1f}').filter(|c| !c.is_control()) {
        if let Some(cid) = cids(c).filter(|cid| *cid > 0) {
            let _ = writeln!(out, "<{}> {cid}", encode(c));
        }
    }
    out.push_str("endcidchar\n");
    out.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn character(name: &str, code: u32) -> Option<BfString> {
        let cmap = parse(resolve(CMapName::from_bytes(name.as_bytes())).unwrap()).unwrap();
        japan1(cid(&cmap, code).unwrap())
    }

    #[test]
    fn listed_unlisted_and_derived_cmaps_read_the_same_character() {
        for (name, code) in [
            ("90ms-RKSJ-H", 0x8b40),
            ("RKSJ-V", 0x8b40),
            ("EUC-H", 0xb5a1),
            ("78-H", 0x3521),
            ("UniJIS2004-UTF16-H", 0x6a5f),
            ("UniJIS-UTF32-H", 0x6a5f),
            ("UniJIS-UTF8-V", 0xe6_a99f),
        ] {
            assert_eq!(character(name, code), Some(BfString::Char('機')), "{name}");
        }
    }
}
