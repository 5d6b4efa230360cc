//! yomitori (読み取り, "reading off") reads Japanese disclosure forms into one normalized record per document.
//!
//! The form is the official 「事業運営上開示すべき重要事項の概要\[代行機関\]」 with its annexed security checklist.
//! Agencies publish it in many shapes; every document becomes one JSON record, each value with evidence and
//! each doubt with a diagnostic. A value that can't be told is null with a reason, never a guess.
//!
//! # Example
//!
//! ```
//! use yomitori::record::Value;
//! use yomitori::{Engine, Form};
//!
//! let engine = Engine::new(Form::daiko_kikan()?);
//! let text = "基本情報\t機関名\t株式会社 山田健康\n\t所在地(住所)\t東京都港区芝1-2-3\n\t電話番号\t03 - 1234 - 5678\n\
//!             \tFAX番号\t\n\tホームページアドレス\t\n\t代行機関コード\t\n\t代行機関の分類\t■医療保険者サイド □健診・保健指導機関サイド(健診機関グループ)\n\
//!             施設及び設備情報\t全職員の数\t機関本体 12人\t協力・関係会社 0人\n";
//! let record = engine.read("yamada.txt", text.as_bytes())?;
//! let phone = "/data/organization/phone";
//! assert_eq!(record.value_at(phone).and_then(Value::as_str), Some("03-1234-5678"));
//! assert_eq!(record.evidence_at(phone).map(|evidence| evidence.raw.as_str()), Some("03 - 1234 - 5678"));
//! println!("{}", record.to_json());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # The phases
//!
//! Each is a function of what stands before it, in a module of its own:
//!
//! 1. [`source`]: bytes become a [`document::Document`]: cells and paragraphs, every character knowing where it stands.
//! 2. [`normalize`]: NFKC and Japanese typesetting, with a map back to the text as read.
//! 3. [`segment`]: which part is the form, which the checklist, what is only printed text.
//! 4. [`recognize`]: labels are aligned with the form's order; values, marks and items are read.
//! 5. [`check`]: rules over several values raise diagnostics.
//!
//! [`form`] is the form as data, [`identify`] chooses among several, [`record`] is the result, [`engine`] the flow. Around them stand [`inputs`] and
//! [`isolate`] (files and faults), [`schema`] (what tables hold), [`explain`] (what codes mean), and by feature `dataset` and `worker` (the
//! database, and processes that read for it), `export` (tables), `verify` (golden records), `changes` and `cli` (the commands).
//!
//! # Features
//!
//! `cli` (with `ocr` the default) has everything. A program that only wants records takes `default-features = false` and of these
//! what it needs: the kinds of documents `word`, `excel`, `odf`, `html`, `pdf`; `ocr` (the network that reads scans); `export` with
//! `parquet`, `xlsx` and `sqlite`; `dataset`, `review`.
//!
//! # Limitations
//!
//! See the README: which kinds of input are read, and what is left to the reader of the record.

#![forbid(unsafe_code)]
#![deny(missing_docs)]

#[cfg(feature = "cli")]
pub mod changes;
#[cfg(feature = "cli")]
pub mod cli;
#[cfg(feature = "cli")]
pub mod verify;

pub use yomitori_core::{
    check, confidence, diagnostic, digest, document, explain, failure, form, identify, identity, isolate, leaves,
    normalize, recognize, record, schema, segment, sketch, tables, text, weave,
};
#[cfg(feature = "dataset")]
pub use yomitori_dataset::{dataset, worker};
pub use yomitori_engine::{engine, inputs, paths, reading, source};
#[cfg(feature = "export")]
pub use yomitori_export as export;
pub use yomitori_ocr::ocr;

pub use engine::Engine;
pub use failure::Failure;
pub use form::Form;
pub use record::Record;
pub use source::ReadOptions;
