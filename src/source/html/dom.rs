//! The tree of a page, built by html5ever as browsers build it.
//!
//! Nodes stand in one vector and name each other by index: no tree is too deep to be walked or dropped. The parser
//! itself looks through all open elements at every tag, so depth is bounded while it runs.

use crate::failure::{Failure, Reason};
use crate::source::Limits;
use crate::source::flow::head;
use html5ever::interface::{ElemName, ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::{Attribute, LocalName, Namespace, ParseOpts, QualName, parse_document};
use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::time::Instant;

/// How deep elements may be nested. Browsers stop at 512.
const DEPTH: u32 = 2000;
/// Nodes that a page may have: a few for every cell or paragraph that it may have.
const NODES_PER_CELL: usize = 5;
/// How much is parsed between looks at the limits, in bytes. Unclosed elements are opened anew in every paragraph: a
/// short text can ask for nodes by the hundred.
const CHUNK: usize = 1024;

/// Index of a node.
pub type Id = usize;
/// The root of every tree.
pub const ROOT: Id = 0;

/// A node of the tree.
#[derive(Debug)]
pub struct Node {
    /// What it is.
    pub kind: Kind,
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
pub enum Kind {
    /// The document, and what is no content: comments, templates' contents.
    Other,
    /// An element.
    Element(QualName, Vec<Attribute>),
    /// Text.
    Text(StrTendril),
}

/// The tree of a page.
#[derive(Debug)]
pub struct Tree(Vec<Node>);

impl Tree {
    /// The node with the given index.
    pub fn get(&self, id: Id) -> Option<&Node> {
        self.0.get(id)
    }

    /// The children of a node.
    pub fn children(&self, id: Id) -> impl Iterator<Item = (Id, &Node)> {
        let first = self.get(id).and_then(|node| node.first_child);
        std::iter::successors(first, |id| self.get(*id)?.next).filter_map(|id| Some((id, self.get(id)?)))
    }
}

/// Parses a page.
///
/// # Errors
/// When elements are nested too deep, there are too many, or it takes too long.
pub fn parse(text: &str, limits: &Limits) -> Result<Tree, Failure> {
    let begun = Instant::now();
    let nodes = limits.cells.saturating_mul(NODES_PER_CELL);
    let mut parser = parse_document(Builder::new(), ParseOpts::default());
    let mut rest = text;
    while !rest.is_empty() {
        let (chunk, behind) = rest.split_at(head(rest, CHUNK).len());
        parser.process(StrTendril::from_slice(chunk));
        rest = behind;
        let builder = &parser.tokenizer.sink.sink;
        if builder.deepest.get() > DEPTH {
            return Err(Failure::new(Reason::Limit, format!("the page nests elements more than {DEPTH} deep")));
        }
        if builder.nodes.borrow().len() > nodes {
            return Err(Failure::new(Reason::Limit, format!("the page has more than {nodes} elements and texts")));
        }
        if begun.elapsed() > limits.time {
            return Err(Failure::new(Reason::Limit, "the page takes too long to parse"));
        }
    }
    Ok(parser.finish())
}

/// Takes the parser's orders.
struct Builder {
    nodes: RefCell<Vec<Node>>,
    deepest: Cell<u32>,
}

impl Builder {
    fn new() -> Self {
        let builder = Self { nodes: RefCell::default(), deepest: Cell::new(0) };
        builder.make(Kind::Other);
        builder
    }

    fn make(&self, kind: Kind) -> Id {
        let mut nodes = self.nodes.borrow_mut();
        nodes.push(Node {
            kind,
            first_child: None,
            next: None,
            parent: None,
            previous: None,
            last_child: None,
            depth: 0,
        });
        nodes.len() - 1
    }

    fn change(&self, id: Option<Id>, change: impl FnOnce(&mut Node)) {
        let mut nodes = self.nodes.borrow_mut();
        if let Some(node) = id.and_then(|id| nodes.get_mut(id)) {
            change(node);
        }
    }

    fn ask<T: Copy>(&self, id: Id, ask: impl FnOnce(&Node) -> Option<T>) -> Option<T> {
        self.nodes.borrow().get(id).and_then(ask)
    }

    fn detach(&self, id: Id) {
        let links = self.ask(id, |node| Some((node.parent, node.previous, node.next)));
        let (parent, previous, next) = links.unwrap_or_default();
        match previous {
            Some(_) => self.change(previous, |node| node.next = next),
            None => self.change(parent, |node| node.first_child = next),
        }
        match next {
            Some(_) => self.change(next, |node| node.previous = previous),
            None => self.change(parent, |node| node.last_child = previous),
        }
        self.change(Some(id), |node| (node.parent, node.previous, node.next) = (None, None, None));
    }

    /// Puts a node into a parent, before a child of it or at the end.
    fn insert(&self, parent: Id, before: Option<Id>, id: Id) {
        self.detach(id);
        let previous = match before {
            Some(before) => self.ask(before, |node| node.previous),
            None => self.ask(parent, |node| node.last_child),
        };
        // Depth is that at the time of insertion: what is moved later lies no deeper than the elements open then.
        let depth = self.ask(parent, |node| Some(node.depth)).unwrap_or_default().saturating_add(1);
        self.deepest.set(self.deepest.get().max(depth));
        self.change(Some(id), |node| {
            (node.parent, node.previous, node.next, node.depth) = (Some(parent), previous, before, depth);
        });
        match previous {
            Some(_) => self.change(previous, |node| node.next = Some(id)),
            None => self.change(Some(parent), |node| node.first_child = Some(id)),
        }
        match before {
            Some(_) => self.change(before, |node| node.previous = Some(id)),
            None => self.change(Some(parent), |node| node.last_child = Some(id)),
        }
    }

    /// Puts a node or text there; text joins the text before it.
    fn add(&self, parent: Id, before: Option<Id>, child: NodeOrText<Id>) {
        let text = match child {
            NodeOrText::AppendNode(id) => return self.insert(parent, before, id),
            NodeOrText::AppendText(text) => text,
        };
        let previous = match before {
            Some(before) => self.ask(before, |node| node.previous),
            None => self.ask(parent, |node| node.last_child),
        };
        let mut nodes = self.nodes.borrow_mut();
        if let Some(Node { kind: Kind::Text(have), .. }) = previous.and_then(|id| nodes.get_mut(id)) {
            have.push_tendril(&text);
            return;
        }
        drop(nodes);
        let id = self.make(Kind::Text(text));
        self.insert(parent, before, id);
    }
}

/// The name of an element, as the parser asks for it. Copied, for it holds on to it while it changes the tree.
#[derive(Debug)]
struct Name(QualName);

impl ElemName for Name {
    fn ns(&self) -> &Namespace {
        &self.0.ns
    }

    fn local_name(&self) -> &LocalName {
        &self.0.local
    }
}

impl TreeSink for Builder {
    type Handle = Id;
    type Output = Tree;
    type ElemName<'a> = Name;

    fn finish(self) -> Tree {
        Tree(self.nodes.into_inner())
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> Id {
        ROOT
    }

    fn elem_name<'a>(&'a self, target: &'a Id) -> Name {
        match self.nodes.borrow().get(*target).map(|node| &node.kind) {
            Some(Kind::Element(name, _)) => Name(name.clone()),
            // The parser asks for elements only.
            _ => Name(QualName::new(None, Namespace::default(), LocalName::default())),
        }
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, _: ElementFlags) -> Id {
        self.make(Kind::Element(name, attributes))
    }

    fn create_comment(&self, _: StrTendril) -> Id {
        self.make(Kind::Other)
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> Id {
        self.make(Kind::Other)
    }

    fn append(&self, parent: &Id, child: NodeOrText<Id>) {
        self.add(*parent, None, child);
    }

    fn append_based_on_parent_node(&self, element: &Id, previous: &Id, child: NodeOrText<Id>) {
        match self.ask(*element, |node| node.parent) {
            Some(parent) => self.add(parent, Some(*element), child),
            None => self.add(*previous, None, child),
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    /// The content of templates is not shown: it hangs on a node outside the tree.
    fn get_template_contents(&self, _: &Id) -> Id {
        self.make(Kind::Other)
    }

    fn same_node(&self, one: &Id, other: &Id) -> bool {
        one == other
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Id, child: NodeOrText<Id>) {
        if let Some(parent) = self.ask(*sibling, |node| node.parent) {
            self.add(parent, Some(*sibling), child);
        }
    }

    fn add_attrs_if_missing(&self, target: &Id, attributes: Vec<Attribute>) {
        self.change(Some(*target), |node| {
            if let Kind::Element(_, have) = &mut node.kind {
                let missing = |new: &Attribute| !have.iter().any(|attribute| attribute.name == new.name);
                let new: Vec<Attribute> = attributes.into_iter().filter(missing).collect();
                have.extend(new);
            }
        });
    }

    fn remove_from_parent(&self, target: &Id) {
        self.detach(*target);
    }

    fn reparent_children(&self, node: &Id, new_parent: &Id) {
        while let Some(child) = self.ask(*node, |node| node.first_child) {
            self.insert(*new_parent, None, child);
        }
    }
}
