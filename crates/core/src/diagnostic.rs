//! Diagnostics: doubts as values, each with a stable code, a severity, a pointer and a message.
//!
//! [`CODES`] is the one table of them. `yomitori explain`, the documentation and the record's JSON
//! Schema are made from it.

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::sync::Mutex;

/// How much a diagnostic matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; nothing to do.
    Info,
    /// A person should look.
    Warning,
    /// The value can't be relied on.
    Error,
}

/// A doubt about one place of the record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// Which doubt.
    pub code: Code,
    /// How much it matters.
    pub severity: Severity,
    /// JSON Pointer (RFC 6901) into the record; empty for the record as a whole.
    pub pointer: String,
    /// What was seen, naming the value.
    pub message: String,
}

/// What the table says of a code.
#[derive(Debug, Clone, Copy)]
pub struct Meaning {
    /// The code.
    pub code: Code,
    /// The severity it has unless the form's rules say otherwise.
    pub severity: Severity,
    /// One line: what it says.
    pub summary: &'static str,
    /// When it is raised, what the record holds then, and what to do.
    pub detail: &'static str,
}

/// A code that a form file names: `area.what`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OwnCode(&'static str);

impl OwnCode {
    /// The code of a name; none where it is not `area.what` in small ASCII letters, digits and hyphens. Each name is kept once, for as
    /// long as the program runs.
    #[must_use]
    pub fn new(name: &str) -> Option<Self> {
        static NAMES: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());
        let is_word = |word: &str| {
            word.starts_with(|c: char| c.is_ascii_lowercase())
                && !word.ends_with('-')
                && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
        };
        name.split_once('.').filter(|(area, what)| is_word(area) && is_word(what))?;
        let mut names = NAMES.lock().ok()?;
        if let Some(known) = names.get(name) {
            return Some(Self(known));
        }
        let name: &'static str = Box::leak(name.to_owned().into_boxed_str());
        names.insert(name);
        Some(Self(name))
    }
}

macro_rules! codes {
    ($($variant:ident $name:literal $severity:ident $summary:literal $detail:literal)*) => {
        /// The diagnostics' codes, in the order of the table.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = $summary] $variant,)*
            /// A code that a form file gives to a check of its own.
            Own(OwnCode),
        }

        /// Every code with its meaning.
        pub const CODES: &[Meaning] = &[
            $(Meaning { code: Code::$variant, severity: Severity::$severity, summary: $summary, detail: $detail },)*
        ];

        impl Code {
            /// The code as it stands in records: `area.what`.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Code::$variant => $name,)* Code::Own(code) => code.0 }
            }

            /// The severity it has unless the form's rules say otherwise.
            #[must_use]
            pub const fn severity(self) -> Severity {
                match self { $(Code::$variant => Severity::$severity,)* Code::Own(_) => Severity::Warning }
            }
        }
    };
}

