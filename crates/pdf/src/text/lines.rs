//! Lines: the glyphs of a cell or of a page's free text, in reading order, with the spaces that are only gaps on the page.

use super::spacing::{Class, WordSpacing, class};
use crate::document::{Rect, Script};
use crate::page::geometry::{Area, Turn, around};
use crate::page::ink::{DESCENT, Glyph};

/// Base lines closer than this, in em, are one line.
const SAME_LINE: f32 = 0.5;
/// Glyphs smaller than this share of the usual size are notes, ruby or fine print: raised text of web pages has 1/1.2 of it.
const SMALL: f32 = 0.84;
/// A small glyph whose base line lies this much higher, in em of the line, is raised.
const RAISED: f32 = 0.12;
/// A small glyph or a mark belongs to a line when its middle lies this near to the line's, in em.
const BAND: f32 = 0.62;
/// Of several such lines the one with text beside it is taken; further than this, in em, nothing is beside.
const NEIGHBOUR: f32 = 3.0;
/// Small glyphs above a line up to this size, in em of the line, are ruby.
const RUBY: f32 = 0.6;
/// Readings stand at most this far above the base line of what they read, in sizes of that.
const RUBY_RISE: f32 = 1.3;
/// Characters further apart than this, in em, make two pieces: a gap of columns may be no wider than a space.
const APART: f32 = 0.5;
/// Single characters one below the other, nearer than this in em, are a word set vertically.
const STACKED: f32 = 1.2;

/// Characters that stand together.
#[derive(Debug, Clone, PartialEq)]
pub struct LinePiece {
    /// The text: no spaces but between the pieces.
    pub text: String,
    /// Where it stands.
    pub bbox: Rect,
    /// Whether it is raised.
    pub script: Script,
    /// Whether a space stands before it.
    pub spaced: bool,
    /// How far it is from what is drawn before it, in points: a single space is drawn, a gap or a row of spaces is empty.
    pub gap: f32,
}

/// A line of text.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Its pieces in reading order; never empty.
    pub pieces: Vec<LinePiece>,
    /// Where it stands.
    pub bbox: Rect,
    /// The usual font size in it.
    pub size: f32,
    /// Whether a space is drawn behind it: typesetting wrapped the line there and put none itself.
    pub ends_spaced: bool,
}

impl Line {
    /// Multiplies all lengths.
    pub fn scale(&mut self, factor: f32) {
        for piece in &mut self.pieces {
            piece.bbox = piece.bbox.scaled(factor);
            piece.gap *= factor;
        }
        self.bbox = self.bbox.scaled(factor);
        self.size *= factor;
    }

    /// The line's text.
    pub fn text(&self) -> String {
        let mut out = String::new();
        for piece in &self.pieces {
            if piece.spaced {
                out.push(' ');
            }
            out.push_str(&piece.text);
        }
        out
    }
}

/// A line that is being collected.
struct LineDraft<'g> {
    glyphs: Vec<&'g Glyph>,
    base: f32,
    size: f32,
}

/// The lines of the glyphs in reading order.
pub fn lines(glyphs: &[&Glyph], gaps: &WordSpacing) -> Vec<Line> {
    let mut out = Vec::new();
    for flow in [Turn::None, Turn::Quarter, Turn::Half, Turn::ThreeQuarters] {
        let of_flow: Vec<&Glyph> = glyphs.iter().copied().filter(|glyph| glyph.flow() == flow).collect();
        let drafts = drafts(&of_flow);
        out.extend(
            stacked(&drafts)
                .or_else(|| Some(drafts.iter().filter_map(|draft| finish(draft, gaps)).collect()))
                .unwrap_or_default(),
        );
    }
    out
}

fn base(glyph: &Glyph) -> f32 {
    let (_, bottom) = glyph.across();
    // In vertical lines the middle of the column is what glyphs of different size share.
    match glyph.vertical {
        true => glyph.across().0.midpoint(bottom),
        false => bottom - DESCENT * glyph.size,
    }
}

fn usual_size(glyphs: &[&Glyph]) -> f32 {
    let mut sizes: Vec<f32> = glyphs.iter().filter(|glyph| !glyph.is_drawn()).map(|glyph| glyph.size).collect();
    sizes.sort_by(f32::total_cmp);
    sizes.get(sizes.len() / 2).copied().unwrap_or_else(|| glyphs.first().map_or(0.0, |glyph| glyph.size))
}

