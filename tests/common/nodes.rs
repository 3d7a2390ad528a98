//! Nodes that refer to each other, for the tests of graphs in data.

#![allow(dead_code)]

use slotted::prelude::*;
use slotted::{Graph, ObjLock, WeakObjLock, WeakSlot};

#[derive(Slots)]
#[slots(weakref)]
pub(crate) struct Node {
    pub(crate) id: u32,
    pub(crate) next: Option<ObjLock<Node>>,
    pub(crate) back: Option<WeakObjLock<Node>>,
    pub(crate) others: Vec<ObjLock<Node>>,
    __weakref__: WeakSlot,
}

pub(crate) fn node(id: u32) -> ObjLock<Node> {
    let __weakref__ = WeakSlot::new();
    ObjLock::new(Node { id, next: None, back: None, others: Vec::new(), __weakref__ })
}

pub(crate) fn write(
    node: &ObjLock<Node>,
) -> slotted::rc::WriteGuard<'_, Node, slotted::rc::AtomicLock> {
    node.try_write().expect("no guard is alive")
}

pub(crate) fn next(node: &ObjLock<Node>) -> ObjLock<Node> {
    node.try_read().unwrap().next.clone().expect("there is one")
}

pub(crate) fn back(node: &ObjLock<Node>) -> Option<ObjLock<Node>> {
    node.try_read().unwrap().back.as_ref().and_then(|back| back.upgrade())
}

/// Ends a circle, so that it is not leaked.
pub(crate) fn end(node: &ObjLock<Node>) {
    let (next, others) = {
        let mut node = write(node);
        (node.next.take(), std::mem::take(&mut node.others))
    };
    drop((next, others));
}

pub(crate) fn read<T: SlotValue>(data: serde_json::Value) -> Result<T, String> {
    let read = serde_json::from_value::<Graph<T>>(data);
    read.map(|graph| graph.0).map_err(|error| error.to_string())
}

pub(crate) fn refused<T: SlotValue>(data: serde_json::Value) -> String {
    read::<T>(data).err().expect("it is refused")
}
