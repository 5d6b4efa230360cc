//! The rows or columns of a sheet with their sizes: which of them a place on the sheet lies in.

/// What a row or column, and others behind it, measure.
#[derive(Debug)]
struct TrackRun {
    /// The first of them.
    first: u32,
    /// Where it begins, in points.
    start: f32,
    /// What each measures, in points.
    size: f32,
}

/// The rows, or the columns, of a sheet.
#[derive(Debug, Default)]
pub struct Tracks {
    runs: Vec<TrackRun>,
    count: u32,
    end: f32,
}

/// Where a place on a sheet lies among its rows or columns.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spot {
    /// The row or column.
    pub index: u32,
    /// How far in it, in points.
    pub offset: f32,
    /// How much of it is left, in points.
    pub rest: f32,
}

impl Tracks {
    /// More rows or columns, each of the same size in points.
    pub fn add(&mut self, count: u32, size: f32) {
        if self.runs.last().is_none_or(|last| last.size.to_bits() != size.to_bits()) {
            self.runs.push(TrackRun { first: self.count, start: self.end, size });
        }
        self.count = self.count.saturating_add(count);
        self.end += count as f32 * size;
    }

    /// Where a row or column begins, in points.
    pub fn start(&self, index: u32) -> f32 {
        let run = self.runs.partition_point(|run| run.first <= index).checked_sub(1);
        let run = run.and_then(|run| self.runs.get(run));
        run.map_or(0.0, |run| run.start + (index - run.first) as f32 * run.size)
    }

    /// The row or column that a place in points lies in, if there is any.
    pub fn at(&self, place: f32) -> Option<Spot> {
        let run = self.runs.partition_point(|run| run.start <= place).checked_sub(1);
        let run = run.and_then(|run| self.runs.get(run)).filter(|run| run.size > 0.0 && place < self.end)?;
        let inside = place - run.start;
        let index = (inside / run.size).floor();
        let offset = inside - index * run.size;
        Some(Spot { index: run.first.saturating_add(index as u32), offset, rest: run.size - offset })
    }
}

/// A length as OpenDocument writes it, in points.
pub fn points(text: &str) -> Option<f32> {
    let text = text.trim();
    let digits = text.trim_end_matches(|character: char| character.is_ascii_alphabetic());
    let unit = match text.get(digits.len()..)? {
        "pt" => 1.0,
        "in" => 72.0,
        "cm" => 72.0 / 2.54,
        "mm" => 72.0 / 25.4,
        "pc" => 12.0,
        "px" => 0.75,
        _ => return None,
    };
    digits.trim().parse::<f32>().ok().filter(|number| number.is_finite()).map(|number| number * unit)
}

#[cfg(test)]
mod tests {
    use super::{Spot, Tracks, points};

    #[test]
    fn places_lie_in_rows_that_are_shown() {
        let mut rows = Tracks::default();
        rows.add(2, 10.0);
        rows.add(3, 0.0);
        rows.add(2, 20.0);
        assert_eq!(rows.at(9.0), Some(Spot { index: 0, offset: 9.0, rest: 1.0 }));
        assert_eq!(rows.at(10.0), Some(Spot { index: 1, offset: 0.0, rest: 10.0 }));
        assert_eq!(rows.at(20.0), Some(Spot { index: 5, offset: 0.0, rest: 20.0 }));
        assert_eq!(rows.at(60.0), None);
        assert_eq!([rows.start(1), rows.start(4), rows.start(6)], [10.0, 20.0, 40.0]);
    }

    #[test]
    fn lengths_have_units() {
        assert_eq!([points("1in"), points("2.54cm"), points("-3pt")], [Some(72.0), Some(72.0), Some(-3.0)]);
        assert_eq!([points("5%"), points("7"), points("inf"), points("")], [None; 4]);
    }
}
