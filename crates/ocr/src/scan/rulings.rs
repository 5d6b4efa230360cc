//! Ruling lines: long straight strokes, level and upright, found as runs of ink and taken out of it.

use super::breaks;
use super::ink::{Bits, pixels};
use super::knots;
use super::raster::Raster;
use super::strokes::{Drawn, InkRun, Stroke};
use std::collections::BTreeSet;

/// A run of ink is part of a line when it is at least this long, in points: longer than most strokes of characters.
const RUN: f32 = 10.5;
/// The sides of low rows are shorter: down to this, in points.
const SHORT: f32 = 6.0;
/// Such sides are no thicker than this, in points.
const THIN: f32 = 1.6;
/// Such sides reach lines across at both ends, up to this, in points: characters keep away from them.
const REACHES: f32 = 1.0;
/// Lines at least this long, in points, stand for themselves; shorter ones must end at such lines on both sides.
const LONG: f32 = 24.0;
/// How near an end is to the line it ends at, in points.
const MEETS: f32 = 3.0;
/// The sides of rows of one line reach the lines across up to this, in points, unless the page was scanned coarsely; the strokes of a
/// character that fills its row come near.
const TOUCHES: f32 = 0.7;
/// A cell is at least this wide, in points; lines nearer than the second are one double line.
const NARROW: f32 = 7.0;
const DOUBLE: f32 = 2.0;
/// Nothing hangs on the sides of low rows as strokes do on a character's: beside them, so far away in points, is ink at no more than the first share
/// of their length, but for their ends; beside those of several rows at no more than the second.
const HANGING: (f32, f32, f32) = (0.5, 0.06, 0.08);
/// With fewer pixels a point than this the grey values beside a line are its own blur and the noise of the picture's compression.
const FINE: f32 = 2.4;
/// Where the same characters stand one below the other in low rows, their strokes make one of up to this length, in points.
const SOME_ROWS: f32 = 64.0;
/// Lines of one column have their places this near to each other, in points.
const COLUMN: f32 = 1.2;
/// Characters of a line stand this near to each other's strokes, in points, at this share of a stroke's length.
const AMID: (f32, f32) = (4.0, 0.1);
/// What other strokes touch on both sides at this share of its length is a character's.
const TOUCHED: f32 = 0.15;
/// Where characters fill their row, the second share of its height has ink within the first distance, in points.
const FILLED: (f32, f32) = (9.0, 0.85);
/// This far from its ends, in points, a side runs into the lines across.
const JOINT: f32 = 2.2;
/// Breaks in a line up to this, in points, are bridged: dots of a dotted line, dust, the scanner's noise.
const BREAK: f32 = 0.8;
/// Dots and dashes up to this far apart, in points, are one line.
const DOTS: f32 = 3.2;
/// A dotted line is at least this long, in points.
const DOTTED: f32 = 40.0;
/// A dotted line has ink at this share of its length.
const DENSE: f32 = 0.45;
/// A dotted line has ink beside it at no more than this share of its length.
const QUIET: f32 = 0.12;
/// Lines are at most this thick, in points.
const THICKEST: f32 = 5.0;
/// Lines thicker than the first, in points, are so many times as long: filled squares one below the other make a bar.
const BAR: (f32, f32) = (3.0, 20.0);
/// Pixels of a thin line that was scanned coarsely are darker than this, of 255.
const FAINT: u8 = 222;
/// Such pixels are by this much darker than the paper on both sides of it.
const RIDGE: u8 = 28;
/// How far from a line its sides are looked at, in points: beyond the blur of a thin line.
const SIDE: f32 = 0.9;

/// No table is ruled this near to the sheet's edge, in points.
const EDGE: f32 = 7.0;
/// No table is ruled by a line that is longer than this share of the sheet.
const STREAK: f32 = 0.93;
/// A line shorter than this, in points, that does not end at lines on both sides may be strokes of characters in a row.
const ROW: f32 = 100.0;
/// Strokes of characters have ink this near on either side, in points.
const BESIDE: [f32; 3] = [1.4, 2.0, 2.6];
/// Strokes of characters have it at more than this share of their length. A line is so much higher than it is thick, and by so much more, in points, for its slope.
const BUSY: f32 = 0.35;
const FLAT: (f32, f32) = (1.5, 1.0);
/// In bold type the strokes of a longer row run together; they have ink beside them at this share of their length. A line beside another,
/// of which both are one double line, has more.
const BOLD: std::ops::RangeInclusive<f32> = 0.6..=0.96;