/// Groups glyphs into lines by their base lines; small glyphs and drawn marks join the line beside which they stand.
fn drafts<'g>(glyphs: &[&'g Glyph]) -> Vec<LineDraft<'g>> {
    let usual = usual_size(glyphs);
    let (mut large, small): (Vec<&Glyph>, Vec<&Glyph>) =
        glyphs.iter().copied().partition(|glyph| !glyph.is_drawn() && glyph.size >= SMALL * usual);
    large.sort_by(|a, b| base(a).total_cmp(&base(b)));
    let mut drafts: Vec<LineDraft<'_>> = Vec::new();
    for glyph in large {
        match drafts.last_mut() {
            Some(line) if base(glyph) - line.base <= SAME_LINE * line.size.min(glyph.size) => line.glyphs.push(glyph),
            _ => drafts.push(LineDraft { glyphs: vec![glyph], base: base(glyph), size: glyph.size }),
        }
    }
    let mut rest: Vec<&Glyph> = small.into_iter().filter(|glyph| !attach(&mut drafts, glyph)).collect();
    rest.sort_by(|a, b| base(a).total_cmp(&base(b)));
    let main = drafts.len();
    for glyph in rest {
        let own = drafts.get_mut(main..).and_then(<[_]>::last_mut);
        match own {
            Some(line) if base(glyph) - line.base <= SAME_LINE * line.size.max(glyph.size) => line.glyphs.push(glyph),
            _ => drafts.push(LineDraft { glyphs: vec![glyph], base: base(glyph), size: glyph.size }),
        }
    }
    let ruby: Vec<bool> = drafts.iter().map(|draft| is_ruby(draft, &drafts)).collect();
    let mut keep = ruby.into_iter().map(|ruby| !ruby);
    drafts.retain(|_| keep.next().unwrap_or(true));
    drafts.sort_by(|a, b| a.base.total_cmp(&b.base));
    drafts
}

/// Puts a small glyph or a mark into the line beside whose text its middle lies.
fn attach<'g>(drafts: &mut [LineDraft<'g>], glyph: &'g Glyph) -> bool {
    let (top, bottom) = glyph.across();
    let middle = top.midpoint(bottom);
    let off = |line: &LineDraft<'_>| (middle - (line.base - (0.5 - DESCENT) * line.size)).abs();
    let (from, to) = glyph.along();
    let beside = |line: &LineDraft<'_>| {
        let gap = |other: &&Glyph| (from - other.along().1).max(other.along().0 - to).max(0.0);
        line.glyphs.iter().map(gap).fold(NEIGHBOUR * line.size, f32::min)
    };
    let cost = |line: &LineDraft<'_>| off(line) + beside(line) / 2.0;
    let nearest =
        drafts.iter_mut().filter(|line| off(line) <= BAND * line.size).min_by(|a, b| cost(a).total_cmp(&cost(b)));
    nearest.map(|line| line.glyphs.push(glyph)).is_some()
}

/// Whether a line is the reading of the line below it: small kana right above.
fn is_ruby(draft: &LineDraft<'_>, all: &[LineDraft<'_>]) -> bool {
    let kana = |c: char| matches!(c, '\u{3040}'..='\u{30ff}' | ' ' | '\u{3000}');
    let extent = |draft: &LineDraft<'_>| {
        draft.glyphs.iter().fold((f32::MAX, f32::MIN), |(a, b), g| (a.min(g.along().0), b.max(g.along().1)))
    };
    let (from, to) = extent(draft);
    draft.glyphs.iter().all(|glyph| kana(glyph.text))
        && all.iter().any(|line| {
            let above = line.base - draft.base;
            let (a, b) = extent(line);
            draft.size <= RUBY * line.size
                && above > 0.0
                && above <= RUBY_RISE * line.size
                && a - line.size <= from
                && to <= b + line.size
        })
}