codes! {
    FieldMissing "field.missing" Info
        "The field's label is not in the document."
        "The value is null (a list is empty). The row may have been deleted, or its label is too damaged to be known again. A required field raises it as a warning."
    FieldBlank "field.blank" Info
        "The field's label is there, but nothing is written."
        "The value is null (a list is empty). Blank is also a cell with only a dash, only a unit such as 円 or 件, or only the brackets of a detail. A required field raises it as a warning."
    FieldUnparsed "field.unparsed" Warning
        "There is text, but it is not of the field's type."
        "The value is null; the text stays in the evidence. A month without a day is no date, a bound (at least 100) is no count."
    FieldUnexpectedLabel "field.unexpected-label" Warning
        "A cell carries another field's label."
        "Where one field's cell should stand, the document repeats the label of a neighbour, such as the heading of the year where that of the day belongs. The value is null: what was meant can't be known."
    FieldMultipleValues "field.multiple-values" Warning
        "More than one value is written where the form asks for one."
        "A phone number: the first one is kept. Amounts: the text is kept and yen is null."
    FieldFuzzyLabel "field.fuzzy-label" Info
        "The label was known again only approximately."
        "The document writes the label with slips, as OCR or typing leaves them. The value was read; compare the label in the message."
    FieldOutOfOrder "field.out-of-order" Info
        "The label stands elsewhere than the form has it."
        "The value was read from where the label stands."
    FieldMergedColumns "field.merged-columns" Info
        "One cell was taken to hold for both columns."
        "The row has a single value that stands under neither column's heading."
    FieldLineGuess "field.guessed-extent" Info
        "Where the value ends was not marked by a table."
        "The text has no cells there: it runs over several lines, may go on elsewhere, or is less than the form has. Compare the evidence."
    FieldLineEnd "field.line-end" Info
        "A line of a page ends inside the value."
        "Whether a space stood there can't be seen: the lines are joined as Japanese is set. In flat text that sets the scripts apart, this holds for a space before a letter or number as well. Compare the evidence where spaces count."
    ChoiceMultiple "choice.multiple" Warning
        "More than one option is marked where the form asks for one."
        "All marked options are kept."
    ChoiceNone "choice.none" Info
        "Options are printed with their boxes, but none is marked."
        "The list is empty. A required choice raises it as a warning."
    ChoiceUnmarkedOptions "choice.unmarked-options" Warning
        "All options stand there and none carries a mark."
        "The list is empty: leaving only the chosen options is allowed, leaving all of them is no choice."
    ChoiceAmbiguousMark "choice.ambiguous-mark" Warning
        "The marks can be read in more than one way."
        "Every option carries ○, or ○ stands beside other marks. Where every option carries ○ nothing is taken as chosen."
    ChoiceDetailWithoutMark "choice.detail-without-mark" Warning
        "A detail is written in the brackets of an option that is not marked."
        "The detail is kept; the option is not taken as chosen."
    ChecklistConflict "checklist.conflict" Warning
        "An item is marked both done and planned."
        "Its status is `conflict`."
    ChecklistUnmarked "checklist.unmarked" Warning
        "An item is marked neither done nor planned."
        "Its status is `unmarked`."
    ChecklistPlanWithoutMark "checklist.plan-without-mark" Warning
        "A plan is written beside an item that is not marked as planned."
        "The plan is kept and the status follows the marks."
    ChecklistComplianceMismatch "checklist.compliance-mismatch" Warning
        "The statement of compliance disagrees with the items of the checklist."
        "The form asks for the statement of full compliance when every item is done, and for another choice when any item is not."
    ChecklistItemCount "checklist.item-count" Warning
        "The number of items or sections differs from the edition's."
        "Items may have been deleted or added by the agency, or lost in reading."
    ChecklistNumbering "checklist.numbering" Warning
        "Item numbers of a section do not run from 1 without gaps."
        "The numbers are kept as printed."
    ChecklistDateMismatch "checklist.date-mismatch" Info
        "The date of the last update on the checklist differs from the one on the first page."
        "Both dates are kept."
    ChecklistUnknownSection "checklist.unknown-section" Warning
        "A checklist section's title is not one of the form's."
        "Its items are kept under the id `unknown`."
    ChecklistUnknownEdition "checklist.unknown-edition" Warning
        "The form file does not have the checklist's edition."
        "Sections, numbers, wordings and marks were read all the same; a section that no edition has is named after its title. Nothing tells whether items are missing."
    ChecklistMissingTitle "checklist.missing-title" Info
        "A checklist section begins without its title."
        "Its id was told by its items; its title is null."
    CodeCheckDigit "code.check-digit" Warning
        "The agency code's last digit is not its check digit."
        "Weights 2,1,2,1… from the digit before the last leftward, the digits of the products added; the check digit is (10 − sum mod 10) mod 10. The code is kept as written."
    SitesCountMismatch "sites.count-mismatch" Info
        "Fewer sites are stated than prefectures are listed."
        "Both are kept."
    CapacityDayOverYear "capacity.day-over-year" Warning
        "The capacity or volume of a day is larger than that of a year."
        "Both numbers are kept; they may have been exchanged."
    FeesAmountWithoutBilling "fees.amount-without-billing" Warning
        "No separate billing is marked, yet an amount is written below."
        "Both are kept."
    DateFuture "date.future" Warning
        "A date lies in the future."
        "The date is kept. Today's date is the system's unless --today sets another."
    DateOrder "date.order" Warning
        "The disclosure was updated before the service it describes started."
        "Both dates are kept."
    FieldBound "field.bound" Info
        "An amount is stated as a bound."
        "The form has amounts with 以下, 以上 or まで: the amount is kept, and its text says which bound it is."
    TableUnknownColumn "table.unknown-column" Warning
        "A table has a column that the form does not."
        "A cell goes under its own heading, never by position: the column's cells were left out, and the other columns read."
    TableMissingColumn "table.missing-column" Warning
        "A table lacks a heading that the form's has."
        "The column's values are null: they are never taken from where the column usually stands. It may have another wording than the form file knows."
    FormUnreadText "form.unread-text" Info
        "Text of the form part was taken for no field."
        "The document has rows or lines that the form does not know, or a label too damaged to be known again."
    FormUnrecognized "form.unrecognized" Error
        "The document is of no form that is known."
        "There is no record; the document counts as failed. The message names the form that comes nearest and what was found of it: its title, labels and items, and texts that are none of its."
    FormAmbiguous "form.ambiguous" Error
        "The document fits two forms about as well."
        "There is no record; the document counts as failed. The message names both. Name one with --form."
    FormDuplicate "form.duplicate-label" Info
        "A field's label stands in the document more than once."
        "The first one that fits the form's order was read; the message shows the other."
    TextGarbled "text.garbled" Warning
        "Characters could not be decoded."
        "The text holds replacement characters, private-use or unmapped glyphs; values around them may be incomplete."
    TextEncoding "text.encoding-guessed" Info
        "The text's encoding was guessed."
        "There was no byte order mark and the bytes were not valid UTF-8."
    TextByColumns "text.by-columns" Warning
        "The text may go column by column."
        "Labels stand together without their values, as where a program took text out of a page and wrote a table's columns one behind the other. Values may be other fields'. Give the page itself, or text that keeps the layout, such as pdftotext makes with -layout."
    SourceHiddenLeftOut "source.hidden-left-out" Info
        "Hidden content was left out."
        "The document has rows, columns, sheets, runs or elements that its program does not show. They are no part of what is disclosed and were not read."
    SourcePartUnread "source.part-unread" Warning
        "A part of the document could not be read."
        "The rest was read. The message names the part and what may be missing: the drawing of a sheet, for one, holds its check boxes."
    SourceStruckLeftOut "source.struck-left-out" Info
        "Text that is struck through was left out."
        "A line through an option or a value says that it does not hold, as does deleted text in HTML."
    SourceFormulaUnvalued "source.formula-without-value" Warning
        "The value of a formula is not stored."
        "Programs that write workbooks without calculating them leave it to the reader's. Such cells were read as blank; open the file in a spreadsheet program and save it."
    SourceMarkUnread "source.drawing-unread" Warning
        "What was drawn or stamped on a page may be a mark."
        "It stands on the text in a way that does not tell which option it marks. Look at the page."
    SourceWatermark "source.watermark-left-out" Info
        "A watermark was left out."
        "Text far larger than the page's, or set across it, that lies under or over its text is no part of the form."
    TextInvisible "text.invisible" Info
        "Text of the page is not painted."
        "It was read as the page's text: OCR programs lay it over the image of a scanned page, and its characters are guesses."
    IdentityConflict "identity.conflict" Warning
        "Which agency the disclosure is of is doubted."
        "A data set of several disclosures raises it: one code is stated under names far apart, or one name with several codes. Agencies that disclose at the same time are kept apart. A registry (`import --registry`) settles it."
    HistoryTie "history.tie" Info
        "Nothing tells which of an agency's disclosures is the latest."
        "A data set raises it: two disclosures are of the same day and were first seen in the same import. The one whose file name, then hash, sorts last is taken."
    CorrectionStale "correction.stale" Warning
        "A value that a person settled is read otherwise now."
        "A data set raises it: what the person said still holds, but the program reads neither that nor what it read then. Look at the value once more; accepting or correcting it again settles it."
    CorrectionConflict "correction.conflict" Warning
        "Two people say differently what a value is."
        "A data set raises it. Both corrections are kept, and the later one is shown. It is settled when they agree, or when one of them withdraws."
    ReviewUncertain "review.uncertain" Warning
        "The value may well be wrong."
        "Raised where it is asked for (`--review-below`): from what is known of how the value was read, the chance that it is right is low. The message says why; compare the document, or open `yomitori review`."
    PageOcr "page.ocr" Info
        "A page is an image and was read by OCR."
        "What the recognizer found is the page's text; its characters are guesses."
    OcrUncertain "ocr.uncertain" Warning
        "A value was read from a picture, and not all of its characters are sure."
        "The value is kept. The message names the characters that are the least sure; compare the page. A mark whose shape and reading disagree is among them."
    PageNoText "page.no-text" Warning
        "A page is an image without text."
        "Nothing of the page was read. `yomitori models` says how scans are read."
}

impl Code {
    /// The code with the given name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        CODES.iter().map(|meaning| meaning.code).find(|code| code.name() == name)
    }
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

impl Serialize for Code {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl Diagnostic {
    /// A diagnostic with the code's own severity.
    #[must_use]
    pub fn new(code: Code, pointer: impl Into<String>, message: impl Into<String>) -> Self {
        Self { code, severity: code.severity(), pointer: pointer.into(), message: message.into() }
    }
}
