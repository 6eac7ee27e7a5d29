//! HTML to pieces, by the rules that browsers follow: whatever is sent has a tree.

use std::borrow::Cow;
use std::cell::RefCell;
use std::rc::Rc;

use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::{Attribute, ExpandedName, ParseOpts, QualName, parse_document};

use super::shallow::shallow;
use super::{Element, Piece};

/// Parses HTML; nothing is an error.
pub fn parse(text: &str) -> Vec<Piece> {
    let tree = parse_document(Tree::new(), ParseOpts::default()).one(StrTendril::from(&*shallow(text)));
    tree.pieces()
}

/// A node that the parser holds: its place, and the name that the parser asks for.
#[derive(Clone)]
struct Handle {
    at: usize,
    name: Option<Rc<QualName>>,
}

struct Node {
    kind: Kind,
    parent: Option<usize>,
    children: Vec<usize>,
}

enum Kind {
    /// The document, a comment, the inside of a template.
    Other,
    Element(Element),
    Text(String),
}

/// All nodes; the first is the document.
struct Tree {
    nodes: RefCell<Vec<Node>>,
}

impl Tree {
    fn new() -> Self {
        let document = Node { kind: Kind::Other, parent: None, children: Vec::new() };
        Self { nodes: RefCell::new(vec![document]) }
    }

    fn add(&self, kind: Kind) -> usize {
        let mut nodes = self.nodes.borrow_mut();
        nodes.push(Node { kind, parent: None, children: Vec::new() });
        nodes.len() - 1
    }

    fn detach(&self, node: usize) {
        let mut nodes = self.nodes.borrow_mut();
        if let Some(parent) = nodes[node].parent.take() {
            nodes[parent].children.retain(|child| *child != node);
        }
    }

    /// Puts a node or a text among the children of a parent, before the one at `place`.
    fn insert(&self, parent: usize, place: usize, new: NodeOrText<Handle>) {
        let node = match new {
            NodeOrText::AppendNode(handle) => {
                self.detach(handle.at);
                handle.at
            }
            NodeOrText::AppendText(text) => {
                let mut nodes = self.nodes.borrow_mut();
                let before = place.checked_sub(1).and_then(|before| nodes[parent].children.get(before).copied());
                if let Some(Kind::Text(before)) = before.map(|before| &mut nodes[before].kind) {
                    before.push_str(&text);
                    return;
                }
                drop(nodes);
                self.add(Kind::Text(text.to_string()))
            }
        };
        let mut nodes = self.nodes.borrow_mut();
        let place = place.min(nodes[parent].children.len());
        nodes[parent].children.insert(place, node);
        nodes[node].parent = Some(parent);
    }

    /// The tree in reading order. Not recursive: pages nest as deep as they like.
    fn pieces(self) -> Vec<Piece> {
        let mut nodes = self.nodes.into_inner();
        let mut pieces = Vec::new();
        // Each open node with the number of its next child.
        let mut open = vec![(0, 0)];
        while let Some((node, next)) = open.pop() {
            let Some(&child) = nodes[node].children.get(next) else {
                if matches!(nodes[node].kind, Kind::Element(_)) {
                    pieces.push(Piece::End);
                }
                continue;
            };
            open.push((node, next + 1));
            match &mut nodes[child].kind {
                Kind::Element(element) => {
                    pieces.push(Piece::Start(element.clone()));
                    open.push((child, 0));
                }
                Kind::Text(text) => pieces.push(Piece::Text(std::mem::take(text))),
                Kind::Other => {}
            }
        }
        pieces
    }
}

impl TreeSink for Tree {
    type Handle = Handle;
    type Output = Self;
    type ElemName<'a> = ExpandedName<'a>;

    fn finish(self) -> Self {
        self
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> Handle {
        Handle { at: 0, name: None }
    }

    fn elem_name<'a>(&'a self, target: &'a Handle) -> ExpandedName<'a> {
        target.name.as_ref().expect("only elements are asked for their names").expanded()
    }

    fn create_element(&self, name: QualName, attrs: Vec<Attribute>, _: ElementFlags) -> Handle {
        let attributes = attrs.into_iter().map(|attr| (attr.name.local.to_string(), attr.value.to_string())).collect();
        let at = self.add(Kind::Element(Element { name: name.local.to_string(), attributes }));
        Handle { at, name: Some(Rc::new(name)) }
    }

    fn create_comment(&self, _: StrTendril) -> Handle {
        Handle { at: self.add(Kind::Other), name: None }
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> Handle {
        Handle { at: self.add(Kind::Other), name: None }
    }

    fn append(&self, parent: &Handle, child: NodeOrText<Handle>) {
        let last = self.nodes.borrow()[parent.at].children.len();
        self.insert(parent.at, last, child);
    }

    fn append_based_on_parent_node(&self, element: &Handle, previous: &Handle, child: NodeOrText<Handle>) {
        let parented = self.nodes.borrow()[element.at].parent.is_some();
        if parented { self.append_before_sibling(element, child) } else { self.append(previous, child) }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    /// What is inside a template is nothing that is shown: it has a place, but not in the tree.
    fn get_template_contents(&self, _: &Handle) -> Handle {
        Handle { at: self.add(Kind::Other), name: None }
    }

    fn same_node(&self, x: &Handle, y: &Handle) -> bool {
        x.at == y.at
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Handle, new: NodeOrText<Handle>) {
        if let NodeOrText::AppendNode(node) = &new {
            self.detach(node.at);
        }
        let nodes = self.nodes.borrow();
        let Some(parent) = nodes[sibling.at].parent else { return };
        let place = nodes[parent].children.iter().rposition(|child| *child == sibling.at).unwrap_or(0);
        drop(nodes);
        self.insert(parent, place, new);
    }

    fn add_attrs_if_missing(&self, _: &Handle, _: Vec<Attribute>) {}

    fn remove_from_parent(&self, target: &Handle) {
        self.detach(target.at);
    }

    fn reparent_children(&self, node: &Handle, new_parent: &Handle) {
        let mut nodes = self.nodes.borrow_mut();
        let children = std::mem::take(&mut nodes[node.at].children);
        for child in &children {
            nodes[*child].parent = Some(new_parent.at);
        }
        nodes[new_parent.at].children.extend(children);
    }
}
