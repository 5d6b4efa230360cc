//! A reading: what the data set keeps of one disclosure. It is made where the document is read, crosses the pipe from
//! a worker process, and is stored.

use crate::diagnostic::Severity;
use crate::engine::Engine;
use crate::failure::{Failure, Reason};
use crate::form::{Form, LeafId};
use crate::isolate::isolate;
use crate::record::{Record, SourceInfo, SourcePart, Value};
use crate::source::sniff;
use serde::{Deserialize, Serialize};

/// A document before it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// What the record calls it.
    pub name: String,
    /// SHA-256 of its bytes, in hex.
    pub sha256: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// What a document gave: one of its disclosures.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct DisclosureReading {
    /// The id of the form that it is of.
    pub form: String,
    /// IANA media type.
    pub media_type: String,
    /// Page count, for paged documents.
    pub pages: Option<u32>,
    /// Which disclosure it is, where the document holds several.
    pub part: Option<SourcePart>,
    /// The code of the agency whose disclosure it is.
    pub agency_code: Option<String>,
    /// Its name.
    pub agency_name: Option<String>,
    /// The day the disclosure was last updated, `YYYY-MM-DD`.
    pub updated_on: Option<String>,
    /// The edition of the checklist's guideline.
    pub edition: Option<String>,
    /// Whether a diagnostic asks for a person's eyes.
    pub has_warnings: bool,
    /// The record's data as JSON.
    #[serde(skip)]
    pub data: String,
    /// The record's evidence as JSON.
    #[serde(skip)]
    pub evidence: String,
    /// The record's diagnostics as JSON.
    #[serde(skip)]
    pub diagnostics: String,
}

/// Why a document gave nothing, and of what kind it is when that could be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailedReading {
    /// Why.
    pub failure: Failure,
    /// IANA media type.
    pub media_type: Option<String>,
}

impl From<Failure> for FailedReading {
    fn from(failure: Failure) -> Self {
        Self { failure, media_type: None }
    }
}

/// Reads one document, of which each disclosure gives a reading; a panic on the way is a failure like others. `most` is how
/// many bytes its records may have.
///
/// # Errors
/// Why the document gives no record.
pub fn read(engine: &Engine, source: &Source, most: usize) -> Result<Vec<DisclosureReading>, FailedReading> {
    isolate(|| {
        let document = engine.document(&source.bytes)?;
        let info = SourceInfo {
            name: source.name.clone(),
            sha256: source.sha256.clone(),
            media_type: document.media_type.into(),
            pages: document.pages,
            part: None,
        };
        let records = engine.records(&info, document)?;
        held(records.iter().map(reading).collect(), most)
    })
    .map_err(|failure| {
        let is_known = failure.reason != Reason::Binary && !source.bytes.is_empty();
        let media_type = is_known.then(|| isolate(|| Ok(sniff::kind(&source.bytes).media_type().to_owned())).ok());
        FailedReading { failure, media_type: media_type.flatten() }
    })
}

fn reading(record: &Record) -> DisclosureReading {
    let identity = record.form.identity();
    let text = |leaf: Option<LeafId>| match leaf.map(|leaf| record.value(leaf)) {
        Some(Value::Text(text)) => Some(text.clone()),
        Some(Value::Date(date)) => Some(date.to_string()),
        _ => None,
    };
    DisclosureReading {
        form: record.form.id.clone(),
        media_type: record.source.media_type.clone().into_owned(),
        pages: record.source.pages,
        part: record.source.part.clone(),
        agency_code: text(identity.code),
        agency_name: text(identity.name),
        updated_on: text(identity.updated_on),
        edition: record.checklist.guideline_edition.clone(),
        has_warnings: record.diagnostics.iter().any(|diagnostic| diagnostic.severity >= Severity::Warning),
        data: json(&record.data()),
        evidence: json(&record.evidence_map()),
        diagnostics: json(&record.diagnostics),
    }
}

impl DisclosureReading {
    /// The reading of a record that is JSON, such as another machine has made it.
    #[must_use]
    pub fn of_json(form: &Form, record: &serde_json::Value) -> Self {
        let identity = form.identity();
        let part = |pointer: &str| record.pointer(pointer).unwrap_or(&serde_json::Value::Null);
        let text = |pointer: &str| part(pointer).as_str().map(str::to_owned);
        let leaf = |leaf: Option<LeafId>| leaf.and_then(|leaf| text(&form.leaf(leaf).pointer));
        let edition = form.checklist.as_ref().and_then(|list| text(&format!("{}/guideline_edition", list.pointer)));
        let severities = part("/diagnostics").as_array().into_iter().flatten().filter_map(|said| said.get("severity"));
        Self {
            form: form.id.clone(),
            media_type: text("/source/media_type").unwrap_or_default(),
            pages: part("/source/pages").as_u64().and_then(|pages| u32::try_from(pages).ok()),
            part: serde_json::from_value(part("/source/part").clone()).ok(),
            agency_code: leaf(identity.code),
            agency_name: leaf(identity.name),
            updated_on: leaf(identity.updated_on),
            edition,
            has_warnings: severities.into_iter().any(|severity| severity != "info"),
            data: part("/data").to_string(),
            evidence: part("/evidence").to_string(),
            diagnostics: part("/diagnostics").to_string(),
        }
    }
}

fn json(value: &impl Serialize) -> String {
    // Serializing to a string fails only for maps with keys that are no strings: there are none.
    serde_json::to_string(value).unwrap_or_default()
}

fn held(readings: Vec<DisclosureReading>, most: usize) -> Result<Vec<DisclosureReading>, Failure> {
    let size: usize = readings.iter().map(|part| part.data.len() + part.evidence.len() + part.diagnostics.len()).sum();
    if size <= most {
        return Ok(readings);
    }
    let message = format!("the record has {size} bytes, more than the limit of {most}");
    Err(Failure::new(Reason::Limit, message).hint("--max-output raises the limit"))
}
