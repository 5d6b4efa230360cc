//! The end-to-end tests, by feature, in one binary.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod bad_input;
mod bad_run;
mod checklists;
mod command_line;
mod convert;
mod cookbook;
mod corrections;
mod dataset_files;
mod diff;
mod explain;
mod export;
mod export_formats;
mod export_select;
mod extract;
mod fixtures;
mod flat;
mod form_files;
mod golden;
mod growth;
mod hostile;
mod house;
mod import;
mod import_faults;
mod inputs;
mod inspect_tables;
mod isolation;
mod language;
mod months;
mod mutants;
mod mutants_pdf;
mod ocr;
mod parity;
mod placing;
mod reading;
mod rendered;
mod review;
mod schema;
mod several;
mod support;
mod tables;
mod verify;
mod verify_set;
mod which_form;
