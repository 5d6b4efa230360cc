//! The engine: a form and limits, and with them bytes become a record.

use crate::failure::{Failure, Reason};
use crate::form::Form;
use crate::record::Record;
use crate::source::Limits;
use std::path::Path;
use std::sync::Arc;

/// Reads documents of one form. Share one engine between threads.
#[derive(Debug, Clone)]
pub struct Engine {
    form: Arc<Form>,
    limits: Limits,
    today: jiff::civil::Date,
}

impl Engine {
    /// An engine with default limits and the system's date.
    #[must_use]
    pub fn new(form: Form) -> Self {
        let today = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date();
        Self { form: Arc::new(form), limits: Limits::default(), today }
    }

    /// Sets the limits.
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Sets the date behind which a date lies in the future.
    #[must_use]
    pub fn today(mut self, today: jiff::civil::Date) -> Self {
        self.today = today;
        self
    }

    /// The form.
    #[must_use]
    pub fn form(&self) -> &Arc<Form> {
        &self.form
    }

    /// Reads one document from bytes; `name` is what the record calls it.
    ///
    /// # Errors
    /// A [`Failure`] with a reason code when the bytes give no record.
    pub fn read(&self, name: &str, bytes: &[u8]) -> Result<Record, Failure> {
        let _ = (name, bytes);
        Err(Failure::new(Reason::Unrecognized, "not yet"))
    }

    /// Reads one document from a file.
    ///
    /// # Errors
    /// As [`Engine::read`], and when the file can't be read or is larger than the limit.
    pub fn read_path(&self, path: &Path) -> Result<Record, Failure> {
        let _ = path;
        Err(Failure::new(Reason::Unrecognized, "not yet"))
    }
}
