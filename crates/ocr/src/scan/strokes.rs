//! Strokes: straight pieces of ink in one of two directions, and the runs of pixels that they are made of.

/// A run of ink along a row or a column.
#[derive(Debug, Clone, Copy)]
pub(super) struct InkRun {
    /// Its row or column.
    pub(super) at: usize,
    /// Its first pixel along it.
    pub(super) from: usize,
    /// The pixel behind its last.
    pub(super) to: usize,
}

/// A straight stroke; `at` is its middle across, `from` and `to` its ends along, in pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stroke {
    /// The middle of it across its direction, in pixels.
    pub at: f32,
    /// Where it begins along its direction, in pixels.
    pub from: f32,
    /// Where it ends along its direction, in pixels.
    pub to: f32,
    /// Its mean thickness.
    pub(crate) thickness: f32,
}

/// A stroke with the runs it is made of.
pub(super) type Drawn = (Stroke, Vec<InkRun>);

/// What a line covers across its direction at one place along it: its first pixel and the one behind its last.
pub(super) type Cover = (usize, usize);

impl Stroke {
    /// How long it is.
    pub(super) fn len(&self) -> f32 {
        self.to - self.from
    }

    /// The stroke that runs side by side make.
    #[expect(clippy::cast_precision_loss, reason = "places within a picture")]
    pub(super) fn of(group: &[InkRun]) -> Self {
        let (from, to) = group.iter().fold((usize::MAX, 0), |(from, to), run| (from.min(run.from), to.max(run.to)));
        let area: usize = group.iter().map(|run| run.to - run.from).sum();
        let moment: f32 = group.iter().map(|run| (run.at as f32 + 0.5) * (run.to - run.from) as f32).sum();
        Self {
            at: moment / area.max(1) as f32,
            from: from as f32,
            to: to as f32,
            thickness: area as f32 / (to - from).max(1) as f32,
        }
    }
}

/// What a line covers at each place from `first` on. Where it is broken it goes on as beside the break.
pub(super) fn covers(runs: &[InkRun], first: usize) -> Vec<Cover> {
    let length = runs.iter().map(|run| run.to).max().unwrap_or(first) - first;
    let mut out: Vec<Option<Cover>> = vec![None; length];
    for run in runs {
        for slot in out.iter_mut().take(run.to - first).skip(run.from - first) {
            *slot = Some(slot.map_or((run.at, run.at + 1), |(from, to)| (from.min(run.at), to.max(run.at + 1))));
        }
    }
    let mut last = None;
    let mut filled: Vec<Cover> = Vec::with_capacity(length);
    for cover in out {
        last = cover.or(last);
        filled.extend(last);
    }
    filled
}