/// A level stroke that has ink beside it at the first share of its length is of a row of type where it is drawn at less than the second.
const AMID_TYPE: (f32, f32) = (0.5, 0.75);
/// Runs of a row of type are scattered over its height: within a stretch of this length in points they lie further apart than they are many by this
/// factor, and by so much more in points.
const SCATTERED: (f32, f32, f32) = (24.0, 1.5, 1.5);
/// They do so at this share of its stretches.
const STRETCHES: f32 = 0.4;

/// The ruling lines of a page.
#[derive(Debug, Default)]
pub struct Rulings {
    /// Those that lie.
    pub level: Vec<Stroke>,
    /// Those that stand.
    pub upright: Vec<Stroke>,
    /// The runs that each of them was made of, and whether it is level.
    pub(super) drawn: Vec<(bool, Vec<InkRun>)>,
}

/// Whether a stroke may rule a table on a sheet of this length and width: it is not the sheet's edge, nor does it run all along it.
#[expect(clippy::cast_precision_loss, reason = "sides of a picture")]
fn rules(stroke: &Stroke, length: usize, width: usize, scale: f32) -> bool {
    let edge = EDGE * scale;
    let is_edge = stroke.at < edge || stroke.at > width as f32 - edge;
    !is_edge && stroke.len() < STREAK * length as f32
}

/// A picture seen along its rows or along its columns.
struct AlongView<'p> {
    gray: &'p Raster,
    bits: &'p Bits,
    is_level: bool,
}

