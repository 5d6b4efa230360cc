//! Knots: what is left of a thin line that fell between two rows of a coarse scan.
//!
//! Such a line is too light in either row to be ink, and is lost for its whole length. Where it meets a line across, both together are
//! dark enough: that line is thicker there by a pixel. Knots at the same height of two neighbouring lines, or on both sides of one, with
//! nothing up to the next, are left of a line.

use super::ink::{Bits, pixels};
use super::strokes::{Cover, Drawn, Stroke, covers};

/// A knot goes beyond its line by at most this, in points: what goes further is a line or a character.
const BEYOND: f32 = 0.8;
/// It is at most this long, in points: two rows of the coarsest fax are.
const LONG: f32 = 2.2;
/// This far from it, in points, nothing else stands beside the line.
const CLEAR: f32 = 0.7;
/// Both ends of a line are at the same height, up to this, in points.
const SAME: f32 = 1.2;
/// Lines across are at least this long, in points.
const POST: f32 = 24.0;
/// A lost line has at least this length, in points: the sides of a double line are nearer.
const SPAN: f32 = 9.0;
/// Where a lost line was, at most this share has ink: dust.
const DUST: f32 = 0.03;
/// Between two lines across, this share of the knots of each has another at the other's, or the others are rarer than one in so many
/// points: else their sides are only ragged.
const MATCHED: f32 = 0.7;
const RARE: f32 = 60.0;
/// Text this near to where a line may have been, in points, above and below, is on both sides of it.
const NEAR: f32 = 60.0;
/// What is text has at least so much ink, in square points: dust has less.
const TEXT: f32 = 2.0;
/// This far beside a line across, in points, begins what it encloses.
const INSET: f32 = 1.2;
/// Where a line ends, the line across goes on by at least this, in points.
const ON: f32 = 6.0;
/// A gap between rows is so much wider than the gaps between lines, and this share of a line's height.
const WIDER: f32 = 1.25;
const GAP: f32 = 0.6;
/// The ink of a row of text, as a share of the page's width.
const TEXTUAL: std::ops::RangeInclusive<f32> = 0.02..=0.4;
/// Rows of pixels are the same where they differ by at most this share of their ink.
const EQUAL: f32 = 0.06;
/// On a coarse page this share of the rows with text are the same as the row above.
const DOUBLED: f32 = 0.3;

/// A place where a line is thicker.
#[derive(Debug, Clone, Copy)]
struct Knot {
    /// Its middle along the line.
    at: f32,
    /// Its first pixel along the line and the one behind its last.
    from: usize,
    to: usize,
}

/// A line across, with its knots on the side towards the first pixels and on the other.
struct Post {
    line: Stroke,
    knots: [Vec<Knot>; 2],
}

/// A picture seen along the lines across.
struct AcrossView<'b> {
    bits: &'b Bits,
    is_level: bool,
    scale: f32,
}

/// The lost lines that are level, or upright, between lines across; `lines` are those of their direction that are known.
pub(super) fn lost(bits: &Bits, across: &[Drawn], lines: &[Drawn], is_level: bool, scale: f32) -> Vec<Drawn> {
    let view = AcrossView { bits, is_level, scale };
    let long = across.iter().filter(|(line, _)| line.len() >= POST * scale);
    let mut posts: Vec<Post> = long.map(|drawn| view.post(drawn)).collect();
    posts.sort_by(|a, b| a.line.at.total_cmp(&b.line.at));
    let mut found = Vec::new();
    for (index, first) in posts.iter().enumerate() {
        // The next lines across, each for the stretch along which nothing stands before it.
        let mut next: Vec<&Post> = Vec::new();
        for post in posts.iter().skip(index + 1).filter(|post| post.line.at - first.line.at >= SPAN * scale) {
            let hides = |other: &&Post| other.line.from <= post.line.from && post.line.to <= other.line.to;
            if shared(&first.line, &post.line) > 0.0 && !next.iter().any(hides) {
                next.push(post);
            }
        }
        for (place, second) in next.iter().enumerate() {
            let nearer = next.get(..place).unwrap_or_default();
            found.extend(view.between(first, second, nearer, lines));
        }
    }
    found.into_iter().map(|line| (line, Vec::new())).collect()
}

