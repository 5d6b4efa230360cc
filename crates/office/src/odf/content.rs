//! The content of an OpenDocument file: its XML, element by element, with a stack of the tables and cells around.

use super::story::{OdfList, OdfStory};
use super::styles::OdfStyles;
use super::table::{CellStanding, OdfTable};
use crate::budget::{Budget, Supply};
use crate::document::{Notice, Place};
use crate::failure::Failure;
use crate::floating::Control;
use crate::flow::{Flow, NESTING};
use crate::spreadsheet;
use crate::xml::{Node, Tag, Xml};
use std::collections::HashMap;

/// What the file holds.
#[derive(Default)]
pub struct FoundContent {
    /// Paragraphs and tables.
    pub flows: Vec<Flow>,
    /// Names of the sheets that are shown.
    pub sheets: Vec<String>,
    /// What is said of check boxes that were left out.
    pub lost: Vec<Notice>,
    /// Whether hidden text was left out.
    pub hidden: bool,
    /// Whether text that is struck through was left out.
    pub struck: bool,
}

/// Reads the content.
pub fn read(text: &str, styles: &OdfStyles, is_spreadsheet: bool, budget: &Budget) -> Result<FoundContent, Failure> {
    let mut content = OdfContent {
        xml: Xml::new(text, "content.xml", budget),
        styles,
        is_spreadsheet,
        budget,
        story: OdfStory::default(),
        around: Vec::new(),
        too_deep: 0,
        standing: Vec::new(),
        controls: HashMap::new(),
        paragraphs: 0,
        tables: 0,
        in_paragraph: 0,
        found: FoundContent::default(),
    };
    while let Some(node) = content.xml.next()? {
        match node {
            Node::Open(tag) => content.open(&tag)?,
            Node::Text(text) if content.in_paragraph > 0 => content.write_collapsed(&text),
            Node::Text(_) => {}
            Node::Close(end) => content.close(end.name())?,
        }
    }
    content.finish_paragraph();
    let mut found = content.found;
    found.flows.extend(content.story.flows);
    Ok(found)
}

/// The content while it is read.
pub(super) struct OdfContent<'a> {
    pub(super) xml: Xml<'a>,
    styles: &'a OdfStyles,
    is_spreadsheet: bool,
    pub(super) budget: &'a Budget,
    /// What is being read into.
    pub(super) story: OdfStory,
    /// The stories around, the outermost first, each with the table that interrupts it.
    around: Vec<(OdfStory, OdfTable)>,
    /// Tables open that are nested too deep: their text is read into the cell around.
    too_deep: u32,
    /// How the cells open stand in their tables.
    standing: Vec<CellStanding>,
    /// The check boxes, by the id that drawings name.
    pub(super) controls: HashMap<String, Control>,
    paragraphs: u32,
    tables: u32,
    in_paragraph: u32,
    /// What has been found.
    pub(super) found: FoundContent,
}