impl AlongView<'_> {
    fn size(&self) -> (usize, usize) {
        if self.is_level { (self.bits.width, self.bits.height) } else { (self.bits.height, self.bits.width) }
    }

    fn gray(&self, along: usize, across: usize) -> u8 {
        if self.is_level { self.gray.at(along, across) } else { self.gray.at(across, along) }
    }

    fn bit(&self, along: usize, across: usize) -> bool {
        if self.is_level { self.bits.at(along, across) } else { self.bits.at(across, along) }
    }

    /// Whether a pixel may be a line's: ink, or darker than both its sides.
    fn is_line(&self, along: usize, across: usize, side: usize) -> bool {
        let value = self.gray(along, across);
        self.bit(along, across)
            || value < FAINT
                && across >= side
                && self.gray(along, across - side).min(self.gray(along, across + side)).saturating_sub(value) >= RIDGE
    }

    /// The runs of a row or column, given as stretches of ink: the long ones, and those that dots and dashes make.
    fn joined(&self, stretches: &[InkRun], shortest: f32, scale: f32) -> Vec<InkRun> {
        let least = |length: f32| move |run: &InkRun| run.to - run.from >= pixels(length * scale);
        let (break_, dots) = (pixels(BREAK * scale).max(1), pixels(DOTS * scale));
        let mut out = Vec::new();
        for dotted in stretches.chunk_by(|a, b| b.from - a.to <= dots) {
            let Some(run) = whole(dotted) else { continue };
            let ink: usize = dotted.iter().map(|run| run.to - run.from).sum();
            #[expect(clippy::cast_precision_loss, reason = "lengths within a picture")]
            let is_dense = ink as f32 >= DENSE * (run.to - run.from) as f32;
            let solid: Vec<InkRun> =
                dotted.chunk_by(|a, b| b.from - a.to <= break_).filter_map(whole).filter(least(shortest)).collect();
            // Between two lines that are drawn stand no dots where there is ink beside them: they are of characters.
            let is_quiet = |run: InkRun| self.busy(&[run], scale) <= QUIET;
            let is_parted = solid.windows(2).any(|pair| match pair {
                [a, b] if b.from - a.to > dots => !is_quiet(InkRun { from: a.to, to: b.from, ..*a }),
                _ => false,
            });
            if dotted.len() > 1 && least(DOTTED)(&run) && is_dense && !is_parted && is_quiet(run) {
                out.push(run);
            } else {
                out.extend(solid);
            }
        }
        out
    }

    /// The share of a line's length at which ink lies beside it, as beside the strokes of characters.
    fn busy(&self, runs: &[InkRun], scale: f32) -> f32 {
        let (first, last) =
            runs.iter().fold((usize::MAX, 0), |(first, last), run| (first.min(run.at), last.max(run.at)));
        let beside = |along: usize| {
            BESIDE.iter().map(|away| pixels(away * scale)).any(|away| {
                self.bit(along, last + away) || first.checked_sub(away).is_some_and(|across| self.bit(along, across))
            })
        };
        let (from, to) = runs.iter().fold((usize::MAX, 0), |(from, to), run| (from.min(run.from), to.max(run.to)));
        let busy = (from..to).filter(|along| beside(*along)).count();
        #[expect(clippy::cast_precision_loss, reason = "places within a picture")]
        let length = to.saturating_sub(from).max(1) as f32;
        busy as f32 / length
    }

    /// Whether a stroke is what runs together of a row of type, in a narrow cell even from side to side: it is drawn in pieces with ink beside
    /// them, or its runs lie too far apart for one line.
    #[expect(clippy::cast_precision_loss, reason = "places within a picture")]
    fn is_of_row(&self, runs: &[InkRun], scale: f32) -> bool {
        let Some((from, to)) = runs.iter().map(|run| (run.from, run.to)).reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
        else {
            return false;
        };
        let length = to.saturating_sub(from).max(1) as f32;
        if is_scattered(runs, (from, to), scale) {
            return true;
        }
        // A line that slopes or is two pixels thick is drawn in one of two rows.
        let drawn = |at: usize| (from..to).filter(|along| self.bit(*along, at) || self.bit(*along, at + 1)).count();
        let most = runs.iter().map(|run| run.at).collect::<BTreeSet<_>>().into_iter().map(drawn).max().unwrap_or(0);
        (most as f32) < AMID_TYPE.1 * length && self.busy(runs, scale) >= AMID_TYPE.0
    }

    /// Whether other strokes hang on a short upright one, as they do where it is a character's.
    fn is_of_character(&self, stroke: &Stroke, runs: &[InkRun], across: &[Drawn], scale: f32) -> bool {
        let longest = if scale >= FINE { SOME_ROWS } else { LONG };
        if self.is_level || runs.is_empty() || stroke.len() >= longest * scale {
            return false;
        }
        let (first, last) =
            runs.iter().fold((usize::MAX, 0), |(first, last), run| (first.min(run.at), last.max(run.at)));
        let places = free(stroke, across, scale);
        // The pixel right beside a line is its own blur.
        let away = pixels(HANGING.0 * scale).max(1) + 1;
        let is_fine = scale >= FINE;
        let hanging = |across: usize| {
            let beside: Vec<u8> = places.iter().map(|along| self.gray(*along, across)).collect();
            let mut sorted = beside.clone();
            sorted.sort_unstable();
            // Cells are shaded; strokes are darker than what is beside the line for the most part, be they ever so thin.
            let usual = sorted.get(sorted.len() / 2).copied().unwrap_or(u8::MAX);
            let is_stroke = |(along, value): (&usize, &u8)| {
                self.bit(*along, across) || is_fine && usual.saturating_sub(*value) >= RIDGE
            };
            places.iter().zip(&beside).filter(|place| is_stroke(*place)).count()
        };
        let most = hanging(last + away).max(first.checked_sub(away).map_or(0, hanging));
        #[expect(clippy::cast_precision_loss, reason = "places within a picture")]
        let share = most as f32 / places.len().max(1) as f32;
        share > if stroke.len() < LONG * scale { HANGING.1 } else { HANGING.2 }
    }

    /// Whether a stroke looks like one of a character: others touch it on both sides, or its row is filled with ink beside it, which touches
    /// it, or, if it is no higher than a row, stands on both sides of it as near as the characters of a line stand to each other.
    fn is_amid_type(&self, stroke: &Stroke, runs: &[InkRun], across: &[Drawn], scale: f32) -> bool {
        let (first, last) =
            runs.iter().fold((usize::MAX, 0), |(first, last), run| (first.min(run.at), last.max(run.at)));
        let (away, reach) = (pixels(HANGING.0 * scale).max(1) + 1, pixels(AMID.0 * scale));
        let places = free(stroke, across, scale);
        // Thin strokes of a coarse scan are only darker than what else is in their column.
        let dark = |across: usize| {
            let values: Vec<u8> = places.iter().map(|along| self.gray(*along, across)).collect();
            let mut sorted = values.clone();
            sorted.sort_unstable();
            let usual = sorted.get(sorted.len() / 2).copied().unwrap_or(u8::MAX);
            let is_dark =
                move |(along, value): (&usize, u8)| self.bit(*along, across) || usual.saturating_sub(value) >= RIDGE;
            places.iter().zip(values).map(is_dark).collect::<Vec<bool>>()
        };
        let any = |columns: std::ops::RangeInclusive<usize>| {
            let columns: Vec<Vec<bool>> = columns.map(dark).collect();
            let is_dark = |place: usize| columns.iter().any(|column| column.get(place) == Some(&true));
            (0..places.len()).map(is_dark).collect::<Vec<bool>>()
        };
        let share = |dark: &[bool]| {
            along_as_place(dark.iter().filter(|dark| **dark).count()) / along_as_place(dark.len().max(1))
        };
        let beside = |reach: usize| {
            [any(first.saturating_sub(reach)..=first.saturating_sub(away)), any(last + away..=last + reach)]
        };
        let [before, behind] = beside(pixels(FILLED.0 * scale));
        let filled: Vec<bool> = before.iter().zip(&behind).map(|(before, behind)| *before || *behind).collect();
        // No character is as high as some rows, so what only stands beside a longer stroke says nothing; and it may have dust beside it.
        let is_low = stroke.len() < LONG * scale;
        let near = || is_low && beside(reach).iter().all(|dark| share(dark) >= AMID.1);
        let most = if is_low { 0.0 } else { HANGING.1 };
        let touching = [dark(first.saturating_sub(away)), dark(last + away)].map(|dark| share(&dark));
        touching.iter().all(|share| *share > TOUCHED)
            || share(&filled) >= FILLED.1 && (touching.iter().any(|share| *share > most) || near())
    }

    /// The runs that lines may be made of, from a length in points on.
    fn runs(&self, shortest: f32, scale: f32) -> Vec<InkRun> {
        let (length, width) = self.size();
        let side = pixels(SIDE * scale).max(2);
        let mut out = Vec::new();
        let mut stretches: Vec<InkRun> = Vec::new();
        for at in 0..width {
            stretches.clear();
            for along in (0..length).filter(|along| self.is_line(*along, at, side)) {
                match stretches.last_mut().filter(|run| run.to == along) {
                    Some(run) => run.to = along + 1,
                    None => stretches.push(InkRun { at, from: along, to: along + 1 }),
                }
            }
            out.extend(self.joined(&stretches, shortest, scale));
        }
        out
    }
}

