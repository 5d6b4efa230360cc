//! The fonts of a page: which characters its glyphs stand for where the interpreter can't say.
//!
//! The interpreter gives a glyph's character by `/ToUnicode` or its name, but not the font dictionary it comes from. So the fonts
//! that a page's resources name are listed here, and a run of glyphs is attributed to the one whose program, names and widths
//! fit it: subset fonts may share a base name, and symbol fonts that are not embedded have nothing but their dictionary.

use super::cmaps;
use super::codes::Codes;
use super::symbol_font::Symbols;
use hayro_cmap::{BfString, CMap, CMapName};
use hayro_interpret::font::{Glyph, OutlineGlyph, PositionedGlyph};
use hayro_syntax::object::{Array, Dict, Name, Object, Stream, String as PdfString};
use hayro_syntax::page::{Page, Resources};
use skrifa::MetadataProvider;
use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use yomitori_text::symbol::is_private_use;

/// How deep forms in forms are searched for fonts: producers nest two or three.
const FORM_DEPTH: usize = 4;
/// How many forms of a page are searched at most.
const FORMS: usize = 256;
/// How far two widths of a glyph may differ, in 1/1000 em: widths are written with rounding.
const WIDTH_SLACK: f32 = 0.6;

/// What kind of font a dictionary describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum FontKind {
    /// Codes of several bytes and CIDs.
    Composite,
    /// One byte, outlines.
    Simple,
    /// One byte, glyphs drawn by content streams.
    Type3,
}

/// A font as the page's resources name it.
pub struct Font<'a> {
    dict: Dict<'a>,
    kind: FontKind,
    name: std::string::String,
    /// The symbol font that it is, if it is one.
    symbols: Option<Symbols>,
    /// Whether the interpreter's characters can't be relied on: a symbolic TrueType subset with neither encoding nor `/ToUnicode`.
    pub untrusted: bool,
    /// What its codes are, where they say more than the glyphs.
    codes: Option<Codes>,
    program: OnceCell<Option<Vec<u8>>>,
    composite: OnceCell<Option<Composite>>,
    reverse: OnceCell<BTreeMap<u32, char>>,
}

/// What a composite font's dictionary says of its codes.
struct Composite {
    encoding: CMap,
    japan1: bool,
    vertical: bool,
    /// The glyph of each CID, two bytes each (ISO 32000-1, 9.7.4.2); `None` where it can't be told.
    glyphs: Option<Glyphs>,
}

/// How the CIDs of an embedded TrueType font lead to its glyphs.
enum Glyphs {
    Identity,
    Listed(Vec<u8>),
}

impl Composite {
    /// Whether the glyphs of a run are those of their codes. Several fonts of a document may share one program.
    fn draws(&self, run: &[PositionedGlyph<'_>]) -> bool {
        run.iter().all(|glyph| {
            let Glyph::Outline(outline) = &**glyph else { return false };
            let Some(cid) = cmaps::cid(&self.encoding, glyph.char_code()) else {
                return outline.glyph_id().to_u32() == 0;
            };
            let listed = |map: &[u8]| {
                let at = usize::try_from(cid).ok()?.checked_mul(2)?;
                map.get(at..at + 2).and_then(|pair| pair.try_into().ok()).map(u16::from_be_bytes)
            };
            match &self.glyphs {
                None => true,
                Some(Glyphs::Identity) => outline.glyph_id().to_u32() == cid,
                Some(Glyphs::Listed(map)) => outline.glyph_id().to_u32() == listed(map).map_or(0, u32::from),
            }
        })
    }
}

impl<'a> Font<'a> {
    fn new(dict: Dict<'a>) -> Option<Self> {
        let kind = match dict.get::<Name<'_>>("Subtype")?.as_ref() {
            b"Type0" => FontKind::Composite,
            b"Type3" => FontKind::Type3,
            _ => FontKind::Simple,
        };
        let name = dict.get::<Name<'_>>("BaseFont").map(|name| name.as_str().to_owned()).unwrap_or_default();
        let encoding = dict.get::<Name<'_>>("Encoding").filter(|_| !dict.contains_key("ToUnicode"));
        let codes = encoding.filter(|_| kind == FontKind::Composite).and_then(|name| Codes::of_cmap(name.as_str()));
        let bare = !dict.contains_key("ToUnicode") && !dict.contains_key("Encoding");
        let untrusted = bare
            && dict.get::<Dict<'_>>("FontDescriptor").is_some_and(|descriptor| descriptor.contains_key("FontFile2"));
        Some(Self {
            symbols: Symbols::of(&name, &dict),
            kind,
            name,
            untrusted,
            codes,
            dict,
            program: OnceCell::new(),
            composite: OnceCell::new(),
            reverse: OnceCell::new(),
        })
    }

