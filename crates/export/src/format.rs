//! What every format of an export does, and the simplest of them: JSON Lines.

use super::part::PartFile;
use super::rows::RecordRows;
use super::settings::Packing;
use flate2::write::GzEncoder;
use flate2::{Compression, GzBuilder};
use serde_json::Value;
use std::io::{self, Write};
use std::path::Path;

/// What a format had to change to hold the values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Changed {
    /// Cells that got an apostrophe in front.
    pub defused: u64,
    /// Cells that were cut.
    pub cut: u64,
}

/// The files of one format, open for writing.
pub(super) trait Target {
    /// Adds a record that fits the form, with the rows it has in the tables; of a document that failed, rows alone.
    fn add(&mut self, record: Option<&Value>, rows: &RecordRows) -> io::Result<Changed>;

    /// Completes the files; they are put in their place by the exporter, all together.
    fn finish(self: Box<Self>) -> io::Result<Vec<PartFile>>;
}

/// Records as they are, one a line.
pub(super) struct JsonLines(Packed);

enum Packed {
    Plain(PartFile),
    Gzip(GzEncoder<PartFile>),
    Zstd(zstd::Encoder<'static, PartFile>),
}

impl JsonLines {
    pub fn create(folder: &Path, packing: Packing) -> io::Result<Self> {
        let part = |name| PartFile::create(folder, name);
        Ok(Self(match packing {
            Packing::Plain => Packed::Plain(part("records.jsonl")?),
            Packing::Gzip => Packed::Gzip(GzBuilder::new().write(part("records.jsonl.gz")?, Compression::default())),
            Packing::Zstd => {
                Packed::Zstd(zstd::Encoder::new(part("records.jsonl.zst")?, zstd::DEFAULT_COMPRESSION_LEVEL)?)
            }
        }))
    }
}

impl Target for JsonLines {
    fn add(&mut self, record: Option<&Value>, _rows: &RecordRows) -> io::Result<Changed> {
        if let Some(record) = record {
            match &mut self.0 {
                Packed::Plain(part) => writeln!(part, "{record}")?,
                Packed::Gzip(part) => writeln!(part, "{record}")?,
                Packed::Zstd(part) => writeln!(part, "{record}")?,
            }
        }
        Ok(Changed::default())
    }

    fn finish(self: Box<Self>) -> io::Result<Vec<PartFile>> {
        Ok(vec![match self.0 {
            Packed::Plain(part) => part,
            Packed::Gzip(part) => part.finish()?,
            Packed::Zstd(part) => part.finish()?,
        }])
    }
}
