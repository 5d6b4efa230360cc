//! The body of a Word document: its XML, element by element, with a stack of the tables and cells around.

use super::control::{ContentControl, form_field};
use super::numbering::Numbering;
use super::paragraph::WordStory;
use super::properties::{ParagraphProperties, RunProperties, RunStyle};
use super::styles::WordStyles;
use super::table::{CellProperties, WordTable};
use crate::budget::{Budget, Supply};
use crate::diagnostic::Code;
use crate::document::{Notice, Place};
use crate::failure::Failure;
use crate::flow::{Flow, NESTING};
use crate::xml::{Memo, Node, Tag, Xml};

/// What the body holds.
pub struct FoundBody {
    /// Paragraphs and tables.
    pub flows: Vec<Flow>,
    /// What was left out.
    pub notices: Vec<Notice>,
}

/// Reads the main part.
pub fn read(
    text: &str,
    part: &str,
    styles: WordStyles,
    numbering: Numbering,
    budget: &Budget,
) -> Result<FoundBody, Failure> {
    let mut body = Body {
        xml: Xml::new(text, part, budget),
        known: KnownProperties::default(),
        styles,
        numbering,
        budget,
        story: WordStory::default(),
        around: Vec::new(),
        too_deep: 0,
        controls: Vec::new(),
        paragraphs: 0,
        tables: 0,
        in_text: false,
        hidden: false,
        struck: false,
    };
    while let Some(node) = body.xml.next()? {
        match node {
            Node::Open(tag) => body.open(&tag)?,
            Node::Text(text) if body.in_text => body.write(&text, None),
            Node::Text(_) => {}
            Node::Close(end) => body.close(end.name()),
        }
    }
    Ok(body.finish())
}

/// Properties that were read.
#[derive(Default)]
struct KnownProperties<'a> {
    paragraphs: Memo<'a, ParagraphProperties>,
    runs: Memo<'a, RunProperties>,
    cells: Memo<'a, CellProperties>,
}

/// The main part while it is read.
pub(super) struct Body<'a> {
    xml: Xml<'a>,
    known: KnownProperties<'a>,
    styles: WordStyles,
    numbering: Numbering,
    budget: &'a Budget,
    /// What is being read into.
    pub(super) story: WordStory,
    /// The stories around, the outermost first, each with the table that interrupts it; text boxes have none.
    around: Vec<(WordStory, Option<WordTable>)>,
    /// Tables and text boxes open that are nested too deep: their text is read into the cell around.
    too_deep: u32,
    /// The content controls open.
    pub(super) controls: Vec<ContentControl>,
    paragraphs: u32,
    tables: u32,
    in_text: bool,
    /// Whether hidden text was left out.
    pub(super) hidden: bool,
    /// Whether text that is struck through was left out.
    pub(super) struck: bool,
}

impl<'a> Body<'a> {
    fn open(&mut self, tag: &Tag<'a>) -> Result<(), Failure> {
        match tag.name() {
            "p" => self.open_paragraph()?,
            "pPr" => self.paragraph_properties(tag)?,
            "r" => self.story.run = self.story.paragraph,
            "rPr" => self.run_properties(tag)?,
            "t" => self.in_text = true,
            "tab" | "ptab" => self.write("\t", None),
            "br" | "cr" => self.write("\n", None),
            "noBreakHyphen" => self.write("-", None),
            "sym" => self.symbol(tag),
            "docPr" => self.picture(tag),
            "fldChar" => {
                if let Some(field) = form_field(&mut self.xml)? {
                    self.write(&field.text, Some(field.literal));
                }
            }
            "sdt" => self.controls.push(ContentControl::default()),
            "sdtPr" => {
                let read = ContentControl::read(&mut self.xml)?;
                if let Some(control) = self.controls.last_mut() {
                    *control = read;
                }
            }
            // Deleted text, readings above words, what older programs read instead, instructions, layout.
            "del" | "moveFrom" | "rt" | "Fallback" | "instrText" | "delText" | "delInstrText" | "sectPr" | "tblPr"
            | "tblGrid" | "tblPrEx" => self.xml.skip()?,
            _ => self.open_part(tag)?,
        }
        Ok(())
    }