    /// The dictionary that holds the descriptor: of a composite font, its descendant (ISO 32000-1, 9.7.6).
    fn descendant(&self) -> Option<Dict<'a>> {
        match self.kind {
            FontKind::Composite => self.dict.get::<Array<'_>>("DescendantFonts")?.iter::<Dict<'_>>().next(),
            _ => Some(self.dict.clone()),
        }
    }

    /// The embedded font program.
    fn program(&self) -> Option<&[u8]> {
        let load = || {
            let descriptor = self.descendant()?.get::<Dict<'_>>("FontDescriptor")?;
            let stream =
                ["FontFile2", "FontFile3", "FontFile"].iter().find_map(|key| descriptor.get::<Stream<'_>>(*key))?;
            Some(stream.decoded_data().ok()?.into_owned())
        };
        self.program.get_or_init(load).as_deref()
    }

    fn composite(&self) -> Option<&Composite> {
        let load = || {
            let encoding = match self.dict.get::<Object<'_>>("Encoding")? {
                Object::Name(name) => match name.as_ref() {
                    b"Identity-H" => CMap::identity_h(),
                    b"Identity-V" => CMap::identity_v(),
                    other => cmaps::parse(cmaps::resolve(CMapName::from_bytes(other))?)?,
                },
                Object::Stream(stream) => cmaps::parse(&stream.decoded_data().ok()?)?,
                _ => return None,
            };
            let ordering = self.descendant().and_then(|font| font.get::<Dict<'_>>("CIDSystemInfo"));
            let ordering = ordering.and_then(|info| info.get::<PdfString<'_>>("Ordering"));
            let vertical = encoding.metadata().writing_mode == Some(hayro_cmap::WritingMode::Vertical);
            let glyphs = self.glyphs();
            Some(Composite {
                glyphs,
                japan1: ordering.is_some_and(|name| name.as_bytes() == b"Japan1"),
                vertical,
                encoding,
            })
        };
        self.composite.get_or_init(load).as_ref()
    }

    /// How CIDs lead to glyphs, where the font is an embedded TrueType font.
    fn glyphs(&self) -> Option<Glyphs> {
        let font = self.descendant()?;
        let is_true_type = font.get::<Name<'_>>("Subtype")?.as_ref() == b"CIDFontType2";
        font.get::<Dict<'_>>("FontDescriptor")
            .filter(|descriptor| is_true_type && descriptor.contains_key("FontFile2"))?;
        match font.get::<Stream<'_>>("CIDToGIDMap") {
            Some(map) => Some(Glyphs::Listed(map.decoded_data().ok()?.into_owned())),
            None => Some(Glyphs::Identity),
        }
    }

    /// Glyph id → character by the embedded program's own `cmap`. Of several characters the first one that is not private.
    fn reverse(&self) -> &BTreeMap<u32, char> {
        self.reverse.get_or_init(|| {
            let mut map = BTreeMap::new();
            let Some(font) = self.program().and_then(|data| skrifa::FontRef::new(data).ok()) else { return map };
            for (code, glyph) in font.charmap().mappings() {
                let Some(c) = char::from_u32(code).filter(|c| !c.is_control()) else { continue };
                let known = map.entry(glyph.to_u32()).or_insert(c);
                if is_private_use(*known) && !is_private_use(c) {
                    *known = c;
                }
            }
            map
        })
    }

    /// Whether it is a symbol font.
    pub fn is_symbols(&self) -> bool {
        self.symbols.is_some()
    }

    /// What the glyph of a symbol font draws; `stated` is the character that the interpreter knows for it.
    pub fn symbol(&self, glyph: &Glyph<'_>, stated: Option<char>) -> Option<char> {
        let symbols = self.symbols.as_ref()?;
        if let Some(symbol) = symbols.stated(stated) {
            return Some(symbol);
        }
        let drawn = match glyph {
            Glyph::Outline(outline) => self.reverse().get(&outline.glyph_id().to_u32()).copied(),
            Glyph::Type3(_) => None,
        };
        // The codes of composite fonts are numbers of glyphs: only the embedded program tells what they draw.
        let code = u8::try_from(glyph.char_code()).ok().filter(|_| self.kind == FontKind::Simple);
        symbols.drawn(drawn, code)
    }

    /// The character that a glyph's code is.
    pub fn written(&self, glyph: &Glyph<'_>) -> Option<char> {
        self.codes?.character(glyph.char_code())
    }

    /// The characters of a glyph, without `/ToUnicode` and glyph names.
    pub fn characters(&self, glyph: &Glyph<'_>) -> Option<BfString> {
        if let (FontKind::Composite, Some(composite)) = (self.kind, self.composite())
            && composite.japan1
            && let Some(found) = cmaps::cid(&composite.encoding, glyph.char_code()).and_then(cmaps::japan1)
        {
            return Some(found);
        }
        let Glyph::Outline(outline) = glyph else { return None };
        self.reverse().get(&outline.glyph_id().to_u32()).copied().map(BfString::Char)
    }

    /// The width that the dictionary gives to a one-byte code, in glyph space.
    fn width(&self, code: u32) -> Option<f32> {
        let index = code.checked_sub(self.dict.get::<u32>("FirstChar")?)?;
        self.dict.get::<Array<'_>>("Widths")?.iter::<f32>().nth(usize::try_from(index).ok()?)
    }

    /// Whether the glyphs of a run may come from this font.
    fn fits(&self, run: &[PositionedGlyph<'_>], vertical: bool) -> bool {
        let Some(first) = run.first() else { return false };
        match &**first {
            Glyph::Type3(_) => self.kind == FontKind::Type3 && self.widths_fit(run),
            Glyph::Outline(outline) => match self.kind {
                FontKind::Type3 => false,
                FontKind::Composite => {
                    self.program_fits(outline)
                        && self
                            .composite()
                            .is_none_or(|composite| composite.vertical == vertical && composite.draws(run))
                }
                FontKind::Simple => self.program_fits(outline) && self.widths_fit(run),
            },
        }
    }

    /// Whether the glyph's font program is the one embedded here; without a program, whether the names agree.
    fn program_fits(&self, outline: &OutlineGlyph) -> bool {
        let Some(data) = outline.font_data() else { return self.kind == FontKind::Simple };
        match self.program() {
            Some(program) => program == (*data.data).as_ref(),
            None => {
                let name = self.name.split_once('+').map_or(self.name.as_str(), |(_, name)| name);
                data.postscript_name.as_deref() == Some(name)
            }
        }
    }

    fn widths_fit(&self, run: &[PositionedGlyph<'_>]) -> bool {
        run.iter().all(|glyph| {
            let drawn = match &**glyph {
                Glyph::Outline(outline) => outline.advance_width(),
                // Type 3 widths are scaled by the font matrix; the codes alone must do.
                Glyph::Type3(_) => return self.width(glyph.char_code()).is_some(),
            };
            match (self.width(glyph.char_code()), drawn) {
                (Some(stated), Some(drawn)) => (stated - drawn).abs() <= WIDTH_SLACK,
                (None, _) => !self.dict.contains_key("Widths"),
                _ => false,
            }
        })
    }
}

/// The fonts that a page's content can use.
#[derive(Default)]
pub struct PageFonts<'a> {
    fonts: Vec<Rc<Font<'a>>>,
    /// Whether any of them is a symbol font, untrusted, or has codes that are characters, so that every run must be attributed.
    pub doubtful: bool,
}

impl<'a> PageFonts<'a> {
    /// Lists the fonts of the page's resources, of the forms they name, and of annotations.
    pub fn new(page: &Page<'a>) -> Self {
        let mut fonts = Vec::new();
        let mut forms = Vec::new();
        collect(page.resources(), 0, &mut fonts, &mut forms);
        let annotations = page.raw().get::<Array<'_>>("Annots");
        for annotation in annotations.iter().flat_map(Array::iter::<Dict<'_>>).take(FORMS) {
            let appearances = annotation.get::<Dict<'_>>("AP");
            let normal = appearances.and_then(|appearances| appearances.get::<Stream<'_>>("N"));
            if let Some(inner) = normal.and_then(|normal| normal.dict().get::<Dict<'_>>("Resources")) {
                collect(&Resources::new(inner), FORM_DEPTH, &mut fonts, &mut forms);
            }
        }
        let is_doubtful = |font: &Rc<Font<'_>>| font.symbols.is_some() || font.untrusted || font.codes.is_some();
        let doubtful = fonts.iter().any(is_doubtful);
        Self { fonts, doubtful }
    }

    /// The font that a run of glyphs was set in, as far as it can be known.
    pub fn of_run(&self, run: &[PositionedGlyph<'_>], vertical: bool) -> Option<Rc<Font<'a>>> {
        self.fonts.iter().find(|font| font.fits(run, vertical)).cloned()
    }
}

fn collect<'a>(
    resources: &Resources<'a>,
    depth: usize,
    fonts: &mut Vec<Rc<Font<'a>>>,
    seen: &mut Vec<hayro_syntax::object::ObjectIdentifier>,
) {
    for (name, _) in resources.fonts.entries() {
        if let Some(font) = resources.fonts.get::<Dict<'_>>(name.as_ref()).and_then(Font::new) {
            fonts.push(Rc::new(font));
        }
    }
    if depth == FORM_DEPTH {
        return;
    }
    for (name, _) in resources.x_objects.entries() {
        let Some(form) = resources.x_objects.get::<Stream<'_>>(name.as_ref()) else { continue };
        if seen.len() >= FORMS || seen.contains(&form.obj_id()) {
            continue;
        }
        seen.push(form.obj_id());
        if let Some(inner) = form.dict().get::<Dict<'_>>("Resources") {
            collect(&Resources::new(inner), depth + 1, fonts, seen);
        }
    }
}
