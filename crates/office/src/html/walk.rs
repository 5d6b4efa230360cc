//! The walk through a page's tree, without recursion: what it shows, in order.

use super::dom::{Id, NodeKind, ROOT, Tree};
use super::element::{Attributes, ElementMeaning, meaning};
use super::story::{HtmlList, HtmlStory, collapse, rest_of_note};
use super::table::HtmlTable;
use crate::budget::{Budget, Supply};
use crate::document::{Place, Script};
use crate::failure::Failure;
use crate::flow::{Flow, NESTING};
use yomitori_text::symbol::SymbolFont;

/// What a page shows.
pub struct FoundPage {
    /// Paragraphs and tables.
    pub flows: Vec<Flow>,
    /// Whether hidden text was left out.
    pub hidden: bool,
    /// Whether deleted text was left out.
    pub struck: bool,
}

/// Walks a page.
///
/// # Errors
/// When it has more cells and paragraphs than the limit.
pub fn walk(tree: &Tree, budget: &Budget) -> Result<FoundPage, Failure> {
    let mut walk = Walk::new(tree, budget);
    walk.steps.push(WalkStep::Enter(ROOT));
    while let Some(step) = walk.steps.pop() {
        match step {
            WalkStep::Enter(id) => walk.enter(id)?,
            WalkStep::Leave(leave) => walk.leave(leave),
        }
    }
    walk.finish_paragraph();
    Ok(FoundPage { flows: walk.story.flows, hidden: walk.hidden, struck: walk.struck })
}

enum WalkStep {
    Enter(Id),
    Leave(Leave),
}

/// What is to be done behind an element's content.
enum Leave {
    Block,
    Raised,
    Preformatted,
    Font,
    List,
    Cell(u32, u32),
    Table,
}

struct Walk<'a> {
    tree: &'a Tree,
    steps: Vec<WalkStep>,
    budget: &'a Budget,
    story: HtmlStory,
    /// The stories around, the outermost first, each with the table that interrupts it.
    around: Vec<(HtmlStory, HtmlTable)>,
    lists: Vec<HtmlList>,
    fonts: Vec<Option<SymbolFont>>,
    raised: u32,
    preformatted: u32,
    paragraphs: u32,
    tables: u32,
    hidden: bool,
    struck: bool,
}

impl<'a> Walk<'a> {
    fn new(tree: &'a Tree, budget: &'a Budget) -> Self {
        Self {
            tree,
            steps: Vec::new(),
            budget,
            story: HtmlStory::default(),
            around: Vec::new(),
            lists: Vec::new(),
            fonts: Vec::new(),
            raised: 0,
            preformatted: 0,
            paragraphs: 0,
            tables: 0,
            hidden: false,
            struck: false,
        }
    }

    fn enter(&mut self, id: Id) -> Result<(), Failure> {
        let tree = self.tree;
        let Some(node) = tree.get(id) else { return Ok(()) };
        self.steps.extend(node.next.filter(|_| id != ROOT).map(WalkStep::Enter));
        let content = node.first_child.map(WalkStep::Enter);
        match &node.kind {
            NodeKind::Text(text) => self.write(text),
            NodeKind::Element(name, attributes) => {
                if self.element(id, &name.local, Attributes(attributes))? {
                    self.steps.extend(content);
                }
            }
            NodeKind::Other => self.steps.extend(content),
        }
        Ok(())
    }