#[expect(clippy::cast_precision_loss, reason = "places within a picture")]
fn along_as_place(along: usize) -> f32 {
    along as f32
}

/// The places along a stroke that are free of the lines across it, which hang on every line.
fn free(stroke: &Stroke, across: &[Drawn], scale: f32) -> Vec<usize> {
    let near = MEETS * scale;
    let crossing = across
        .iter()
        .map(|(line, _)| line)
        .filter(|line| line.len() >= LONG * scale && line.from - near <= stroke.at && stroke.at <= line.to + near);
    let joints: Vec<f32> = crossing.map(|line| line.at).chain([stroke.from, stroke.to]).collect();
    let is_free = |along: &usize| !joints.iter().any(|at| (along_as_place(*along) - at).abs() < JOINT * scale);
    (pixels(stroke.from)..pixels(stroke.to)).filter(is_free).collect()
}

/// The run from the first to the last of a group.
fn whole(group: &[InkRun]) -> Option<InkRun> {
    Some(InkRun { to: group.last()?.to, ..*group.first()? })
}

/// How a page was scanned.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Scanned {
    /// So coarsely that each of its rows stands there twice.
    pub(crate) is_coarse: bool,
    /// So straight that whole lines may have fallen between two rows of pixels.
    pub(crate) may_be_lost: bool,
}

/// Finds the ruling lines.
pub(crate) fn find(gray: &Raster, bits: &Bits, scanned: Scanned, scale: f32) -> Rulings {
    let [level, upright] = [true, false].map(|is_level| strokes(&AlongView { gray, bits, is_level }, scale));
    let (mut level, mut upright) = breaks::closed(level, upright, scale);
    let sides = [
        short(&AlongView { gray, bits, is_level: true }, &level, &upright, scale),
        short(&AlongView { gray, bits, is_level: false }, &upright, &level, scale),
    ];
    let [in_level, in_upright] = sides;
    level.extend(in_level);
    upright.extend(in_upright);
    // Lines that are found tell where others cross.
    for _ in 0..if scanned.may_be_lost { 2 } else { 0 } {
        let found =
            [knots::lost(bits, &upright, &level, true, scale), knots::lost(bits, &level, &upright, false, scale)];
        let [in_level, in_upright] = found;
        level.extend(in_level);
        upright.extend(in_upright);
    }
    drop_lonely(&mut upright, &level, &AlongView { gray, bits, is_level: false }, scale);
    if scanned.is_coarse {
        level.extend(knots::continued(bits, &upright, &level, scale));
    }
    let mut drawn = Vec::new();
    let mut kept = |strokes: &[Drawn], across: &[Drawn], is_level: bool| -> Vec<Stroke> {
        let view = AlongView { gray, bits, is_level };
        let mut standing: Vec<&Drawn> = standing(strokes, across, scale);
        standing.retain(|(stroke, runs)| {
            let is_bold = || BOLD.contains(&view.busy(runs, scale));
            let reach = if is_level || scanned.is_coarse || stroke.len() >= LONG * scale { MEETS } else { TOUCHES };
            let is_line = ends_within(stroke, across, reach, scale)
                || stroke.len() >= ROW * scale && !is_bold()
                || is_flat(stroke, runs, scale) && view.busy(runs, scale) <= BUSY;
            let is_of_row = is_level && !scanned.is_coarse && !scanned.may_be_lost && view.is_of_row(runs, scale);
            is_line && !is_of_row && !view.is_of_character(stroke, runs, across, scale)
        });
        drawn.extend(standing.iter().map(|(_, group)| (is_level, group.clone())));
        standing.into_iter().map(|(stroke, _)| *stroke).collect()
    };
    let (mut level, mut upright) = (kept(&level, &upright, true), kept(&upright, &level, false));
    drop_strokes(&mut upright, scale);
    // The sheet's edge and streaks of dust on the lens are erased, and rule nothing.
    let may_rule = |(length, width): (usize, usize)| move |stroke: &Stroke| rules(stroke, length, width, scale);
    level.retain(may_rule((bits.width, bits.height)));
    upright.retain(may_rule((bits.height, bits.width)));
    Rulings { level, upright, drawn }
}

