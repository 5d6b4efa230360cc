//! The tree of a page, built by html5ever as browsers build it.
//!
//! Nodes stand in one vector and name each other by index: no tree is too deep to be walked or dropped. The parser
//! itself looks through all open elements at every tag, so depth is bounded while it runs.

mod builder;

use crate::budget::Budget;
use crate::failure::Failure;
use crate::flow::head;
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::{Attribute, ParseOpts, QualName, parse_document};

/// How much is parsed between looks at the budget, in bytes. Unclosed elements are opened anew in every paragraph: a
/// short text can ask for nodes by the hundred.
const CHUNK: usize = 1024;

/// Index of a node.
pub type Id = usize;
/// The root of every tree.
pub const ROOT: Id = 0;

/// A node of the tree.
#[derive(Debug)]
pub struct PageNode {
    /// What it is.
    pub kind: NodeKind,
    /// Its first child.
    pub first_child: Option<Id>,
    /// Its next sibling.
    pub next: Option<Id>,
    parent: Option<Id>,
    previous: Option<Id>,
    last_child: Option<Id>,
    depth: u32,
}

/// What a node is.
#[derive(Debug)]
pub enum NodeKind {
    /// The document, and what is no content: comments, templates' contents.
    Other,
    /// An element.
    Element(QualName, Vec<Attribute>),
    /// Text.
    Text(StrTendril),
}

/// The tree of a page.
#[derive(Debug)]
pub struct Tree(Vec<PageNode>);

impl Tree {
    /// The node with the given index.
    pub fn get(&self, id: Id) -> Option<&PageNode> {
        self.0.get(id)
    }

    /// The children of a node.
    pub fn children(&self, id: Id) -> impl Iterator<Item = (Id, &PageNode)> {
        let first = self.get(id).and_then(|node| node.first_child);
        std::iter::successors(first, |id| self.get(*id)?.next).filter_map(|id| Some((id, self.get(id)?)))
    }
}

/// Parses a page.
///
/// # Errors
/// When elements are nested too deep, there are too many, or it takes too long.
pub fn parse(text: &str, budget: &Budget) -> Result<Tree, Failure> {
    let mut parser = parse_document(builder::TreeBuilder::new(budget), ParseOpts::default());
    let mut rest = text;
    while !rest.is_empty() {
        let (chunk, behind) = rest.split_at(head(rest, CHUNK).len());
        parser.process(StrTendril::from_slice(chunk));
        rest = behind;
        budget.reach(u64::from(parser.tokenizer.sink.sink.deepest()))?;
        budget.verdict()?;
    }
    Ok(parser.finish())
}

impl Tree {
    /// Whether an element holds text that can be seen.
    pub fn has_text(&self, id: Id) -> bool {
        let mut open = vec![id];
        while let Some(id) = open.pop() {
            if let Some(NodeKind::Text(text)) = self.get(id).map(|node| &node.kind)
                && !text.trim().is_empty()
            {
                return true;
            }
            open.extend(self.children(id).map(|(id, _)| id));
        }
        false
    }

    /// The text of the option that a list to choose from shows: the chosen one, else the first.
    pub fn chosen_option(&self, select: Id) -> String {
        let (mut first, mut chosen) = (None, None);
        let mut open = vec![select];
        while let Some(id) = open.pop() {
            if let Some(NodeKind::Element(name, attributes)) = self.get(id).map(|node| &node.kind)
                && &*name.local == "option"
            {
                first = first.or(Some(id));
                let selected = attributes.iter().any(|attribute| &*attribute.name.local == "selected");
                chosen = chosen.or(selected.then_some(id));
            }
            let children: Vec<Id> = self.children(id).map(|(id, _)| id).collect();
            open.extend(children.into_iter().rev());
        }
        let text = |(_, node): (Id, &PageNode)| match &node.kind {
            NodeKind::Text(text) => Some(text.to_string()),
            _ => None,
        };
        chosen.or(first).map(|option| self.children(option).filter_map(text).collect()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::budget::Limits;
    use crate::failure::Reason;

    #[test]
    fn the_end_of_the_budget_is_a_failure_wherever_the_parser_stands() {
        let budget = Budget::new(&Limits { time: std::time::Duration::ZERO, ..Limits::default() });
        let page = format!("{}<table><tr><td>a</td></tr></table>", "<i>".repeat(270));
        assert_eq!(parse(&page, &budget).unwrap_err().reason, Reason::Limit);
    }
}