/// Whether a page has been scanned so coarsely that each of its rows stands there twice, as on a fax of 98 lines an inch.
#[expect(clippy::cast_precision_loss, reason = "pixels of a row")]
pub(super) fn is_coarse(bits: &Bits) -> bool {
    let rows: Vec<&[bool]> = bits.rows().collect();
    let (mut all, mut same) = (0.0, 0.0);
    for pair in rows.windows(2) {
        let [above, row] = pair else { continue };
        let ink = row.iter().filter(|ink| **ink).count() as f32;
        if TEXTUAL.contains(&(ink / bits.width.max(1) as f32)) {
            let other = row.iter().zip(*above).filter(|(a, b)| a != b).count() as f32;
            all += 1.0;
            same += f32::from(u8::from(other <= EQUAL * ink));
        }
    }
    same > DOUBLED * all
}

/// The level lines of a coarse page that go on where they seem to end: nothing stands there, and text stands above and below. To the
/// right, what a label's line parts belongs to two labels; to the left, a label of two lines may stand beside two rows, so the gap in it
/// must be wider than those between lines.
pub(super) fn continued(bits: &Bits, across: &[Drawn], lines: &[Drawn], scale: f32) -> Vec<Drawn> {
    let view = AcrossView { bits, is_level: true, scale };
    let mut posts: Vec<Stroke> =
        across.iter().map(|(line, _)| *line).filter(|line| line.len() >= POST * scale).collect();
    posts.sort_by(|a, b| a.at.total_cmp(&b.at));
    let mut known: Vec<Stroke> = lines.iter().map(|(line, _)| *line).collect();
    let mut out = Vec::new();
    for is_right in [true, false] {
        let order: Vec<usize> = if is_right { (0..posts.len()).collect() } else { (0..posts.len()).rev().collect() };
        for post in order.into_iter().filter_map(|index| posts.get(index)) {
            let ending = known.iter().filter(|line| view.ends_at(line, post, is_right)).map(|line| line.at);
            for at in ending.collect::<Vec<f32>>() {
                let Some(next) = view.next(post, &posts, at, is_right) else { continue };
                let (from, to) = (post.at.min(next.at), post.at.max(next.at));
                let line = Stroke { at, from, to, thickness: 1.0 };
                if view.may_go_on(&line, &known, is_right) {
                    known.push(line);
                    out.push((line, Vec::new()));
                }
            }
        }
    }
    out
}

/// How long the stretch is along which both lines run.
fn shared(a: &Stroke, b: &Stroke) -> f32 {
    a.to.min(b.to) - a.from.max(b.from)
}

