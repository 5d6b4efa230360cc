//! The options that every command has: the form, today's date, limits.

use super::program::Program;
use super::stop::Stop;
use super::views;
use crate::digest::sha256;
use crate::engine::{Engine, japan_today};
use crate::explain::Lang;
use crate::form::{DAIKO_KIKAN, Form, Forms};
use crate::ocr::models::{self, ModelFiles};
use crate::source::ocr::{Ocr, PageReader};
use crate::source::{Limits, ReadOptions};
use crate::worker::{Duty, Performer};
use jiff::civil::Date;
use std::ffi::OsString;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread::available_parallelism;
use std::time::Duration;

/// The environment variable that a password may stand in.
const PASSWORD: &str = "YOMITORI_PASSWORD";

const SIZES: &str = "a size is a whole number of bytes, or one such as 500K, 64M or 1G";
/// The time for a document where scans are read: several seconds a page.
const SCAN_TIME: Duration = Duration::from_secs(300);
/// What a worker may take, where nothing else is said: memory and the size of a record, in bytes.
const MEMORY: u64 = 2 << 30;
const OUTPUT: u64 = 64 << 20;

/// The heading that limits stand under in the help.
const LIMITS: &str = "Limits for one document";

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Convert {
    /// Through LibreOffice
    Auto,
    /// Not at all
    Off,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum OcrMode {
    /// Pages that are only pictures, where a model is installed
    Auto,
    /// No page
    Never,
    /// All pages of PDF files
    Always,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum MessageLanguage {
    /// Japanese
    Ja,
    /// English
    En,
}

#[derive(Debug, clap::Args)]
pub(super) struct Global {
    /// The language that people are told in: what failed and why, summaries, explanations. Records and exports stay as they are
    /// [default: ja where the locale is Japanese, else en]
    #[arg(long, global = true, value_name = "LANGUAGE", hide_possible_values = true)]
    lang: Option<MessageLanguage>,

    /// Read other forms than the built-in ones: a TOML file, or a folder of them; may be given several times
    #[arg(long, global = true, value_name = "PATH")]
    form: Vec<PathBuf>,

    /// The password that protected PDF files are opened with
    #[arg(long, global = true, value_name = "PASSWORD", hide_short_help = true)]
    password: Option<String>,

    /// A file whose first line is that password; the environment variable YOMITORI_PASSWORD is another way that `ps` does not show
    #[arg(long, global = true, value_name = "FILE", hide_short_help = true, conflicts_with = "password")]
    password_file: Option<PathBuf>,

    /// How old Word files (.doc) and rich text are read: through LibreOffice where it is installed, or not at all
    #[arg(long, global = true, value_name = "HOW", default_value = "off", hide_short_help = true)]
    convert: Convert,

    /// Which pages are read from their pictures; needs a model, see `yomitori models`
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    ocr: OcrMode,

    /// The date behind which a date counts as future, YYYY-MM-DD [default: today in Japan]
    #[arg(long, global = true, value_name = "DATE", hide_short_help = true)]
    today: Option<Date>,

    /// Size of the input, such as 500K, 64M or 1G [default: 64M]
    #[arg(long, global = true, value_name = "SIZE", value_parser = size, help_heading = LIMITS, hide_short_help = true)]
    max_bytes: Option<u64>,

    /// Size of plain text, once it is decoded [default: 8M]
    #[arg(long, global = true, value_name = "SIZE", value_parser = size, help_heading = LIMITS, hide_short_help = true)]
    max_text: Option<u64>,

    /// Number of cells and paragraphs [default: 200000]
    #[arg(long, global = true, value_name = "CELLS", help_heading = LIMITS, hide_short_help = true)]
    max_cells: Option<usize>,

    /// Number of pages [default: 200]
    #[arg(long, global = true, value_name = "PAGES", help_heading = LIMITS, hide_short_help = true)]
    max_pages: Option<u32>,

    /// Size of everything unpacked from the input [default: 256M]
    #[arg(long, global = true, value_name = "SIZE", value_parser = size, help_heading = LIMITS, hide_short_help = true)]
    max_unpacked: Option<u64>,

    /// Time to read it, in seconds [default: 60; 300 where scans are read]
    #[arg(long, global = true, value_name = "SECONDS", help_heading = LIMITS, hide_short_help = true)]
    max_time: Option<u64>,

    /// Memory of a process that reads documents [default: 2G]
    #[arg(long, global = true, value_name = "SIZE", value_parser = size, help_heading = LIMITS, hide_short_help = true)]
    max_memory: Option<u64>,

    /// Size of a record [default: 64M]
    #[arg(long, global = true, value_name = "SIZE", value_parser = size, help_heading = LIMITS, hide_short_help = true)]
    max_output: Option<u64>,

    /// Read documents in this process, not in worker processes: a crash or a hang ends all. For trusted documents
    #[arg(long, global = true, hide_short_help = true)]
    in_process: bool,

    /// Let documents of the tests do what they say: hang, abort, overflow, memory
    #[arg(long, global = true, hide = true)]
    test_source: bool,

    /// How this program is started again, where it is not an executable of its own.
    #[arg(skip)]
    pub program: Option<Program>,
}

impl Global {
    /// The language that people are told in.
    pub fn lang(&self) -> Lang {
        match self.lang {
            Some(MessageLanguage::Ja) => Lang::Ja,
            Some(MessageLanguage::En) => Lang::En,
            None => Lang::of_environment(),
        }
    }

    /// The forms to read.
    pub fn forms(&self) -> Result<Forms, Stop> {
        Ok(if self.form.is_empty() { Forms::built_in()? } else { Forms::from_paths(&self.form)? })
    }

    /// The form that commands about a single one are about: the first.
    pub fn form(&self) -> Result<Arc<Form>, Stop> {
        Ok(Arc::clone(self.forms()?.first()))
    }

    /// The engine that reads them.
    pub fn engine(&self) -> Result<Engine, Stop> {
        let (password, ocr) = (self.secret()?, self.ocr()?);
        let options = ReadOptions { limits: self.limits(), password, ocr, converts: self.converts() };
        let mut engine = Engine::new(self.forms()?).with(options);
        if let Some(today) = self.today {
            engine = engine.today(today);
        }
        Ok(engine)
    }

    /// Checks what only a reader of documents needs, before a worker that lacks it fails to start.
    pub fn require_means(&self) -> Result<(), Stop> {
        self.secret()?;
        self.ocr().map(|_| ())
    }

    /// Who reads pictures, where they are to be read and a model is installed.
    fn ocr(&self) -> Result<Option<Ocr>, Stop> {
        match (self.ocr, self.model().and_then(reader)) {
            (OcrMode::Never, _) | (OcrMode::Auto, None) => Ok(None),
            (OcrMode::Always, None) => Err(Stop::usage("--ocr always: no model is installed", models::HINT)),
            (mode, Some(reader)) => Ok(Some(Ocr { reader, always: mode == OcrMode::Always })),
        }
    }

    /// The model that reads pictures, where they are to be read.
    fn model(&self) -> Option<ModelFiles> {
        let folder = models::folder().filter(|_| cfg!(feature = "ocr") && self.ocr != OcrMode::Never)?;
        models::installed(&folder)
    }

    /// The hash of the first form to read; the built-in one need not be compiled for it.
    pub fn form_hash(&self) -> Result<String, Stop> {
        Ok(if self.form.is_empty() { sha256(DAIKO_KIKAN.as_bytes()) } else { self.form()?.hash.clone() })
    }

    /// What does the tasks of this command, here or in a worker.
    pub fn performer(&self) -> Result<Performer, Stop> {
        Ok(Performer { engine: self.engine()?, most: self.output(), view: views::view })
    }

    /// Whether documents are read in this process.
    pub fn is_in_process(&self) -> bool {
        self.in_process
    }

    /// Bytes that a record may have.
    pub fn output(&self) -> usize {
        // A size beyond the address space is no limit at all.
        usize::try_from(self.max_output.unwrap_or(OUTPUT)).unwrap_or(usize::MAX)
    }

    /// How a worker with these options does its work.
    pub fn duty(&self) -> Duty {
        Duty { memory: self.max_memory.unwrap_or(MEMORY), starts_programs: self.converts(), is_test: self.test_source }
    }

    /// Whether documents are converted.
    pub fn converts(&self) -> bool {
        self.convert == Convert::Auto
    }

    /// The arguments of a worker with the same engine; the day stays the same over midnight.
    pub fn worker_arguments(&self) -> Vec<OsString> {
        let (limits, duty) = (self.limits(), self.duty());
        let mut arguments: Vec<OsString> = vec![
            "worker".into(),
            format!("--today={}", self.today.unwrap_or_else(japan_today)).into(),
            format!("--max-memory={}", duty.memory).into(),
            format!("--max-output={}", self.output()).into(),
            format!("--max-bytes={}", limits.bytes).into(),
            format!("--max-unpacked={}", limits.unpacked_bytes).into(),
            format!("--max-text={}", limits.text_bytes).into(),
            format!("--max-pages={}", limits.pages).into(),
            format!("--max-cells={}", limits.cells).into(),
            format!("--max-time={}", limits.time.as_secs()).into(),
        ];
        arguments.extend(self.form.iter().flat_map(|form| ["--form".into(), form.clone().into()]));
        if let Some(password) = &self.password {
            arguments.push(format!("--password={password}").into());
        }
        if let Some(file) = &self.password_file {
            arguments.extend(["--password-file".into(), file.clone().into()]);
        }
        match self.ocr {
            OcrMode::Auto => {}
            OcrMode::Never => arguments.push("--ocr=never".into()),
            OcrMode::Always => arguments.push("--ocr=always".into()),
        }
        if self.converts() {
            arguments.push("--convert=auto".into());
        }
        if duty.is_test {
            arguments.push("--test-source".into());
        }
        arguments
    }

    /// What decides whether a document can be read, as text: limits and converters, but neither the form nor a password.
    pub fn read_with(&self) -> String {
        let limits = self.limits();
        let Duty { memory, is_test, .. } = self.duty();
        format!(
            "bytes={} unpacked={} text={} pages={} cells={} time={} convert={} memory={memory} output={} test={is_test}",
            limits.bytes,
            limits.unpacked_bytes,
            limits.text_bytes,
            limits.pages,
            limits.cells,
            limits.time.as_secs(),
            self.converts(),
            self.output(),
        )
    }

    /// The password that protected files are opened with: of the option, the file, or the environment, which worker processes
    /// inherit.
    pub fn secret(&self) -> Result<Option<String>, Stop> {
        if let Some(password) = &self.password {
            return Ok(Some(password.clone()));
        }
        let Some(file) = &self.password_file else { return Ok(std::env::var(PASSWORD).ok()) };
        let text = std::fs::read_to_string(file).map_err(|error| {
            Stop::usage(format!("{}: the password can't be read: {error}", file.display()), "name a text file in UTF-8")
        })?;
        Ok(Some(text.lines().next().unwrap_or_default().to_owned()))
    }

    /// What reading one document may cost.
    pub fn limits(&self) -> Limits {
        let usual = Limits::default();
        let time = if self.model().is_some() { SCAN_TIME } else { usual.time };
        Limits {
            bytes: self.max_bytes.unwrap_or(usual.bytes),
            unpacked_bytes: self.max_unpacked.unwrap_or(usual.unpacked_bytes),
            // A size beyond the address space is no limit at all.
            text_bytes: self.max_text.map_or(usual.text_bytes, |size| usize::try_from(size).unwrap_or(usize::MAX)),
            pages: self.max_pages.unwrap_or(usual.pages),
            cells: self.max_cells.unwrap_or(usual.cells),
            time: self.max_time.map_or(time, Duration::from_secs),
        }
    }
}

/// A reader by a model; none in a program that was built without.
#[cfg(feature = "ocr")]
#[expect(clippy::unnecessary_wraps, reason = "programs built without OCR have none")]
fn reader(model: ModelFiles) -> Option<PageReader> {
    Some(PageReader::Lines(std::sync::Arc::new(crate::ocr::Lazy::new(model))))
}

#[cfg(not(feature = "ocr"))]
fn reader(_: ModelFiles) -> Option<PageReader> {
    None
}

/// How many documents to read at the same time: as many as asked for, else one for each processor.
pub(super) fn jobs(asked: Option<NonZeroUsize>) -> usize {
    asked.or_else(|| available_parallelism().ok()).map_or(1, NonZeroUsize::get)
}

/// How many documents to read at the same time, as the command line has it.
pub(super) fn job_count(text: &str) -> Result<NonZeroUsize, String> {
    text.parse().map_err(|_| "it is a whole number from 1; leave it out for one for each processor".to_owned())
}

/// A number of bytes, with K, M or G for powers of 1024.
fn size(text: &str) -> Result<u64, String> {
    let digits = text.trim_end_matches(|c: char| !c.is_ascii_digit());
    let factor: u64 = match text.get(digits.len()..).unwrap_or_default().to_ascii_uppercase().as_str() {
        "" | "B" => 1,
        "K" | "KB" | "KIB" => 1 << 10,
        "M" | "MB" | "MIB" => 1 << 20,
        "G" | "GB" | "GIB" => 1 << 30,
        _ => return Err(SIZES.to_owned()),
    };
    let number: u64 = digits.parse().map_err(|_| SIZES.to_owned())?;
    number.checked_mul(factor).ok_or_else(|| "the size is too large".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_have_units() {
        assert_eq!(size("10"), Ok(10));
        assert_eq!(size("64m"), Ok(64 << 20));
        assert_eq!(size("1GiB"), Ok(1 << 30));
        for wrong in ["", "M", "1.5M", "-1", "1T", "99999999999G"] {
            assert!(size(wrong).is_err(), "{wrong}");
        }
    }

    /// The help states the limits in words; they are the library's own.
    #[test]
    fn the_help_names_the_defaults() {
        let limits = Limits::default();
        assert_eq!((limits.bytes, limits.unpacked_bytes, limits.text_bytes), (64 << 20, 256 << 20, 8 << 20));
        assert_eq!((limits.pages, limits.cells), (200, 200_000));
        assert_eq!(limits.time, Duration::from_secs(60));
    }
}
