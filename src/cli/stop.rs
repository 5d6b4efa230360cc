//! What stops a command.

use crate::dataset::DatasetError;
use crate::explain::Lang;
use crate::form::FormError;
use crate::paths::slashed;
use crate::verify::SetupError;
use std::io;
use std::path::Path;

/// Why a command could not be carried out. The message says what, where, and what to do.
#[derive(Debug, thiserror::Error)]
pub(super) enum Stop {
    /// The arguments make no sense, or what they name can't be used.
    #[error("{0}")]
    Usage(String),
    /// The form file is not valid.
    #[error("the form can't be used: {0}")]
    Form(#[from] FormError),
    /// There is nothing to verify, or golden files can't be used.
    #[error("{0}")]
    Verify(#[from] SetupError),
    /// The database can't be used.
    #[error("{0}")]
    Dataset(#[from] DatasetError),
    /// Standard output can't be written.
    #[error("the output can't be written: {0}")]
    Output(#[from] io::Error),
}

impl Stop {
    /// A message and what to do.
    pub fn usage(message: impl std::fmt::Display, hint: &str) -> Self {
        Self::Usage(format!("{message}\n  hint: {hint}"))
    }

    /// A file or folder that can't be written.
    pub fn unwritable(path: &Path, error: &io::Error) -> Self {
        // Writers of tables say it in words alone.
        let is_full = error.kind() == io::ErrorKind::StorageFull || error.to_string().contains("No space left");
        let hint =
            if is_full { "make room and run the same command again" } else { "check the folder and its permissions" };
        Self::usage(format!("{} can't be written: {error}", slashed(path)), hint)
    }

    /// What is said, in a language.
    pub fn told(&self, lang: Lang) -> String {
        let english = self.to_string();
        let (message, hint) = english.split_once("\n  hint: ").unwrap_or((&english, ""));
        let told = lang.ja("error: {}", &[&message]).unwrap_or_else(|| format!("error: {message}"));
        match hint {
            "" => told,
            hint => {
                let hint = lang.ja("hint: {}", &[&hint]).unwrap_or_else(|| format!("hint: {hint}"));
                format!("{told}\n  {hint}")
            }
        }
    }

    /// Whether the reader of the standard output went away.
    pub fn is_closed_pipe(&self) -> bool {
        matches!(self, Self::Output(error) if error.kind() == io::ErrorKind::BrokenPipe)
    }
}