/// Leaves out short upright strokes that stand nearer to each other, or to a line, than any cell is wide: they are of characters that fill
/// their row.
fn drop_strokes(upright: &mut Vec<Stroke>, scale: f32) {
    let mut sorted: Vec<Stroke> = upright.clone();
    sorted.sort_by(|a, b| a.at.total_cmp(&b.at));
    upright.retain(|stroke| {
        let first = sorted.partition_point(|other| other.at < stroke.at - NARROW * scale);
        let near = sorted.iter().skip(first).take_while(|other| other.at <= stroke.at + NARROW * scale);
        let is_beside = |other: &&Stroke| {
            (other.at - stroke.at).abs() > DOUBLE * scale
                && other.to.min(stroke.to) - other.from.max(stroke.from) > stroke.len() / 2.0
        };
        stroke.len() >= SOME_ROWS * scale || near.filter(is_beside).count() == 0
    });
}

/// Leaves out upright lines of which only knots tell, or that look like strokes of characters in a low row or some, where no plainer line goes on
/// above or below them in their column. Where only knots tell of any at a height, they are the ends of two tables' columns, and what
/// stands between both is none.
fn drop_lonely(upright: &mut Vec<Drawn>, level: &[Drawn], view: &AlongView<'_>, scale: f32) {
    let is_short = |stroke: &Stroke| stroke.len() < LONG * scale;
    let is_of_some_rows = |stroke: &Stroke| stroke.len() < SOME_ROWS * scale;
    let is_doubted: Vec<bool> = upright
        .iter()
        .map(|(stroke, runs)| {
            runs.is_empty() || is_of_some_rows(stroke) && view.is_amid_type(stroke, runs, level, scale)
        })
        .collect();
    // What is plain, by its place across; and how far down lines that are drawn reach which begin at least so far up.
    let lines = || upright.iter().zip(&is_doubted).map(|((stroke, runs), is_doubted)| (stroke, runs, *is_doubted));
    let stands = |stroke: &Stroke| !is_short(stroke) || ends_within(stroke, level, MEETS, scale);
    let plain = lines().filter(|(stroke, runs, is_doubted)| (!is_doubted || runs.is_empty()) && stands(stroke));
    let mut plain: Vec<Stroke> = plain.map(|(stroke, ..)| *stroke).collect();
    plain.sort_by(|a, b| a.at.total_cmp(&b.at));
    let drawn = lines().filter(|(stroke, runs, is_doubted)| !is_doubted && !runs.is_empty() && stands(stroke));
    let mut drawn: Vec<(f32, f32)> = drawn.map(|(stroke, ..)| (stroke.from, stroke.to)).collect();
    drawn.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut deepest = f32::MIN;
    for (_, to) in &mut drawn {
        deepest = deepest.max(*to);
        *to = deepest;
    }
    let meets = MEETS * scale;
    let goes_on = |stroke: &Stroke| {
        let first = plain.partition_point(|other| other.at < stroke.at - COLUMN * scale);
        let mut near = plain.iter().skip(first).take_while(|other| other.at <= stroke.at + COLUMN * scale);
        near.any(|other| {
            let is_longer = other.from < stroke.from - meets || other.to > stroke.to + meets;
            is_longer && other.from <= stroke.to + meets && stroke.from <= other.to + meets
        })
    };
    let is_beside_drawn = |stroke: &Stroke| {
        let middle = stroke.from.midpoint(stroke.to);
        let begun = drawn.partition_point(|(from, _)| *from <= middle);
        begun.checked_sub(1).and_then(|last| drawn.get(last)).is_some_and(|(_, to)| *to >= middle)
    };
    let mut doubts = is_doubted.iter();
    upright.retain(|(stroke, runs)| {
        let is_plain = doubts.next() != Some(&true);
        is_plain || goes_on(stroke) && (!runs.is_empty() || is_beside_drawn(stroke))
    });
}