/// A word set one character per line, in a heading column too narrow for more: all lines as one.
fn stacked(drafts: &[LineDraft<'_>]) -> Option<Vec<Line>> {
    let singles: Option<Vec<&Glyph>> = drafts
        .iter()
        .map(|draft| {
            let mut chars = draft.glyphs.iter().filter(|glyph| !glyph.text.is_whitespace());
            chars.next().copied().filter(|glyph| chars.next().is_none() && !glyph.text.is_ascii_digit())
        })
        .collect();
    let singles = singles.filter(|list| list.len() >= 2)?;
    let near = singles.iter().zip(singles.iter().skip(1)).all(|(a, b)| {
        b.across().0 - a.across().1 <= STACKED * a.size && (a.bbox.center().0 - b.bbox.center().0).abs() <= 0.5 * a.size
    });
    if !near {
        return None;
    }
    let bbox = around(singles.iter().map(|glyph| glyph.bbox))?;
    let text = singles.iter().map(|glyph| glyph.text).collect();
    let size = singles.first()?.size;
    Some(vec![Line {
        pieces: vec![LinePiece { text, bbox, script: Script::Normal, spaced: false, gap: f32::INFINITY }],
        bbox,
        size,
        ends_spaced: false,
    }])
}

/// The line's pieces: glyphs along the line, parted at spaces, gaps and changes of script.
fn finish(draft: &LineDraft<'_>, gaps: &WordSpacing) -> Option<Line> {
    let mut glyphs = draft.glyphs.clone();
    glyphs.sort_by(|a, b| a.along().0.total_cmp(&b.along().0));
    let mut pieces: Vec<LinePiece> = Vec::new();
    let (mut space, mut previous) = (false, None::<&Glyph>);
    let mut spaces: Vec<f32> = Vec::new();
    for glyph in glyphs {
        if glyph.text.is_whitespace() {
            space = true;
            spaces.push(glyph.along().1);
            continue;
        }
        let end = match spaces.as_slice() {
            [end] => *end,
            _ => previous.map_or(f32::NEG_INFINITY, |before| before.along().1),
        };
        spaces.clear();
        let empty = glyph.along().0 - end;
        let script = script(glyph, draft);
        if let Some(before) = previous {
            let wide = gaps.space(before.text, glyph.text) * before.size.max(glyph.size);
            space |= glyph.along().0 - before.along().1 > wide;
        }
        let same =
            previous.is_some_and(|before| class(before.text) == class(glyph.text) && class(glyph.text) != Class::Mark);
        match pieces.last_mut() {
            Some(piece) if !space && same && piece.script == script && empty < APART * glyph.size => {
                piece.text.push(glyph.text);
                piece.bbox = piece.bbox.union(glyph.bbox);
            }
            last => {
                let spaced = space && last.is_some();
                pieces.push(LinePiece { text: glyph.text.into(), bbox: glyph.bbox, script, spaced, gap: empty });
            }
        }
        (space, previous) = (false, Some(glyph));
    }
    let bbox = around(pieces.iter().map(|piece| piece.bbox))?;
    Some(Line { pieces, bbox, size: draft.size, ends_spaced: !spaces.is_empty() })
}

fn script(glyph: &Glyph, line: &LineDraft<'_>) -> Script {
    let raised = line.base - base(glyph) >= RAISED * line.size;
    if raised && !glyph.is_drawn() && glyph.size <= SMALL * line.size { Script::Superscript } else { Script::Normal }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Glyphs of a text set at `(x, y)` (top left), Latin half an em wide.
    fn set(text: &str, x: f32, y: f32, size: f32) -> Vec<Glyph> {
        let mut x = x;
        text.chars()
            .map(|text| {
                let width = if text.is_ascii() { size / 2.0 } else { size };
                let bbox = Rect { x0: x, y0: y, x1: x + width, y1: y + size };
                x += width;
                Glyph { text, bbox, size, turn: Turn::None, vertical: false, run: 1 }
            })
            .collect()
    }

    fn texts(glyphs: &[Glyph]) -> Vec<String> {
        lines(&glyphs.iter().collect::<Vec<_>>(), &WordSpacing::default()).iter().map(Line::text).collect()
    }

    #[test]
    fn lines_by_base_line_and_spaces_by_gaps() {
        let mut glyphs = set("機関名", 10.0, 20.0, 10.0);
        glyphs.extend(set("12", 42.0, 20.0, 10.0));
        glyphs.extend(set("34", 56.0, 20.0, 10.0));
        glyphs.extend(set("上", 10.0, 5.0, 10.0));
        assert_eq!(texts(&glyphs), ["上", "機関名12 34"]);
    }

    #[test]
    fn raised_notes_stay_in_their_line() {
        let mut glyphs = set("機関名", 10.0, 20.0, 10.0);
        glyphs.extend(set("注1)", 40.0, 18.0, 6.0));
        let lines = lines(&glyphs.iter().collect::<Vec<_>>(), &WordSpacing::default());
        assert_eq!(lines.len(), 1);
        assert_eq!(lines[0].pieces[1].script, Script::Superscript);
        assert_eq!(lines[0].text(), "機関名注1)");
    }

    #[test]
    fn ruby_is_left_out() {
        let mut glyphs = set("機関名", 10.0, 20.0, 10.0);
        glyphs.extend(set("きかん", 10.0, 14.0, 5.0));
        assert_eq!(texts(&glyphs), ["機関名"]);
    }

    #[test]
    fn stacked_and_vertical_headings_are_one_line() {
        let mut glyphs = Vec::new();
        for (index, c) in ["基", "本", "情", "報"].iter().enumerate() {
            glyphs.extend(set(c, 10.0, 12.0 * index as f32, 10.0));
        }
        assert_eq!(texts(&glyphs), ["基本情報"]);
        for glyph in &mut glyphs {
            glyph.vertical = true;
        }
        let mut second = glyphs.clone();
        for glyph in &mut second {
            glyph.bbox.x0 -= 12.0;
            glyph.bbox.x1 -= 12.0;
        }
        glyphs.extend(second);
        assert_eq!(texts(&glyphs), ["基本情報", "基本情報"]);
    }

    #[test]
    fn a_drawn_mark_stands_in_the_line_beside_it() {
        let mut glyphs = set("有", 22.0, 20.0, 10.0);
        glyphs.extend(set("無", 22.0, 34.0, 10.0));
        glyphs.push(Glyph::mark('☑', Rect { x0: 10.0, y0: 18.0, x1: 20.0, y1: 28.0 }));
        glyphs.push(Glyph::mark('☐', Rect { x0: 10.0, y0: 34.0, x1: 20.0, y1: 44.0 }));
        assert_eq!(texts(&glyphs), ["☑有", "☐無"]);
    }
}
