//! Conversion: old Word files and rich text are read through LibreOffice, which saves them as .docx.
//!
//! Only where it was asked for and LibreOffice is installed. Each document has a folder and a profile of its own,
//! so that several may be converted at once and nothing of a user's settings is touched.

use super::budget::Budget;
use super::sniff::Kind;
use super::{Limits, docx, load, with_text};
use crate::document::Document;
use crate::failure::{Failure, Reason};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// The command of LibreOffice.
const COMMAND: &str = "soffice";

/// How often the running conversion is looked at.
const PAUSE: Duration = Duration::from_millis(20);

/// The media type and the file extension of a kind that is converted; `None` for all others.
#[must_use]
pub fn converted(kind: Kind) -> Option<(&'static str, &'static str)> {
    match kind {
        Kind::Doc => Some(("application/msword", "doc")),
        Kind::Rtf => Some(("application/rtf", "rtf")),
        _ => None,
    }
}

/// Reads a document of a kind that is converted.
///
/// # Errors
/// When LibreOffice is not installed, can't read the file or takes longer than the limit, and as for .docx files.
pub fn read(bytes: &[u8], (media_type, extension): (&'static str, &str), limits: &Limits) -> Result<Document, Failure> {
    let folder = tempfile::tempdir().map_err(|error| no_folder(&error))?;
    let input = folder.path().join("document").with_extension(extension);
    std::fs::write(&input, bytes).map_err(|error| no_folder(&error))?;
    let status = convert(folder.path(), &input, limits)?;
    let output = folder.path().join("converted/document.docx");
    if !status.success() || !output.is_file() {
        return Err(Failure::new(Reason::Damaged, "LibreOffice can't read the file")
            .hint("open it in a word processor and save it as .docx or PDF"));
    }
    let mut document = docx::read(&load(&output, limits)?, &Budget::new(limits))?;
    document.media_type = media_type;
    with_text(document, limits)
}

fn no_folder(error: &std::io::Error) -> Failure {
    Failure::new(Reason::Unreadable, format!("no folder to convert the document in: {error}"))
}

fn convert(folder: &Path, input: &Path, limits: &Limits) -> Result<ExitStatus, Failure> {
    let mut command = Command::new(COMMAND);
    command
        .arg(format!("-env:UserInstallation=file://{}", folder.join("profile").display()))
        .args(["--headless", "--norestore", "--convert-to", "docx", "--outdir"])
        .arg(folder.join("converted"))
        .arg(input)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    // A group of its own: the command starts further processes, which end with it.
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    let mut child = command.spawn().map_err(|error| {
        Failure::new(Reason::Unsupported, format!("LibreOffice, which reads such files, can't be started: {error}"))
            .hint("install LibreOffice, so that the command soffice is found")
    })?;
    let deadline = Instant::now() + limits.time;
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return Ok(status),
            Ok(None) if Instant::now() < deadline => std::thread::sleep(PAUSE),
            Ok(None) => {
                end(&mut child);
                let message = format!("LibreOffice did not read the file in {} s", limits.time.as_secs_f32());
                return Err(Failure::new(Reason::Limit, message).hint("--max-time raises the limit"));
            }
            Err(error) => {
                end(&mut child);
                return Err(Failure::new(Reason::Unreadable, format!("LibreOffice can't be waited for: {error}")));
            }
        }
    }
}

/// Ends the conversion with all its processes. What is over already needs no ending: errors say just that.
fn end(child: &mut Child) {
    #[cfg(unix)]
    let _ = Command::new("kill").args(["-KILL", "--", &format!("-{}", child.id())]).stderr(Stdio::null()).status();
    let _ = child.kill();
    let _ = child.wait();
}
