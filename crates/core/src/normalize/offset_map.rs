//! Which offset of one text each offset of another was made from, kept as the places where the two stop
//! running in step: in most texts there are few of them.

use crate::document::leading;

/// Pairs (here, there), sorted by both.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct OffsetMap(Vec<(usize, usize)>);

impl OffsetMap {
    /// Says that what stands at `here` was made from what stands at `there`; `here` never goes back.
    pub fn push(&mut self, here: usize, there: usize) {
        if self.0.last().is_none_or(|(last_here, last_there)| last_there + (here - last_here) != there) {
            self.0.push((here, there));
        }
    }

    /// None yet, with room for some.
    pub fn with_capacity(stretches: usize) -> Self {
        Self(Vec::with_capacity(stretches))
    }

    /// How many stretches there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Takes back all but the first stretches.
    pub fn truncate(&mut self, len: usize) {
        self.0.truncate(len);
    }

    /// What two offsets were made from, the second behind the first, and where the next stretch begins there.
    pub fn origins(&self, first: usize, last: usize) -> [(usize, Option<usize>); 2] {
        let from = self.0.partition_point(|(start, _)| *start <= first);
        let steps = self.0.get(from..).unwrap_or_default();
        let to = from + leading(steps, |(start, _)| *start <= last);
        [(from, first), (to, last)].map(|(at, here)| {
            let (start, there) = at.checked_sub(1).and_then(|at| self.0.get(at)).copied().unwrap_or_default();
            (there + (here - start), self.0.get(at).map(|(_, there)| *there))
        })
    }

    /// The first offset that was made from `there` or what follows it; for origins that never go back.
    pub fn first_from(&self, there: usize) -> usize {
        let at = self.0.partition_point(|(_, origin)| *origin < there);
        let next = self.0.get(at).map_or(usize::MAX, |(here, _)| *here);
        let inside = at.checked_sub(1).and_then(|at| self.0.get(at)).map(|(here, origin)| here + (there - origin));
        inside.unwrap_or(usize::MAX).min(next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_lead_back_and_forth() {
        let mut steps = OffsetMap::default();
        // Three bytes left out at 4; then one byte that became two.
        for (here, there) in [(0, 0), (1, 1), (2, 2), (3, 3), (4, 7), (5, 7), (6, 8)] {
            steps.push(here, there);
        }
        let origins: Vec<usize> = (0..8).map(|here| steps.origins(0, here)[1].0).collect();
        assert_eq!(origins, [0, 1, 2, 3, 7, 7, 8, 9]);
        let first: Vec<usize> = (0..9).map(|there| steps.first_from(there)).collect();
        assert_eq!(first, [0, 1, 2, 3, 4, 4, 4, 4, 6]);
    }
}