    /// Opens the parts of tables, and text boxes.
    fn open_part(&mut self, tag: &Tag<'a>) -> Result<(), Failure> {
        match tag.name() {
            "tbl" | "txbxContent" if self.too_deep > 0 || self.around.len() >= 2 * NESTING => self.too_deep += 1,
            "tbl" => {
                self.tables += 1;
                let table = WordTable::new(self.tables);
                self.around.push((std::mem::take(&mut self.story), Some(table)));
            }
            "txbxContent" => {
                let inner = WordStory::at(self.place());
                self.around.push((std::mem::replace(&mut self.story, inner), None));
            }
            "tr" | "trPr" | "tc" | "tcPr" if self.too_deep == 0 => self.open_cell_part(tag)?,
            _ => {}
        }
        Ok(())
    }

    fn open_cell_part(&mut self, tag: &Tag<'a>) -> Result<(), Failure> {
        if tag.name() == "tcPr" {
            self.story.cell = self.known.cells.read(&mut self.xml, tag, CellProperties::read)?;
            return Ok(());
        }
        let Some((_, Some(table))) = self.around.last_mut() else { return Ok(()) };
        match tag.name() {
            "tr" => table.open_row(),
            "trPr" => self.hidden |= table.row_properties(&mut self.xml)?,
            _ => {
                self.budget.charge(Supply::Cells, 1)?;
                self.story = WordStory::at(table.open_cell());
            }
        }
        Ok(())
    }

    fn close(&mut self, name: &str) {
        match name {
            "t" => self.in_text = false,
            "p" if !self.story.joined => self.finish_paragraph(),
            "sdt" => {
                self.controls.pop();
            }
            "tbl" | "txbxContent" if self.too_deep > 0 => self.too_deep -= 1,
            "tc" if self.too_deep == 0 => {
                self.finish_paragraph();
                if let Some((_, Some(table))) = self.around.last_mut() {
                    let cell = std::mem::take(&mut self.story);
                    table.close_cell(cell.cell, cell.flows);
                }
            }
            "tr" if self.too_deep == 0 => {
                if let Some((_, Some(table))) = self.around.last_mut() {
                    table.close_row();
                }
            }
            "tbl" | "txbxContent" => self.close_inner(),
            _ => {}
        }
    }

    /// A table or text box ends: what it held joins the story around, before the paragraph it is anchored in.
    fn close_inner(&mut self) {
        self.finish_paragraph();
        let Some((outer, table)) = self.around.pop() else { return };
        let inner = std::mem::replace(&mut self.story, outer);
        match table {
            Some(table) => self.story.flows.push(Flow::Table(table.finish())),
            None => self.story.flows.extend(inner.flows),
        }
    }

    fn open_paragraph(&mut self) -> Result<(), Failure> {
        self.budget.charge(Supply::Cells, 1)?;
        if !self.story.joined {
            self.finish_paragraph();
            self.paragraphs += u32::from(self.story.place.is_none());
        }
        self.story.joined = false;
        (self.story.paragraph, self.story.run) = (RunStyle::default(), RunStyle::default());
        Ok(())
    }

    fn finish_paragraph(&mut self) {
        let place = self.place();
        self.story.finish_paragraph(place);
    }

    fn place(&self) -> Place {
        self.story.place.unwrap_or(Place::Paragraph(self.paragraphs))
    }

    fn paragraph_properties(&mut self, tag: &Tag<'a>) -> Result<(), Failure> {
        let read = self.known.paragraphs.read(&mut self.xml, tag, ParagraphProperties::read)?;
        let style = read.style.map(|id| self.styles.get(&id)).unwrap_or_default();
        self.story.joined = read.is_joined;
        (self.story.paragraph, self.story.run) = (style.run, style.run);
        self.story.label = self.numbering.label(read.list.over(style.list)).or(self.story.label.take());
        Ok(())
    }

    fn run_properties(&mut self, tag: &Tag<'a>) -> Result<(), Failure> {
        let read = self.known.runs.read(&mut self.xml, tag, RunProperties::read)?;
        let style = read.style.map(|id| self.styles.get(&id).run).unwrap_or_default();
        self.story.run = read.run.over(style).over(self.story.paragraph);
        Ok(())
    }

    fn finish(mut self) -> FoundBody {
        self.finish_paragraph();
        let notice = |code, message: &str| Notice { code, message: message.to_owned() };
        let hidden = self.hidden.then(|| notice(Code::SourceHiddenLeftOut, "hidden text or rows of tables"));
        let struck = self.struck.then(|| notice(Code::SourceStruckLeftOut, "text that is struck through"));
        FoundBody { flows: self.story.flows, notices: hidden.into_iter().chain(struck).collect() }
    }
}