    /// Begins an element; tells whether its content is to be walked.
    fn element(&mut self, id: Id, name: &str, attributes: Attributes<'_>) -> Result<bool, Failure> {
        let meaning = meaning(name, attributes);
        if let (Some(font), ElementMeaning::Inline | ElementMeaning::Block) = (attributes.font(), &meaning) {
            self.fonts.push(font);
            self.steps.push(WalkStep::Leave(Leave::Font));
        }
        match meaning {
            ElementMeaning::NoText => return Ok(false),
            ElementMeaning::Hidden => self.hidden |= self.tree.has_text(id),
            ElementMeaning::Struck => self.struck |= self.tree.has_text(id),
            ElementMeaning::Shows(text, is_box) => self.show(&text, is_box, name, attributes),
            ElementMeaning::Select => self.write(&self.tree.chosen_option(id)),
            ElementMeaning::Break => self.story.text.push("\n", Script::Normal),
            meaning => {
                self.begin(meaning, name, attributes)?;
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Begins an element whose content is walked.
    fn begin(&mut self, meaning: ElementMeaning, name: &str, attributes: Attributes<'_>) -> Result<(), Failure> {
        match meaning {
            ElementMeaning::Raised => {
                self.raised += 1;
                self.steps.push(WalkStep::Leave(Leave::Raised));
            }
            ElementMeaning::Preformatted => {
                self.preformatted += 1;
                self.steps.push(WalkStep::Leave(Leave::Preformatted));
            }
            ElementMeaning::List(format) => {
                self.block()?;
                self.lists.push(HtmlList { format, next: attributes.number("start").unwrap_or(1) });
                self.steps.push(WalkStep::Leave(Leave::List));
            }
            ElementMeaning::Item => {
                self.block()?;
                self.item(attributes);
            }
            ElementMeaning::Table if self.around.len() < NESTING => {
                self.finish_paragraph();
                self.tables += 1;
                self.around.push((std::mem::take(&mut self.story), HtmlTable::new(self.tables)));
                self.steps.push(WalkStep::Leave(Leave::Table));
            }
            ElementMeaning::Block => self.block_or_cell(name, attributes)?,
            ElementMeaning::Table => self.block()?,
            _ => {}
        }
        Ok(())
    }

    fn block(&mut self) -> Result<(), Failure> {
        self.budget.charge(Supply::Cells, 1)?;
        self.finish_paragraph();
        self.steps.push(WalkStep::Leave(Leave::Block));
        Ok(())
    }

    /// Rows and cells of tables that are nested too deep, or that stand in no table, are lines.
    fn block_or_cell(&mut self, name: &str, attributes: Attributes<'_>) -> Result<(), Failure> {
        let too_deep = self.around.len() >= NESTING && self.story.place.is_some();
        let Some((_, table)) = self.around.last_mut().filter(|_| !too_deep) else { return self.block() };
        match name {
            "tr" => table.open_row(),
            "td" | "th" => {
                self.budget.charge(Supply::Cells, 1)?;
                let place = table.open_cell(std::mem::take(&mut self.story.flows));
                self.story = HtmlStory { place: Some(place), ..HtmlStory::default() };
                let span = |name| attributes.number(name).unwrap_or(1);
                self.steps.push(WalkStep::Leave(Leave::Cell(span("rowspan"), span("colspan"))));
            }
            _ => self.block()?,
        }
        Ok(())
    }

    fn leave(&mut self, leave: Leave) {
        match leave {
            Leave::Block => self.finish_paragraph(),
            Leave::Raised => self.raised -= 1,
            Leave::Preformatted => self.preformatted -= 1,
            Leave::Font => {
                self.fonts.pop();
            }
            Leave::List => {
                self.finish_paragraph();
                self.lists.pop();
            }
            Leave::Cell(row_span, column_span) => {
                self.finish_paragraph();
                let cell = std::mem::take(&mut self.story);
                if let Some((_, table)) = self.around.last_mut() {
                    table.close_cell((row_span, column_span), cell.flows, self.budget);
                }
            }
            Leave::Table => self.leave_table(),
        }
    }

    /// What stands in a table but in no cell of it, such as its caption, comes before it.
    fn leave_table(&mut self) {
        self.finish_paragraph();
        let Some((outer, table)) = self.around.pop() else { return };
        let loose = std::mem::replace(&mut self.story, outer);
        self.story.flows.extend(table.finish(loose.flows));
    }

    fn item(&mut self, attributes: Attributes<'_>) {
        if let Some(list) = self.lists.last_mut() {
            self.story.label = list.label(attributes.number("value"));
        }
    }

    fn finish_paragraph(&mut self) {
        let paragraphs = &mut self.paragraphs;
        self.story.finish_paragraph(|| {
            *paragraphs += 1;
            Place::Paragraph(*paragraphs)
        });
    }

    fn script(&self) -> Script {
        if self.raised > 0 { Script::Superscript } else { Script::Normal }
    }

    /// Appends text of the page, white space collapsed as browsers do.
    fn write(&mut self, text: &str) {
        // What is left out here ends the document: see `Budget::verdict`.
        if !self.budget.spend(Supply::Text, text.len() as u64) {
            return;
        }
        let script = self.script();
        if self.preformatted > 0 {
            return self.story.text.push(text, script);
        }
        let mut collapsed = collapse(text, self.story.text.as_str());
        if script == Script::Normal && self.story.text.ends_raised() {
            let rest = collapsed.split_off(rest_of_note(self.story.text.as_str(), &collapsed));
            self.story.text.push(&collapsed, Script::Superscript);
            collapsed = rest;
        }
        match self.fonts.last().copied().flatten() {
            Some(font) => self.story.text.push_literal(&font.draw(&collapsed), &collapsed, script),
            None => self.story.text.push(&collapsed, script),
        }
    }

    /// Appends what stands in place of an element.
    fn show(&mut self, text: &str, is_box: bool, name: &str, attributes: Attributes<'_>) {
        let script = self.script();
        // Pictures outside the form's tables are the page's ornaments.
        if is_box {
            let attribute = |name: &str| attributes.get(name).map(|value| format!(" {name}=\"{value}\""));
            let written = ["type", "checked", "alt", "class", "role", "aria-checked"].iter().copied();
            let literal = format!("<{name}{}>", written.filter_map(attribute).collect::<String>());
            self.story.text.push_literal(text, &literal, script);
        } else if name != "img" || self.story.place.is_some() {
            self.story.text.push(text, script);
        }
    }
}
