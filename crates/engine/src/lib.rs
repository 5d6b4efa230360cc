//! From the bytes of any document to its record: what kind of input it is, who reads it, and the phases in their order.

#![forbid(unsafe_code)]
#![deny(missing_docs)]

pub mod engine;
pub mod inputs;
pub mod paths;
pub mod reading;
pub mod source;

use yomitori_core::{
    check, diagnostic, digest, document, failure, form, identify, isolate, normalize, recognize, record, segment, weave,
};
use yomitori_ocr::ocr;
