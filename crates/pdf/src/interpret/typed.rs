//! Text of annotations that has no appearance: laid out in its area as a viewer would.

use crate::document::Rect;
use crate::page::geometry::Area;
use crate::page::ink::Glyph;

/// The widths of characters, in em, where no font tells: half for ASCII, else full.
const HALF: f32 = 0.5;
/// The distance of base lines, in em.
const LEADING: f32 = 1.2;
/// The font size where none is stated for text of several lines, in points.
const USUAL: f32 = 10.0;
/// Text is not set smaller than this, in points, however much of it there is.
const SMALLEST: f32 = 2.0;
/// How much smaller text is set until it fits.
const SHRINK: f32 = 0.9;
/// How many characters are laid out at most.
const MOST: usize = 20_000;

/// A text with the area in which it stands.
#[derive(Debug)]
pub struct Typed {
    area: Rect,
    glyphs: Vec<Glyph>,
    /// Whether it counts although an appearance shows another text.
    overrules: bool,
}

impl Typed {
    /// Lays out a text, in lines or in one; none where there is nothing to be seen.
    pub fn new(text: &str, area: Rect, size: Option<f32>, in_lines: bool, overrules: bool) -> Option<Self> {
        let text: Vec<char> = text.chars().take(MOST).collect();
        let is_empty = text.iter().all(|c| c.is_whitespace()) || area.width() <= 0.0 || area.height() <= 0.0;
        let glyphs = if in_lines { paragraph(&text, area, size) } else { line(&text, area, size) };
        (!is_empty).then_some(Self { area, glyphs, overrules })
    }

    /// Puts the text among what the appearances wrote: where they show nothing, or something old.
    pub fn complete(self, written: &mut Vec<Glyph>) {
        let is_inside = |glyph: &Glyph| self.area.holds(glyph.bbox.center()) && !glyph.text.is_whitespace();
        let shown = |glyphs: &[Glyph]| {
            let mut text: Vec<char> = glyphs.iter().map(|glyph| glyph.text).filter(|c| !c.is_whitespace()).collect();
            text.sort_unstable();
            text
        };
        let there: Vec<Glyph> = written.iter().filter(|glyph| is_inside(glyph)).copied().collect();
        if there.is_empty() || self.overrules && shown(&there) != shown(&self.glyphs) {
            written.retain(|glyph| !is_inside(glyph));
            written.extend(self.glyphs);
        }
    }
}

/// The font size in a default appearance (ISO 32000-1, 12.7.3.3): the operand before `Tf`; 0 leaves it to the viewer.
pub fn font_size(style: &[u8]) -> Option<f32> {
    let style = String::from_utf8_lossy(style);
    let before: Vec<&str> = style.split_ascii_whitespace().take_while(|word| *word != "Tf").collect();
    before.last()?.parse().ok().filter(|size: &f32| size.is_finite() && *size > 0.0)
}

fn width(c: char) -> f32 {
    if c.is_ascii() { HALF } else { 1.0 }
}

/// A line in the middle of its area.
fn line(text: &[char], area: Rect, size: Option<f32>) -> Vec<Glyph> {
    let total: f32 = text.iter().map(|c| width(*c)).sum::<f32>().max(1.0);
    let fitting = (area.width() / total).min(area.height());
    let size = size.map_or(fitting, |size| size.min(fitting));
    set(text, area.x0, area.center().1 - size / 2.0, size)
}

/// Lines from the top of their area, in a size in which all of them fit.
fn paragraph(text: &[char], area: Rect, size: Option<f32>) -> Vec<Glyph> {
    let mut size = size.unwrap_or(USUAL).max(SMALLEST);
    let mut lines = wrapped(text, area.width() / size);
    #[expect(clippy::cast_precision_loss, reason = "as many lines as characters at most")]
    while lines.len() as f32 * LEADING * size > area.height().max(LEADING * SMALLEST) && size > SMALLEST {
        size = (size * SHRINK).max(SMALLEST);
        lines = wrapped(text, area.width() / size);
    }
    let mut y0 = area.y0;
    let mut glyphs = Vec::with_capacity(text.len());
    for line in lines {
        glyphs.extend(set(line, area.x0, y0, size));
        y0 += LEADING * size;
    }
    glyphs
}

/// The lines of a text, none wider than a number of em.
fn wrapped(text: &[char], most: f32) -> Vec<&[char]> {
    let mut lines = Vec::new();
    for paragraph in text.split(|c| matches!(c, '\r' | '\n')) {
        let (mut start, mut total) = (0, 0.0);
        for (at, c) in paragraph.iter().enumerate() {
            if total + width(*c) > most && at > start {
                lines.push(paragraph.get(start..at).unwrap_or_default());
                (start, total) = (at, 0.0);
            }
            total += width(*c);
        }
        lines.push(paragraph.get(start..).unwrap_or_default());
    }
    lines
}

fn set(text: &[char], mut x0: f32, y0: f32, size: f32) -> Vec<Glyph> {
    let glyph = |text: &char| {
        let bbox = Rect { x0, y0, x1: x0 + width(*text) * size, y1: y0 + size };
        x0 = bbox.x1;
        Glyph { run: 0, ..Glyph::mark(*text, bbox) }
    };
    text.iter().filter(|c| !c.is_control()).map(glyph).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const AREA: Rect = Rect { x0: 10.0, y0: 10.0, x1: 60.0, y1: 40.0 };

    fn text(glyphs: &[Glyph]) -> String {
        glyphs.iter().map(|glyph| glyph.text).collect()
    }

    #[test]
    fn sizes_of_default_appearances() {
        assert_eq!(font_size(b"0 g /Helv 9 Tf"), Some(9.0));
        assert_eq!((font_size(b"/Helv 0 Tf 0 g"), font_size(b"")), (None, None));
    }

    #[test]
    fn lines_are_wrapped_and_stay_in_their_area() {
        let typed = Typed::new("東京都千代田区大手町", AREA, Some(10.0), true, false).unwrap();
        assert_eq!(typed.glyphs.len(), 10);
        assert!(typed.glyphs.iter().all(|glyph| AREA.encloses(&glyph.bbox, 0.01)));
        assert!(typed.glyphs[5].bbox.y0 > typed.glyphs[4].bbox.y0);
        assert!(Typed::new(" ", AREA, None, true, false).is_none());
    }

    #[test]
    fn an_appearance_counts_unless_it_shows_nothing_or_is_old() {
        let typed = |overrules| Typed::new("新", AREA, Some(9.0), false, overrules).unwrap();
        let shown = |text: char| vec![Glyph::mark(text, Rect { x0: 12.0, y0: 12.0, x1: 20.0, y1: 20.0 })];
        for (overrules, before, after) in
            [(false, shown('旧'), "旧"), (true, shown('旧'), "新"), (false, shown(' '), " 新"), (false, vec![], "新")]
        {
            let mut written = before;
            typed(overrules).complete(&mut written);
            assert_eq!(text(&written), after);
        }
    }
}
