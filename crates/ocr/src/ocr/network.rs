//! The network that reads lines: the model's file, loaded once, and run on batches of strips.

use super::batches::{HEIGHT, NetworkInput, batches};
use super::models::ModelFiles;
use super::{Character, LineReader, Strip, ctc};
use rten::{Model as Graph, RunOptions, ThreadPool};
use rten_tensor::prelude::*;
use rten_tensor::{NdTensor, NdTensorView};
use std::fmt::{self, Debug, Formatter};
use std::panic::RefUnwindSafe;
use std::sync::Arc;

/// The key of the model's metadata that lists its characters, one a line.
const CHARACTERS: &str = "character";
/// A line that was read narrowed is plain when so many of its characters at most are less probable than this.
const DOUBTED: f32 = 0.6;
const DOUBTS: usize = 1;
/// Grey is read as colour: the network has three channels.
const CHANNELS: usize = 3;

/// Reads lines by a model of PP-OCR.
pub struct Network {
    graph: Graph,
    /// The characters of its classes; the blank, which is the first class, is left out.
    classes: Vec<char>,
}

impl Debug for Network {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.debug_struct("Network").field("classes", &self.classes.len()).finish_non_exhaustive()
    }
}

/// Running a graph changes nothing in it.
impl RefUnwindSafe for Network {}

impl Network {
    /// Loads an installed model.
    ///
    /// # Errors
    /// When its file can't be read or is no such model.
    pub fn load(model: &ModelFiles) -> Result<Self, String> {
        let bytes = std::fs::read(&model.path).map_err(|error| format!("{}: {error}", model.path.display()))?;
        let graph = Graph::load(bytes).map_err(|error| format!("{}: {error}", model.path.display()))?;
        let characters = graph.metadata().get(CHARACTERS).ok_or("the model does not list its characters")?;
        // A class of several characters is one that no line of a form has.
        let listed = characters.lines().map(|line| line.chars().next().unwrap_or(' '));
        let classes = listed.chain([' ']).collect();
        Ok(Self { graph, classes })
    }

    /// The characters of the strips of one batch, which is as wide as its first.
    fn run(&self, batch: &[NetworkInput], options: &RunOptions) -> Result<Vec<Vec<Character>>, String> {
        let width = batch.first().map_or(0, |first| first.width);
        let mut pixels = vec![0.0_f32; batch.len() * CHANNELS * HEIGHT * width];
        let planes = pixels.chunks_exact_mut(HEIGHT * width);
        for (plane, input) in planes.zip(batch.iter().flat_map(|input| [input; CHANNELS])) {
            for (to, from) in plane.chunks_exact_mut(width).zip(input.pixels.chunks_exact(input.width)) {
                for (to, from) in to.iter_mut().zip(from) {
                    *to = *from;
                }
            }
        }
        let input = NdTensorView::from_data([batch.len(), CHANNELS, HEIGHT, width], pixels.as_slice());
        let output = self.graph.run_one(input.into(), Some(options.clone())).map_err(|error| error.to_string())?;
        let output: NdTensor<f32, 3> = output.try_into().map_err(|_| "the model gives no probabilities")?;
        let [lines, steps, classes] = output.shape();
        if lines != batch.len() || classes != self.classes.len() + 1 || steps == 0 {
            return Err("the model's classes are not those it lists".into());
        }
        let probabilities = output.to_vec();
        #[expect(clippy::cast_precision_loss, reason = "widths of at most some thousand pixels")]
        let step = width as f32 / steps as f32;
        let line = |(input, steps): (&NetworkInput, &[f32])| ctc::decode(steps, &self.classes, step / input.scale);
        Ok(batch.iter().zip(probabilities.chunks_exact(steps * classes)).map(line).collect())
    }
}

impl LineReader for Network {
    fn read(&self, strips: &[Strip]) -> Result<Vec<Vec<Character>>, String> {
        // One thread for each document: others run on the other cores.
        let pool = Arc::new(ThreadPool::with_num_threads(1));
        let options = RunOptions::default().with_thread_pool(Some(pool));
        let mut out = vec![Vec::new(); strips.len()];
        let mut doubted = Vec::new();
        for batch in batches(strips.iter().enumerate(), true) {
            for (input, line) in batch.iter().zip(self.run(&batch, &options)?) {
                if input.is_narrowed && !is_plain(&line) {
                    doubted.push(input.index);
                } else if let Some(slot) = out.get_mut(input.index) {
                    *slot = line;
                }
            }
        }
        let again = doubted.into_iter().filter_map(|index| Some((index, strips.get(index)?)));
        for batch in batches(again, false) {
            for (input, line) in batch.iter().zip(self.run(&batch, &options)?) {
                if let Some(slot) = out.get_mut(input.index) {
                    *slot = line;
                }
            }
        }
        Ok(out)
    }
}

/// Whether a narrowed line needs no second look: its characters are sure, and no letters and digits, which are narrow already, stand side
/// by side.
fn is_plain(line: &[Character]) -> bool {
    let is_latin = |character: &Character| character.best.text.is_ascii_alphanumeric();
    let beside = line.iter().zip(line.iter().skip(1));
    line.iter().filter(|character| character.best.probability < DOUBTED).count() <= DOUBTS
        && !beside.into_iter().any(|(a, b)| is_latin(a) && is_latin(b))
}