/// The straight strokes in one direction that are no thicker than lines are.
fn strokes(view: &AlongView<'_>, scale: f32) -> Vec<Drawn> {
    let drawn = groups(&view.runs(RUN, scale)).into_iter().map(|group| (Stroke::of(&group), group));
    let is_bar = |stroke: &Stroke| stroke.thickness > BAR.0 * scale && stroke.len() < BAR.1 * stroke.thickness;
    drawn.filter(|(stroke, _)| stroke.thickness <= THICKEST * scale && !is_bar(stroke)).collect()
}

/// The strokes that are too short for lines, but for those that are the sides of low rows or narrow columns.
fn short(view: &AlongView<'_>, lines: &[Drawn], across: &[Drawn], scale: f32) -> Vec<Drawn> {
    let is_known = |stroke: &Stroke| {
        lines.iter().any(|(line, _)| {
            (line.at - stroke.at).abs() <= MEETS * scale && line.from < stroke.to && stroke.from < line.to
        })
    };
    let is_side = |stroke: &Stroke| {
        stroke.len() < LONG * scale
            && stroke.thickness <= THIN * scale
            && ends_within(stroke, across, REACHES, scale)
            && !is_known(stroke)
    };
    let drawn = groups(&view.runs(SHORT, scale)).into_iter().map(|group| (Stroke::of(&group), group));
    drawn.filter(|(stroke, runs)| is_side(stroke) && !view.is_of_character(stroke, runs, across, scale)).collect()
}

/// Whether runs between two places are scattered as the strokes of a row of type are, not side by side as a line's.
#[expect(clippy::cast_precision_loss, reason = "places within a picture")]
fn is_scattered(runs: &[InkRun], (from, to): (usize, usize), scale: f32) -> bool {
    let step = pixels(SCATTERED.0 * scale).max(1);
    // The first and the last row of each stretch, and its ink.
    let mut stretches = vec![(usize::MAX, 0_usize, 0_usize); to.saturating_sub(from).div_ceil(step)];
    for run in runs {
        let (first, last) = (run.from.saturating_sub(from), run.to.saturating_sub(from));
        for (index, stretch) in stretches.iter_mut().enumerate().take(last.div_ceil(step)).skip(first / step) {
            let ink = last.min((index + 1) * step).saturating_sub(first.max(index * step));
            *stretch = (stretch.0.min(run.at), stretch.1.max(run.at + 1), stretch.2 + ink);
        }
    }
    let is_apart = |(first, last, ink): &&(usize, usize, usize)| {
        let most = SCATTERED.1 * *ink as f32 / step as f32 + SCATTERED.2 * scale;
        last.saturating_sub(*first) as f32 > most
    };
    stretches.iter().filter(is_apart).count() as f32 >= STRETCHES * stretches.len().max(1) as f32
}

/// Whether a stroke is hardly higher than it is thick: a row of small bold type, in which strokes run together, is higher.
#[expect(clippy::cast_precision_loss, reason = "places within a picture")]
fn is_flat(stroke: &Stroke, runs: &[InkRun], scale: f32) -> bool {
    let (first, last) = runs.iter().fold((usize::MAX, 0), |(first, last), run| (first.min(run.at), last.max(run.at)));
    last.saturating_sub(first) as f32 <= FLAT.0 * stroke.thickness + FLAT.1 * scale
}

/// The strokes that are long, or end at long ones on both sides.
fn standing<'d>(strokes: &'d [Drawn], across: &[Drawn], scale: f32) -> Vec<&'d Drawn> {
    let stands = |(stroke, _): &&Drawn| stroke.len() >= LONG * scale || ends_at_lines(stroke, across, scale);
    strokes.iter().filter(stands).collect()
}

/// Whether a stroke ends at long strokes of the other direction on both sides.
fn ends_at_lines(stroke: &Stroke, across: &[Drawn], scale: f32) -> bool {
    ends_within(stroke, across, MEETS, scale)
}

/// Whether it ends so near to long strokes of the other direction, in points.
fn ends_within(stroke: &Stroke, across: &[Drawn], away: f32, scale: f32) -> bool {
    let near = MEETS * scale;
    let meets = |end: f32| {
        across.iter().any(|(other, _)| {
            (other.at - end).abs() <= away * scale + other.thickness / 2.0
                && other.len() >= LONG * scale
                && other.from - near <= stroke.at
                && stroke.at <= other.to + near
        })
    };
    meets(stroke.from) && meets(stroke.to)
}