impl OdfContent<'_> {
    fn open(&mut self, tag: &Tag<'_>) -> Result<(), Failure> {
        match tag.name() {
            "p" | "h" => {
                self.budget.charge(Supply::Cells, 1)?;
                self.finish_paragraph();
                self.paragraphs += u32::from(self.story.place.is_none());
                self.in_paragraph += 1;
                self.open_look("paragraph", tag);
            }
            "span" => self.open_look("text", tag),
            "s" => self.spaces(tag),
            "tab" => self.write("\t", None),
            "line-break" => self.write("\n", None),
            "list" => self.open_list(tag),
            "list-item" | "list-header" => self.open_item(tag.name() == "list-item"),
            "checkbox" | "radio" => self.declare_control(tag),
            "control" => self.show_control(tag),
            "fieldmark" | "fieldmark-start" => self.field(tag)?,
            // Readings above words, notes, comments, deleted text, styles, what only LibreOffice draws with.
            "ruby-text"
            | "note"
            | "annotation"
            | "tracked-changes"
            | "automatic-styles"
            | "font-face-decls"
            | "content-validations"
            | "named-expressions"
            | "database-ranges"
            | "desc"
            | "title"
            | "event-listeners" => {
                self.xml.skip()?;
            }
            name if name.starts_with("table") || name == "covered-table-cell" => self.open_table_part(tag)?,
            _ => {}
        }
        Ok(())
    }

    fn open_table_part(&mut self, tag: &Tag<'_>) -> Result<(), Failure> {
        if tag.name() == "table" {
            return self.open_table(tag);
        }
        let Some((_, table)) = self.around.last_mut().filter(|_| self.too_deep == 0) else { return Ok(()) };
        let style = tag.attribute("style-name").unwrap_or_default();
        match tag.name() {
            "table-column" => table.column(tag, self.styles.size("table-column", &style)),
            "table-row" => table.open_row(tag, self.styles.size("table-row", &style)),
            "covered-table-cell" => self.cover(tag)?,
            "table-cell" => {
                self.budget.charge(Supply::Cells, 1)?;
                let place = table.open_cell();
                let look = self.styles.look("table-cell", &style);
                let borders = self.styles.borders(&style);
                self.standing.push(CellStanding::of(tag, borders));
                self.story = OdfStory { place: Some(place), looks: vec![look], ..OdfStory::default() };
            }
            _ => {}
        }
        Ok(())
    }

    /// A cell that another covers. What it holds is not seen, but for the check boxes that float over it.
    fn cover(&mut self, tag: &Tag<'_>) -> Result<(), Failure> {
        let is_sheet = self.is_spreadsheet && self.around.len() == 1;
        let Some((_, table)) = self.around.last_mut() else { return Ok(()) };
        self.xml.within(|inner| {
            let id = inner.attribute("control").filter(|_| is_sheet && inner.name() == "control");
            if let Some(control) = id.and_then(|id| self.controls.get(&*id))
                && self.budget.spend(Supply::Text, control.caption.len() as u64)
            {
                table.float(control.clone(), inner, true);
            }
        })?;
        table.covered(tag);
        Ok(())
    }

    /// The sheet that is being read, and whether one of its cells is.
    pub(super) fn sheet(&mut self) -> Option<(&mut OdfTable, bool)> {
        let is_sheet = self.is_spreadsheet && self.around.len() == 1 && self.too_deep == 0;
        let in_cell = !self.standing.is_empty();
        self.around.last_mut().filter(|_| is_sheet).map(|(_, table)| (table, in_cell))
    }

    /// Hidden sheets are left out as a whole.
    fn open_table(&mut self, tag: &Tag<'_>) -> Result<(), Failure> {
        if self.too_deep > 0 || self.around.len() >= NESTING {
            self.too_deep += 1;
            return Ok(());
        }
        let is_sheet = self.is_spreadsheet && self.around.is_empty();
        if is_sheet && self.styles.hides_table(&tag.attribute("style-name").unwrap_or_default()) {
            self.found.hidden = true;
            return self.xml.skip();
        }
        if is_sheet {
            self.found.sheets.push(tag.attribute("name").unwrap_or_default().into_owned());
        }
        self.finish_paragraph();
        self.tables += 1;
        self.around.push((std::mem::take(&mut self.story), OdfTable::new(self.tables)));
        Ok(())
    }

    fn close(&mut self, name: &str) -> Result<(), Failure> {
        match name {
            "p" | "h" => {
                self.finish_paragraph();
                self.in_paragraph = self.in_paragraph.saturating_sub(1);
                self.story.looks.pop();
            }
            "span" => {
                self.story.looks.pop();
            }
            "list" => {
                self.story.lists.pop();
            }
            "table" if self.too_deep > 0 => self.too_deep -= 1,
            "table-row" if self.too_deep == 0 => {
                if let Some((_, table)) = self.around.last_mut() {
                    table.close_row(self.budget)?;
                }
            }
            "table-cell" if self.too_deep == 0 => {
                self.finish_paragraph();
                let (cell, standing) = (std::mem::take(&mut self.story), self.standing.pop().unwrap_or_default());
                if let Some((_, table)) = self.around.last_mut() {
                    table.close_cell(standing, cell.flows, self.budget)?;
                }
            }
            "table" => self.close_table(),
            _ => {}
        }
        Ok(())
    }

    fn close_table(&mut self) {
        let Some((outer, table)) = self.around.pop() else { return };
        self.story = outer;
        if !self.is_spreadsheet || !self.around.is_empty() {
            self.story.flows.push(Flow::Table(table.into_grid()));
            return;
        }
        let index = u16::try_from(self.found.sheets.len().saturating_sub(1)).unwrap_or(u16::MAX);
        let (sheet, lost) = table.into_sheet();
        let unvalued = self.found.sheets.last().and_then(|name| sheet.unvalued(name));
        self.found.lost.extend(lost.into_iter().chain(unvalued));
        let shown = spreadsheet::show(sheet, index);
        self.found.flows.extend(shown.flows);
        self.found.hidden |= shown.hidden;
    }

    fn finish_paragraph(&mut self) {
        let place = self.story.place.unwrap_or(Place::Paragraph(self.paragraphs));
        self.story.finish_paragraph(place);
    }

    fn open_look(&mut self, family: &str, tag: &Tag<'_>) {
        let own = tag.attribute("style-name").map(|name| self.styles.look(family, &name));
        self.story.looks.push(own.unwrap_or_default().over(self.story.look()));
    }

    fn open_list(&mut self, tag: &Tag<'_>) {
        let around = self.story.lists.last().map(|list| list.style.clone());
        let style = tag.attribute("style-name").map(std::borrow::Cow::into_owned).or(around).unwrap_or_default();
        self.story.lists.push(OdfList { style, entries: 0 });
    }

    fn open_item(&mut self, counts: bool) {
        let level = self.story.lists.len().saturating_sub(1);
        let Some(list) = self.story.lists.last_mut().filter(|_| counts) else { return };
        self.story.label = self.styles.label(&list.style, level, list.entries);
        list.entries = list.entries.saturating_add(1);
    }
}
