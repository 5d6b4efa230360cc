//! The document: what every kind of input becomes, and all that the later phases know of it.
//!
//! A document is one text buffer and the blocks over it: paragraphs and tables of cells, in reading
//! order. Each stretch of the buffer (a [`Run`]) knows where it stands in the input, so a value found
//! anywhere downstream can be shown on its line or page. `source` makes documents, `normalize` rewrites
//! them; see ARCHITECTURE.md for the phases.

use serde::Serialize;

/// What ends a page in a plain text.
pub const PAGE_END: char = '\u{c}';

/// A half-open range of byte offsets into [`Document::text`], always on character boundaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize)]
pub struct Span {
    /// Offset of the first byte.
    pub start: usize,
    /// Offset just behind the last byte.
    pub end: usize,
}

impl Span {
    /// The span from `start` to `end`; an `end` before `start` gives the empty span at `start`.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        Self { start, end: end.max(start) }
    }

    /// Length in bytes.
    #[must_use]
    pub fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether the span holds no byte.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The stretch of `text` that the span names; empty when the span does not fit the text.
    #[must_use]
    pub fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or_default()
    }
}

/// A rectangle on a page, in PDF points (1/72 inch), origin at the page's top left corner.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Rect {
    /// Left edge.
    pub x0: f32,
    /// Top edge.
    pub y0: f32,
    /// Right edge.
    pub x1: f32,
    /// Bottom edge.
    pub y1: f32,
}

impl Rect {
    /// The smallest rectangle around both.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        Self {
            x0: self.x0.min(other.x0),
            y0: self.y0.min(other.y0),
            x1: self.x1.max(other.x1),
            y1: self.y1.max(other.y1),
        }
    }
}

/// Where a run of characters stands in the input.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// A line of a text source, 1-based.
    Line(u32),
    /// A rectangle on a page of a paged source; pages are 1-based.
    Page {
        /// The page's number, 1-based.
        page: u32,
        /// The run's bounding box on that page.
        bbox: Rect,
    },
    /// A paragraph outside any table of a flowing source (Word, HTML), 1-based.
    Paragraph(u32),
    /// A cell of a table of a flowing source. All three are 1-based and count what the source has, nested
    /// tables and empty cells included.
    TableCell {
        /// The table, counted by where it begins.
        table: u32,
        /// The row in the table.
        row: u32,
        /// The cell in the row.
        cell: u32,
    },
    /// A cell of a spreadsheet; column and row are 0-based.
    Sheet {
        /// Index into [`Document::sheets`].
        sheet: u16,
        /// The column: 0 is A.
        column: u32,
        /// The row: 0 is the one that spreadsheets call 1.
        row: u32,
    },
}

/// How a run is set: notes are set above the line in small type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Script {
    /// On the base line.
    #[default]
    Normal,
    /// Raised: the form's note marks 注1) are set so.
    Superscript,
}

/// A stretch of the text that stands in one place. Runs are sorted by `start`; a run ends where the next begins.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Run {
    /// Offset of its first byte in [`Document::text`].
    pub start: usize,
    /// Where it stands.
    pub place: Place,
    /// How it is set.
    pub script: Script,
    /// What the input has there, where that is not the text itself: the markup of a check box, say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub literal: Option<Box<str>>,
}

/// How it was told where a cell's text begins and ends. What is not drawn may have taken a neighbour's lines, or lost some to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Extent {
    /// The source marks its cells, or lines are drawn around them.
    #[default]
    Drawn,
    /// By how the text of a page aligns.
    Aligned,
    /// By how the lines of a text are laid out.
    Lines {
        /// Whether its first or last line may as well go on the cell above or go on below.
        is_open: bool,
    },
    /// By the form's wording; see [`crate::weave`].
    Woven {
        /// Whether its text may as well be another cell's.
        is_open: bool,
    },
}

impl Extent {
    /// Whether the source marks it.
    #[must_use]
    pub fn is_drawn(&self) -> bool {
        *self == Self::Drawn
    }

    /// Whether it was told by where text stands on a page or in lines.
    #[must_use]
    pub fn is_by_place(self) -> bool {
        matches!(self, Self::Aligned | Self::Lines { .. })
    }

    /// Whether it was told by the lines of a text.
    #[must_use]
    pub fn is_by_lines(self) -> bool {
        matches!(self, Self::Lines { .. })
    }

    /// Whether another extent is as good.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(self, Self::Lines { is_open: true } | Self::Woven { is_open: true })
    }
}

/// One cell of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Cell {
    /// First row it covers, 0-based.
    pub row: u32,
    /// First column it covers, 0-based.
    pub column: u32,
    /// How many rows it covers, at least 1.
    pub row_span: u32,
    /// How many columns it covers, at least 1.
    pub column_span: u32,
    /// Its text.
    pub span: Span,
    /// How it was told where its text begins and ends.
    #[serde(skip_serializing_if = "Extent::is_drawn")]
    pub extent: Extent,
}

/// A table: cells sorted by row, then column. Empty cells may be left out.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Table {
    /// The cells in reading order.
    pub cells: Vec<Cell>,
}

