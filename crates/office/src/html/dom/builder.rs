//! Building the tree: what the parser orders, done to the vector of nodes.

use super::{Id, NodeKind, PageNode, ROOT, Tree};
use crate::budget::{Budget, Supply};
use html5ever::interface::{ElemName, ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::{Attribute, LocalName, Namespace, QualName};
use std::borrow::Cow;
use std::cell::{Cell, RefCell};

/// Takes the parser's orders.
pub(super) struct TreeBuilder<'b> {
    budget: &'b Budget,
    nodes: RefCell<Vec<PageNode>>,
    deepest: Cell<u32>,
}

impl<'b> TreeBuilder<'b> {
    /// An empty page.
    pub(super) fn new(budget: &'b Budget) -> Self {
        let builder = Self { budget, nodes: RefCell::default(), deepest: Cell::new(0) };
        builder.make(NodeKind::Other);
        builder
    }

    /// How deep the deepest node lies.
    pub(super) fn deepest(&self) -> u32 {
        self.deepest.get()
    }

    /// Makes a node. The parser can't be stopped before its chunk ends: behind the budget's end nodes are empty. Elements keep
    /// their names, by which the parser finds its way back.
    fn make(&self, kind: NodeKind) -> Id {
        let kind = match kind {
            kind if self.budget.spend(Supply::Elements, weight(&kind)) => kind,
            NodeKind::Element(name, _) => NodeKind::Element(name, Vec::new()),
            _ => NodeKind::Other,
        };
        let mut nodes = self.nodes.borrow_mut();
        nodes.push(PageNode {
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

    fn change(&self, id: Option<Id>, change: impl FnOnce(&mut PageNode)) {
        let mut nodes = self.nodes.borrow_mut();
        if let Some(node) = id.and_then(|id| nodes.get_mut(id)) {
            change(node);
        }
    }

    fn ask<T: Copy>(&self, id: Id, ask: impl FnOnce(&PageNode) -> Option<T>) -> Option<T> {
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
        if let Some(PageNode { kind: NodeKind::Text(have), .. }) = previous.and_then(|id| nodes.get_mut(id)) {
            have.push_tendril(&text);
            return;
        }
        drop(nodes);
        let id = self.make(NodeKind::Text(text));
        self.insert(parent, before, id);
    }
}

/// What a node weighs: open elements are made anew in every paragraph, with all their attributes.
fn weight(kind: &NodeKind) -> u64 {
    match kind {
        NodeKind::Element(_, attributes) => 1 + attributes.len() as u64,
        _ => 1,
    }
}

/// The name of an element, as the parser asks for it. Copied, for it holds on to it while it changes the tree.
#[derive(Debug)]
pub(super) struct Name(QualName);

impl ElemName for Name {
    fn ns(&self) -> &Namespace {
        &self.0.ns
    }

    fn local_name(&self) -> &LocalName {
        &self.0.local
    }
}

impl TreeSink for TreeBuilder<'_> {
    type Handle = Id;
    type Output = Tree;
    type ElemName<'a>
        = Name
    where
        Self: 'a;

    fn finish(self) -> Tree {
        Tree(self.nodes.into_inner())
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> Id {
        ROOT
    }

    fn elem_name<'a>(&'a self, target: &'a Id) -> Name {
        match self.nodes.borrow().get(*target).map(|node| &node.kind) {
            Some(NodeKind::Element(name, _)) => Name(name.clone()),
            // The parser asks for elements only.
            _ => Name(QualName::new(None, Namespace::default(), LocalName::default())),
        }
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, _: ElementFlags) -> Id {
        self.make(NodeKind::Element(name, attributes))
    }

    fn create_comment(&self, _: StrTendril) -> Id {
        self.make(NodeKind::Other)
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> Id {
        self.make(NodeKind::Other)
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
        self.make(NodeKind::Other)
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
            if let NodeKind::Element(_, have) = &mut node.kind {
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