impl AcrossView<'_> {
    fn ink(&self, along: usize, across: usize) -> bool {
        if self.is_level { self.bits.at(across, along) } else { self.bits.at(along, across) }
    }

    fn post(&self, (line, runs): &Drawn) -> Post {
        let first = runs.iter().map(|run| run.from).min().unwrap_or(0);
        let covers = covers(runs, first);
        Post { line: *line, knots: [false, true].map(|is_behind| self.knots(first, &covers, is_behind)) }
    }

    /// How far ink goes beyond a line at one place, up to one pixel more than a knot does.
    fn beyond(&self, along: usize, cover: Cover, is_behind: bool) -> usize {
        let most = pixels(BEYOND * self.scale).max(1);
        let is_ink = |away: &usize| match is_behind {
            true => self.ink(along, cover.1 + away),
            false => cover.0.checked_sub(away + 1).is_some_and(|across| self.ink(along, across)),
        };
        (0..=most).take_while(is_ink).count()
    }

    #[expect(clippy::cast_precision_loss, reason = "places within a picture")]
    fn knots(&self, first: usize, covers: &[Cover], is_behind: bool) -> Vec<Knot> {
        let most = pixels(BEYOND * self.scale).max(1);
        let beyond: Vec<usize> =
            (first..).zip(covers).map(|(along, cover)| self.beyond(along, *cover, is_behind)).collect();
        let mut from = first;
        let stretches: Vec<(usize, &[usize])> = beyond
            .chunk_by(|a, b| (*a == 0) == (*b == 0))
            .map(|stretch| {
                from += stretch.len();
                (from - stretch.len(), stretch)
            })
            .collect();
        let is_clear = |stretch: &[usize]| stretch.len() >= pixels(CLEAR * self.scale).max(2);
        let mut out = Vec::new();
        for near in stretches.windows(3) {
            let [(_, before), (from, knot), (to, behind)] = near else { continue };
            let is_knot = knot.iter().all(|beyond| (1..=most).contains(beyond))
                && knot.len() <= pixels(LONG * self.scale)
                && is_clear(before)
                && is_clear(behind);
            if is_knot {
                out.push(Knot { at: (from + to) as f32 / 2.0, from: *from, to: *to });
            }
        }
        out
    }

    /// The lost lines between two lines across; `nearer` are lines that may stand between them.
    fn between(&self, first: &Post, second: &Post, nearer: &[&Post], lines: &[Drawn]) -> Vec<Stroke> {
        let slack = SAME * self.scale;
        let runs_at = |line: &Stroke, at: f32| line.from - slack <= at && at <= line.to + slack;
        let is_there = |knot: &Knot| {
            runs_at(&first.line, knot.at)
                && runs_at(&second.line, knot.at)
                && !nearer.iter().any(|post| runs_at(&post.line, knot.at))
        };
        // A line that is known and ends at a post may go on there.
        let meets = |post: &Post, at: f32| {
            let known = lines
                .iter()
                .any(|(line, _)| (line.at - at).abs() <= slack && runs_at(&Stroke { at: 0.0, ..*line }, post.line.at));
            known || post.knots.iter().flatten().any(|knot| (knot.at - at).abs() <= slack)
        };
        let [before, of_first] = &first.knots;
        let [of_second, behind] = &second.knots;
        // What crosses a line across goes on to the next.
        let crosses = |other_side: &[Knot], beside: f32, at: f32| {
            let is_line = |line: &Stroke| (line.at - at).abs() <= slack && (line.from..=line.to).contains(&beside);
            other_side.iter().any(|knot| (knot.at - at).abs() <= slack) || lines.iter().any(|(line, _)| is_line(line))
        };
        let (left, right) = (first.line.at - SPAN * self.scale, second.line.at + SPAN * self.scale);
        let of_first = of_first.iter().map(|knot| (knot, crosses(before, left, knot.at) || meets(second, knot.at)));
        let of_second = of_second.iter().map(|knot| (knot, crosses(behind, right, knot.at) || meets(first, knot.at)));
        let facing = of_first.chain(of_second);
        let facing: Vec<(&Knot, bool)> = facing.filter(|(knot, _)| is_there(knot)).collect();
        let matched: Vec<&Knot> = facing.iter().filter(|(_, matched)| *matched).map(|(knot, _)| *knot).collect();
        #[expect(clippy::cast_precision_loss, reason = "knots of a line")]
        let (all, loose) = (facing.len() as f32, (facing.len() - matched.len()) as f32);
        let is_ragged = loose > (1.0 - MATCHED) * all && loose * RARE * self.scale > shared(&first.line, &second.line);
        let mut out: Vec<Stroke> = Vec::new();
        for knot in matched.into_iter().filter(|_| !is_ragged) {
            let line = Stroke { at: knot.at, from: first.line.at, to: second.line.at, thickness: 1.0 };
            let is_known =
                |other: &Stroke| (other.at - line.at).abs() <= 2.0 * slack && shared(other, &line) > line.len() / 2.0;
            if self.is_empty(knot, &line)
                && !out.iter().any(is_known)
                && !lines.iter().any(|(other, _)| is_known(other))
            {
                out.push(line);
            }
        }
        out
    }

    /// Whether a level line ends at a line across that goes on above and below.
    fn ends_at(&self, line: &Stroke, post: &Stroke, is_right: bool) -> bool {
        let (on, end) = (ON * self.scale, if is_right { line.to } else { line.from });
        (end - post.at).abs() <= on / 2.0 && post.from + on <= line.at && line.at + on <= post.to
    }

    /// The next line across at a height, to the right or to the left.
    fn next<'p>(&self, post: &Stroke, posts: &'p [Stroke], at: f32, is_right: bool) -> Option<&'p Stroke> {
        let (on, span) = (ON * self.scale, SPAN * self.scale);
        let away = |other: &Stroke| if is_right { other.at - post.at } else { post.at - other.at };
        let there = posts.iter().filter(|other| away(other) >= span && other.from - on <= at && at <= other.to + on);
        there.min_by(|a, b| away(a).total_cmp(&away(b)))
    }

    /// Whether a lost line may have been at a place: none is known there, nothing stands there, and text above and below.
    fn may_go_on(&self, line: &Stroke, known: &[Stroke], is_right: bool) -> bool {
        let slack = SAME * self.scale;
        let beside: Vec<f32> =
            known.iter().filter(|other| shared(other, line) > line.len() / 2.0).map(|other| other.at).collect();
        if beside.iter().any(|at| (at - line.at).abs() <= 2.0 * slack) {
            return false;
        }
        let above = beside.iter().copied().filter(|at| *at < line.at).fold(line.at - NEAR * self.scale, f32::max);
        let below = beside.iter().copied().filter(|at| *at > line.at).fold(line.at + NEAR * self.scale, f32::min);
        let text = TEXT * self.scale * self.scale;
        let (above, below) = (above + slack, below - slack);
        self.ink_in(line, (line.at - slack / 2.0, line.at + slack / 2.0)) <= text / 8.0
            && self.ink_in(line, (above, line.at)) >= text
            && self.ink_in(line, (line.at, below)) >= text
            && (is_right || self.parts_rows(line, (above, below)))
    }

    /// Whether the gap in which a level line lies is wider than the others between two heights, and wide against the lines of text.
    #[expect(clippy::cast_precision_loss, reason = "pixels of a cell")]
    fn parts_rows(&self, line: &Stroke, (top, bottom): (f32, f32)) -> bool {
        let rows: Vec<usize> = (pixels(top.max(0.0))..pixels(bottom.max(0.0))).collect();
        let is_text = |y: &usize| self.ink_in(line, (*y as f32, *y as f32 + 1.0)) > 0.0;
        let bands: Vec<(bool, &[usize])> = rows
            .chunk_by(|a, b| is_text(a) == is_text(b))
            .filter_map(|band| Some((is_text(band.first()?), band)))
            .collect();
        let inner = bands.get(1..bands.len().saturating_sub(1)).unwrap_or_default();
        let at = pixels(line.at);
        let (mut own, mut widest) = (0.0_f32, 0.0_f32);
        for (_, gap) in inner.iter().filter(|(is_text, _)| !is_text) {
            let slot = if gap.contains(&at) { &mut own } else { &mut widest };
            *slot = slot.max(gap.len() as f32);
        }
        let lines = bands.iter().filter(|(is_text, _)| *is_text).map(|(_, band)| band.len() as f32);
        let highest = lines.fold(0.0, f32::max);
        own >= WIDER * widest && own >= GAP * highest
    }

    /// How many pixels of ink stand along a level line, between two heights.
    #[expect(clippy::cast_precision_loss, reason = "pixels of a cell")]
    fn ink_in(&self, line: &Stroke, (top, bottom): (f32, f32)) -> f32 {
        let inset = INSET * self.scale;
        let columns = pixels((line.from + inset).max(0.0))..pixels((line.to - inset).max(0.0));
        let rows = pixels(top.max(0.0))..pixels(bottom.max(0.0));
        rows.map(|y| columns.clone().filter(|x| self.bits.at(*x, y)).count()).sum::<usize>() as f32
    }

    /// Whether no ink is where a lost line was, between its ends.
    fn is_empty(&self, knot: &Knot, line: &Stroke) -> bool {
        let ends = pixels(2.0 * BEYOND * self.scale) + 1;
        let (from, to) = (pixels(line.from) + ends, pixels(line.to).saturating_sub(ends));
        let is_ink = |across: &usize| (knot.from..knot.to).any(|along| self.ink(along, *across));
        let ink = (from..to).filter(is_ink).count();
        #[expect(clippy::cast_precision_loss, reason = "places within a picture")]
        let share = ink as f32 / to.saturating_sub(from).max(1) as f32;
        share <= DUST
    }
}

