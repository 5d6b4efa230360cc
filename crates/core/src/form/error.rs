//! What is wrong with a form file, where, and what to do.

/// A form file that can't be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}{}: {message}\n  hint: {hint}", line.map(|line| format!(":{line}")).unwrap_or_default())]
pub struct FormError {
    /// The file's name.
    pub file: String,
    /// The line, 1-based, where one is known.
    pub line: Option<usize>,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub hint: String,
}

impl FormError {
    pub(super) fn new(file: &str, line: Option<usize>, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { file: file.to_owned(), line, message: message.into(), hint: hint.into() }
    }
}