/// A piece of the document's flow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Block {
    /// Text outside any table; in a text without tables, one line.
    Paragraph(Span),
    /// A table.
    Table(Table),
}

impl Block {
    /// How many texts it has: one, or those of its cells.
    pub(crate) fn texts(&self) -> usize {
        match self {
            Self::Paragraph(_) => 1,
            Self::Table(table) => table.cells.len(),
        }
    }
}

/// A character that was read from a page's picture.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ReadCharacter {
    /// The character.
    pub text: char,
    /// Where it stands on the page.
    pub bbox: Rect,
    /// How probable it is, from 0 to 1.
    pub probability: f32,
}

/// A page that was read from its picture.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ScannedPage {
    /// The page's number, 1-based.
    pub page: u32,
    /// Its characters, row by row.
    pub characters: Vec<ReadCharacter>,
}

/// What a source noticed and the record's diagnostics are to say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Notice {
    /// The diagnostic's code.
    pub code: crate::diagnostic::Code,
    /// What was seen and where.
    pub message: String,
}

/// Where spaces are typesetting that a program wrote down: between Japanese and Latin script, and where lines ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct ScriptGaps {
    /// Where Latin script begins.
    pub ahead: bool,
    /// Where it ends.
    pub behind: bool,
    /// Between a number and its unit.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub units: bool,
    /// Where a line of a cell ended.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub lines: bool,
}

impl ScriptGaps {
    /// Whether they are nowhere.
    #[must_use]
    pub fn is_none(&self) -> bool {
        *self == Self::default()
    }
}

/// A document as the phases see it.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Document {
    /// IANA media type of the input.
    pub media_type: &'static str,
    /// Number of pages, for paged sources.
    pub pages: Option<u32>,
    /// Names of the sheets, for spreadsheets.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sheets: Vec<String>,
    /// All text, block after block.
    pub text: String,
    /// Where each stretch of the text stands.
    pub runs: Vec<Run>,
    /// Paragraphs and tables in reading order.
    pub blocks: Vec<Block>,
    /// Whether the cells of its tables were told apart by how the text is laid out, the source marking none.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub is_laid_out: bool,
    /// Where the text shows a space wherever Japanese and Latin script meet, as typesetting sets them apart.
    #[serde(skip_serializing_if = "ScriptGaps::is_none")]
    pub script_gaps: ScriptGaps,
    /// Whether tables in it were put together by the form's wording; see [`crate::weave`].
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub is_woven: bool,
    /// Whether its lines were cut out of running text by the form's wording; see [`crate::weave`].
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub is_cut: bool,
    /// Whether the lines of its cells end where a program that ruled its tables with hyphens had no more room.
    #[serde(skip)]
    pub is_ruled: bool,
    /// Lines of scraped text that end with a tab: the program that wrote them leaves out no empty cell.
    #[serde(skip)]
    pub tabbed_ends: Vec<u32>,
    /// A flat text as it is, where the blocks may be put together anew by the form's wording.
    #[serde(skip)]
    pub flat: Option<Box<Document>>,
    /// Where words of a flat text begin that is laid out in columns, each with its column.
    #[serde(skip)]
    pub columns: Vec<(usize, u32)>,
    /// The line of the input that each line of the text is, where lines were put in another order. Places count lines of the
    /// text until it is woven.
    #[serde(skip)]
    pub lines: Vec<u32>,
    /// The pages that were read from their pictures.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub scanned: Vec<ScannedPage>,
    /// What the source noticed.
    pub notices: Vec<Notice>,
}

impl Document {
    /// An empty document of the given media type.
    #[must_use]
    pub fn new(media_type: &'static str) -> Self {
        Self { media_type, ..Self::default() }
    }

    /// The line of the input that a line of the text is.
    pub(crate) fn input_line(&self, line: u32) -> u32 {
        let own = usize::try_from(line).ok().and_then(|line| self.lines.get(line.checked_sub(1)?));
        own.copied().unwrap_or(line)
    }

    /// Puts the lines of the input into its places.
    pub(crate) fn restore_lines(&mut self) {
        let mut runs = std::mem::take(&mut self.runs);
        for run in &mut runs {
            if let Place::Line(line) = &mut run.place {
                *line = self.input_line(*line);
            }
        }
        self.runs = runs;
        self.lines.clear();
    }

    /// Whether the lines of its cells are those of a page, which ends them where there is no more room.
    #[must_use]
    pub fn wraps_lines(&self) -> bool {
        self.is_flat() || self.is_ruled || self.pages.is_some()
    }

    /// Whether it is text whose rows are its lines, with cells parted by tabs.
    #[must_use]
    pub fn is_scraped(&self) -> bool {
        self.media_type == "text/plain" && !self.is_flat()
    }

    /// Whether its tables were told by how text is laid out or by the form's wording.
    #[must_use]
    pub fn is_flat(&self) -> bool {
        self.is_laid_out || self.is_woven
    }