#[cfg(test)]
mod tests {
    use super::super::strokes::InkRun;
    use super::*;

    /// Posts of one pixel at some columns, with further ink.
    fn found(posts: &[usize], ink: &[(usize, usize)]) -> Vec<(f32, f32, f32)> {
        let (width, height) = (200, 100);
        let mut bits = Bits { width, height, ink: vec![false; width * height] };
        let drawn: Vec<Drawn> = posts
            .iter()
            .map(|at| {
                (5..95).for_each(|y| bits.ink[y * width + at] = true);
                let runs = vec![InkRun { at: *at, from: 5, to: 95 }];
                (Stroke::of(&runs), runs)
            })
            .collect();
        ink.iter().for_each(|(x, y)| bits.ink[y * width + x] = true);
        let lines = lost(&bits, &drawn, &[], true, 1.0);
        lines.iter().map(|(line, _)| (line.at, line.from, line.to)).collect()
    }

    #[test]
    fn a_line_of_a_label_goes_on_between_its_values() {
        let (width, height) = (300, 100);
        let mut bits = Bits { width, height, ink: vec![false; width * height] };
        let mut fill = |x: std::ops::Range<usize>, y: std::ops::Range<usize>| {
            y.for_each(|y| x.clone().for_each(|x| bits.ink[y * width + x] = true));
        };
        fill(110..140, 20..28);
        fill(110..140, 60..68);
        fill(210..240, 40..48);
        let stroke = |at: f32, from: f32, to: f32| (Stroke { at, from, to, thickness: 1.0 }, Vec::new());
        let posts = [0.0, 100.0, 200.0, 290.0].map(|at| stroke(at, 0.0, 100.0));
        let lines = [stroke(0.0, 0.0, 290.0), stroke(44.0, 0.0, 100.0), stroke(100.0, 0.0, 290.0)];
        let found = continued(&bits, &posts, &lines, 1.0);
        let places = |found: &[Drawn]| found.iter().map(|(line, _)| (line.at, line.from, line.to)).collect::<Vec<_>>();
        assert_eq!(places(&found), [(44.0, 100.0, 200.0)]);
        let right = [lines[0].clone(), stroke(44.0, 200.0, 290.0), lines[2].clone()];
        assert_eq!(places(&continued(&bits, &posts, &right, 1.0)), [(44.0, 100.0, 200.0)]);
        let mut label = bits.clone();
        (30..43).chain(46..60).for_each(|y| (110..140).for_each(|x| label.ink[y * width + x] = true));
        assert!(continued(&label, &posts, &right, 1.0).is_empty());
    }