/// Runs that lie side by side are one line. They come sorted by their place across.
fn groups(runs: &[InkRun]) -> Vec<Vec<InkRun>> {
    let mut done: Vec<Vec<InkRun>> = Vec::new();
    let mut open: Vec<Vec<InkRun>> = Vec::new();
    for run in runs {
        let (ended, going): (Vec<_>, Vec<_>) =
            open.into_iter().partition(|group| group.last().is_none_or(|last| last.at + 2 < run.at));
        done.extend(ended);
        let touches = |group: &Vec<InkRun>| {
            let near = group.iter().rev().take_while(|other| other.at + 2 >= run.at);
            near.into_iter().any(|other| other.at != run.at && other.from <= run.to + 2 && run.from <= other.to + 2)
        };
        let (touched, mut rest): (Vec<_>, Vec<_>) = going.into_iter().partition(touches);
        let mut joined: Vec<InkRun> = touched.into_iter().flatten().collect();
        joined.push(*run);
        joined.sort_by_key(|run| run.at);
        rest.push(joined);
        open = rest;
    }
    done.extend(open);
    done
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_side_of_a_low_row_is_a_line_and_a_digit_in_it_is_none() {
        let (width, height) = (200, 60);
        let mut gray = Raster { width, height, pixels: vec![255; width * height] };
        (10..190).for_each(|x| [19, 30].iter().for_each(|y| gray.pixels[y * width + x] = 0));
        (20..30).for_each(|y| [10, 80, 189].iter().for_each(|x| gray.pixels[y * width + x] = 0));
        (22..28).for_each(|y| gray.pixels[y * width + 120] = 0);
        let bits = super::super::ink::bits(&gray);
        let rulings = find(&gray, &bits, Scanned::default(), 1.0);
        let mut places: Vec<f32> = rulings.upright.iter().map(|line| line.at).collect();
        places.sort_by(f32::total_cmp);
        assert_eq!((rulings.level.len(), places), (2, vec![10.5, 80.5, 189.5]));
    }

    #[test]
    fn an_upright_stroke_of_a_character_that_fills_a_low_row_is_no_line() {
        let (width, height) = (200, 60);
        let mut gray = Raster { width, height, pixels: vec![255; width * height] };
        (10..190).for_each(|x| [19, 34].iter().for_each(|y| gray.pixels[y * width + x] = 0));
        (20..34).for_each(|y| [10, 80, 120, 189].iter().for_each(|x| gray.pixels[y * width + x] = 0));
        // The arms of a 本.
        (110..131).for_each(|x| gray.pixels[24 * width + x] = 0);
        (116..125).for_each(|x| gray.pixels[30 * width + x] = 0);
        let bits = super::super::ink::bits(&gray);
        let mut places: Vec<f32> =
            find(&gray, &bits, Scanned::default(), 1.0).upright.iter().map(|line| line.at).collect();
        places.sort_by(f32::total_cmp);
        assert_eq!(places, [10.5, 80.5, 189.5]);
    }

    #[test]
    fn a_stroke_amid_type_in_one_row_is_no_line_and_a_side_with_text_far_from_it_is_one() {
        let (width, height) = (200, 60);
        let mut gray = Raster { width, height, pixels: vec![255; width * height] };
        (10..190).for_each(|x| [19, 31].iter().for_each(|y| gray.pixels[y * width + x] = 0));
        (20..31).for_each(|y| [10, 80, 120, 189].iter().for_each(|x| gray.pixels[y * width + x] = 0));
        // What stands left and right of the second stroke, and far from the first.
        (22..29).for_each(|y| [90, 117, 123].iter().for_each(|x| gray.pixels[y * width + x] = 0));
        let bits = super::super::ink::bits(&gray);
        let found = find(&gray, &bits, Scanned::default(), 1.0).upright;
        let mut places: Vec<f32> = found.iter().map(|line| line.at).collect();
        places.sort_by(f32::total_cmp);
        assert_eq!(places, [10.5, 80.5, 189.5]);
    }

    #[test]
    fn knots_alone_tell_of_a_line_where_it_goes_on_beside_drawn_ones() {
        let (width, height) = (200, 100);
        let gray = Raster { width, height, pixels: vec![255; width * height] };
        let bits = super::super::ink::bits(&gray);
        let drawn = |at: u8, from: u8, to: u8| {
            let run = InkRun { at: usize::from(at), from: usize::from(from), to: usize::from(to) };
            (Stroke { at: f32::from(at), from: f32::from(from), to: f32::from(to), thickness: 1.0 }, vec![run])
        };
        let lost = |at: u8, from: u8, to: u8| (drawn(at, from, to).0, Vec::new());
        // Two tables, the columns of which end at the levels 40 and 60.
        let level = [0, 20, 40, 60, 80].map(|at| drawn(at, 0, 200));
        let view = AlongView { gray: &gray, bits: &bits, is_level: false };
        let mut upright = vec![drawn(5, 0, 40), drawn(5, 60, 99), drawn(50, 0, 20), drawn(50, 60, 99)];
        upright.extend([lost(50, 20, 40), lost(50, 40, 60), lost(120, 20, 40)]);
        drop_lonely(&mut upright, &level, &view, 1.0);
        let kept: Vec<(f32, f32)> =
            upright.iter().filter(|(_, runs)| runs.is_empty()).map(|(line, _)| (line.at, line.from)).collect();
        assert_eq!(kept, [(50.0, 20.0)]);
    }

    #[test]
    fn strokes_nearer_to_each_other_than_any_cell_is_wide_are_no_lines() {
        let stroke = |at: f32, to: f32| Stroke { at, from: 0.0, to, thickness: 1.0 };
        let mut upright = vec![stroke(10.0, 12.0), stroke(14.0, 12.0), stroke(40.0, 12.0), stroke(90.0, 200.0)];
        drop_strokes(&mut upright, 1.0);
        assert_eq!(upright.iter().map(|stroke| stroke.at).collect::<Vec<_>>(), [40.0, 90.0]);
    }

    #[test]
    fn a_row_of_type_whose_strokes_run_together_is_no_line() {
        let stroke = |runs: &[InkRun]| (Stroke::of(runs), runs.to_vec());
        let run = |at: usize, from: usize, to: usize| InkRun { at, from, to };
        let (line, of_line) = stroke(&[run(10, 0, 50), run(11, 0, 90)]);
        let (text, of_text) = stroke(&[run(10, 0, 30), run(12, 20, 50), run(14, 0, 28), run(16, 30, 60)]);
        assert!(is_flat(&line, &of_line, 1.0) && !is_flat(&text, &of_text, 1.0));
    }

    #[test]
    fn runs_of_a_row_of_type_are_scattered_and_those_of_a_sloping_line_are_not() {
        let row: Vec<InkRun> =
            (0..10).map(|at| InkRun { at: 20 + at * 3 % 8, from: at * 12, to: at * 12 + 14 }).collect();
        let line: Vec<InkRun> = (0..10).map(|at| InkRun { at: 20 + at / 2, from: at * 12, to: at * 12 + 14 }).collect();
        assert!(is_scattered(&row, (0, 122), 1.0) && !is_scattered(&line, (0, 122), 1.0));
    }

    #[test]
    fn what_runs_together_of_a_row_from_side_to_side_is_no_line() {
        let (width, height) = (120, 60);
        let mut gray = Raster { width, height, pixels: vec![255; width * height] };
        // A cell, and in it characters whose strokes lie on one level.
        (10..110).for_each(|x| [10, 50].iter().for_each(|y| gray.pixels[y * width + x] = 0));
        (10..51).for_each(|y| [10, 109].iter().for_each(|x| gray.pixels[y * width + x] = 0));
        let runs: Vec<InkRun> = (0..7).map(|at| InkRun { at: 30, from: 12 + at * 14, to: 20 + at * 14 }).collect();
        for run in &runs {
            (run.from..run.to).for_each(|x| [28, 30, 32].iter().for_each(|y| gray.pixels[y * width + x] = 0));
        }
        let bits = super::super::ink::bits(&gray);
        let view = AlongView { gray: &gray, bits: &bits, is_level: true };
        let line = [InkRun { at: 10, from: 10, to: 110 }];
        assert!(view.is_of_row(&runs, 1.0) && !view.is_of_row(&line, 1.0));
    }

    #[test]
    fn broken_and_sloping_lines_are_lines_and_strokes_are_not() {
        let (width, height) = (300, 100);
        let mut gray = Raster { width, height, pixels: vec![255; width * height] };
        for x in 20..270 {
            if x % 40 != 0 {
                gray.pixels[(20 + x / 150) * width + x] = 0;
            }
        }
        for x in 100..112 {
            gray.pixels[60 * width + x] = 0;
        }
        let bits = super::super::ink::bits(&gray);
        let rulings = find(&gray, &bits, Scanned::default(), 1.0);
        assert_eq!((rulings.level.len(), rulings.upright.len()), (1, 0));
        let line = rulings.level[0];
        assert!((line.from, line.to) == (20.0, 270.0) && (line.at - 21.0).abs() < 0.6, "{line:?}");
        let (mut gray, mut bits) = (gray, bits);
        rulings.erase(&mut gray, &mut bits, 1.0);
        assert_eq!(bits.ink.iter().filter(|ink| **ink).count(), 12);
    }
}
