//! A model that is loaded when the first line is to be read: most documents have no scanned page.

use super::models::ModelFiles;
use super::{Character, LineReader, Network, Strip};
use std::panic::RefUnwindSafe;
use std::sync::OnceLock;

/// Reads lines by a model that is loaded once, when it is needed.
#[derive(Debug)]
pub struct Lazy {
    model: ModelFiles,
    network: OnceLock<Result<Network, String>>,
}

/// Loading happens once, reading changes nothing.
impl RefUnwindSafe for Lazy {}

impl Lazy {
    /// A reader by an installed model.
    #[must_use]
    pub fn new(model: ModelFiles) -> Self {
        Self { model, network: OnceLock::new() }
    }
}

impl LineReader for Lazy {
    fn read(&self, strips: &[Strip]) -> Result<Vec<Vec<Character>>, String> {
        match self.network.get_or_init(|| Network::load(&self.model)) {
            Ok(network) => network.read(strips),
            Err(why) => Err(why.clone()),
        }
    }
}