    #[test]
    fn rows_that_stand_twice_are_coarse() {
        let ink = |x: usize, y: usize| (x * 7 + y * y * 13).is_multiple_of(5);
        let page = |rows: usize| {
            let at = |index: usize| (index % 100, index / 100 / rows);
            Bits { width: 100, height: 60, ink: (0..6000).map(at).map(|(x, y)| ink(x, y)).collect() }
        };
        assert!(is_coarse(&page(2)) && !is_coarse(&page(1)));
    }

    #[test]
    fn knots_that_face_each_other_are_a_line() {
        let knots = [(21, 40), (21, 41), (79, 40), (79, 41), (81, 40), (81, 41), (149, 40)];
        assert_eq!(found(&[20, 80, 150], &knots), [(41.0, 20.5, 80.5), (41.0, 80.5, 150.5)]);
        // Text between them, knots at other heights, knots on one side only.
        let text: Vec<(usize, usize)> = knots.into_iter().chain((30..60).map(|x| (x, 41))).collect();
        assert_eq!(found(&[20, 80, 150], &text), [(41.0, 80.5, 150.5)]);
        assert!(found(&[20, 80], &[(21, 40), (79, 60)]).is_empty());
        assert!(found(&[20, 80], &[(21, 40), (21, 41)]).is_empty());
        let ragged = [(21, 20), (21, 30), (21, 40), (21, 50), (79, 40), (79, 60), (79, 70)];
        assert!(found(&[20, 80], &ragged).is_empty());
    }
}
