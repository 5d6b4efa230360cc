//! Failures: why a document gave no record, as data.
//!
//! A failure ends the document it is about and nothing else. Its reason code is stable; scripts and
//! data bases may rely on it.

/// Why a document gave no record.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason}: {message}{}", hint.as_ref().map(|hint| format!(" ({hint})")).unwrap_or_default())]
pub struct Failure {
    /// The reason code, `area.what`.
    pub reason: Reason,
    /// What was found, naming the value.
    pub message: String,
    /// What to do, where something can be done.
    pub hint: Option<String>,
}

impl Failure {
    /// A failure without a hint.
    #[must_use]
    pub fn new(reason: Reason, message: impl Into<String>) -> Self {
        Self { reason, message: message.into(), hint: None }
    }

    /// Adds what to do.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

macro_rules! reasons {
    ($($variant:ident $name:literal $summary:literal)*) => {
        /// The reason codes of failures.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Reason { $(#[doc = $summary] $variant,)* }

        /// Every reason with its name and what it says.
        pub const REASONS: &[(Reason, &str, &str)] = &[$((Reason::$variant, $name, $summary),)*];

        impl Reason {
            /// The reason's code.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Reason::$variant => $name,)* }
            }

            /// The reason with a code.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                REASONS.iter().find(|(_, known, _)| *known == name).map(|(reason, _, _)| *reason)
            }

            /// Whether the document was given up because its worker process ended, not because of what it holds.
            #[must_use]
            pub const fn is_of_worker(self) -> bool {
                matches!(self, Self::WorkerTimeout | Self::WorkerMemory | Self::WorkerCrashed)
            }
        }
    };
}

reasons! {
    NotFound "source.not-found" "The path names nothing, or a link that leads nowhere."
    Unreadable "source.unreadable" "The file can't be opened or read."
    Empty "source.empty" "The input holds no text at all."
    TooLarge "source.too-large" "The input, or what it unpacks to or asks to be made of it, is larger than a limit."
    Binary "source.binary" "The bytes are no text and no kind of document that is read."
    Unsupported "source.unsupported" "The kind of document is known, but not read."
    Encoding "source.encoding" "The text is in no encoding that is read."
    Encrypted "source.encrypted" "The document is protected by a password."
    NeedsOcr "source.needs-ocr" "The pages are images without text."
    Damaged "source.damaged" "The document is of a known kind, but too damaged to be read."
    Limit "source.limit" "Reading the document would exceed a limit on time, pages or the size of its record."
    Unrecognized "form.unrecognized" "The document is of no form that is known."
    Ambiguous "form.ambiguous" "The document fits two forms about as well."
    Several "form.several" "The document holds several disclosures, where one was asked for."
    Panic "engine.panic" "The program failed on this document; please report it."
    WorkerTimeout "worker.timeout" "The worker process did not answer in time and was ended."
    WorkerMemory "worker.memory" "The worker process needed more memory than its limit."
    WorkerCrashed "worker.crashed" "The worker process ended on this document: its stack overflowed, it aborted, or it was killed."
}

impl std::fmt::Display for Reason {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

impl serde::Serialize for Reason {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}
