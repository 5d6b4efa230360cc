//! Scanned pages: pictures of pages become lines, rows and marks ([`scan`]), pictures of lines become characters ([`ocr`]). What other
//! programs read from them is in files of [`words`].

#![forbid(unsafe_code)]
#![deny(missing_docs)]

pub mod ocr;
pub mod options;
pub mod pictures;
pub mod recognizer;
pub mod scan;
pub mod words;

use yomitori_core::{diagnostic, digest, document, form, record, text};