    /// How the extent of text outside of tables is told. Among tables without ruling lines a line outside of them may be a row
    /// that was not known as one.
    #[must_use]
    pub fn extent(&self) -> Extent {
        let tables =
            || self.blocks.iter().filter_map(|block| if let Block::Table(table) = block { Some(table) } else { None });
        if self.is_laid_out {
            Extent::Lines { is_open: false }
        } else if tables().any(|table| table.cells.iter().any(|cell| cell.extent == Extent::Aligned)) {
            Extent::Aligned
        } else {
            Extent::Drawn
        }
    }

    /// Appends text that stands at `place` and returns its span. Extends the last run where place and script agree.
    pub fn push(&mut self, text: &str, place: Place, script: Script) -> Span {
        let start = self.text.len();
        let extends =
            self.runs.last().is_some_and(|run| run.literal.is_none() && run.place == place && run.script == script);
        if !extends && !text.is_empty() {
            self.runs.push(Run { start, place, script, literal: None });
        }
        self.text.push_str(text);
        Span::new(start, self.text.len())
    }

    /// Appends text that the input writes as `literal`.
    pub fn push_literal(&mut self, text: &str, literal: &str, place: Place, script: Script) -> Span {
        let start = self.text.len();
        self.runs.push(Run { start, place, script, literal: Some(literal.into()) });
        self.text.push_str(text);
        Span::new(start, self.text.len())
    }

    /// The runs that touch `span`, each with the part of the text it holds.
    pub fn runs_in(&self, span: Span) -> impl Iterator<Item = (&Run, Span)> {
        self.runs_from(self.run_at(span.start, 0), span)
    }

    /// The line of the source that a stretch begins on, 1-based, where its source has lines.
    pub(crate) fn line_of(&self, span: Span) -> Option<u32> {
        match self.runs_in(span).next()?.0.place {
            Place::Line(line) => Some(line),
            _ => None,
        }
    }

    /// The index of the run that an offset of the text lies in. It is looked for from the run `near` on, if that is none behind it.
    pub(crate) fn run_at(&self, offset: usize, near: usize) -> usize {
        let begins = |run: &Run| run.start <= offset;
        let later = self.runs.get(near + 1..).unwrap_or_default();
        if near > 0 && self.runs.get(near).is_some_and(begins) {
            return near + leading(later, begins);
        }
        self.runs.partition_point(begins).saturating_sub(1)
    }

    /// The same for a span that touches no run before the `first`.
    pub(crate) fn runs_from(&self, first: usize, span: Span) -> impl Iterator<Item = (&Run, Span)> {
        let mut runs = self.runs.get(first..).unwrap_or_default();
        std::iter::from_fn(move || {
            loop {
                let (run, rest) = runs.split_first().filter(|(run, _)| run.start < span.end)?;
                let end = rest.first().map_or(self.text.len(), |next| next.start);
                let part = Span::new(run.start.max(span.start), end.min(span.end));
                runs = rest;
                if span.start < end && !part.is_empty() {
                    return Some((run, part));
                }
            }
        })
    }

    /// What a person calls a place: `line 3`, `page 2 (72, 540)`, or as [`Document::cell_name`].
    #[must_use]
    pub fn place_name(&self, place: Place) -> String {
        match place {
            Place::Line(line) => format!("line {line}"),
            Place::Page { page, bbox } => format!("page {page} ({:.0}, {:.0})", bbox.x0, bbox.y0),
            _ => self.cell_name(place).unwrap_or_default(),
        }
    }

    /// What a person calls the place in the program that wrote the input: `Sheet1!C7`, `table 2, row 3, cell 1`,
    /// `paragraph 4`. Lines and pages have evidence keys of their own and give none.
    #[must_use]
    pub fn cell_name(&self, place: Place) -> Option<String> {
        match place {
            Place::Line(_) | Place::Page { .. } => None,
            Place::Paragraph(number) => Some(format!("paragraph {number}")),
            Place::TableCell { table, row, cell } => Some(format!("table {table}, row {row}, cell {cell}")),
            Place::Sheet { sheet, column, row } => {
                let name = self.sheets.get(usize::from(sheet)).map_or("", String::as_str);
                // Spreadsheets quote names that could be taken for something else.
                let plain = name.chars().all(|c| c.is_alphanumeric() || c == '_');
                let cell = format!("{}{}", column_letters(column), u64::from(row) + 1);
                Some(if plain { format!("{name}!{cell}") } else { format!("'{}'!{cell}", name.replace('\'', "''")) })
            }
        }
    }
}

/// How many entries at the head of a sorted list are accepted; as quick as it gets where they are few.
pub(crate) fn leading<T>(sorted: &[T], accept: impl Fn(&T) -> bool) -> usize {
    const FEW: usize = 8;
    match sorted.get(FEW) {
        Some(entry) if accept(entry) => sorted.partition_point(accept),
        _ => sorted.iter().take_while(|entry| accept(entry)).count(),
    }
}

/// A column's letters: A, B … Z, AA, AB …
pub fn column_letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = u64::from(column) + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + u8::try_from(rest % 26).unwrap_or_default()));
        rest /= 26;
    }
    letters.iter().rev().collect()
}
