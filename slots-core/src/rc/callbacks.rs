//! The callbacks to run when an object dies. Adding, removing and looking up one takes constant
//! time.

use alloc::vec::Vec;

/// Callbacks in the order in which they were added: a doubly linked list whose nodes lie in a slab.
///
/// A callback is identified by its number: its index in the slab plus one. Zero is the number of no
/// callback. A number is reused only after its callback was removed, and only the holder of the
/// number removes the callback.
///
/// Invariants:
///
/// 1. `newest` and each `older` and `newer` are zero or the number of a node in `nodes`.
/// 2. The chain from `newest` along `older` consists of the nodes that hold a callback, each once.
///    The chain from `free` along `older` consists of all other nodes, each once.
pub(crate) struct Callbacks<F> {
    nodes: Vec<Node<F>>,
    newest: usize,
    free: usize,
}

struct Node<F> {
    callback: Option<F>,
    older: usize,
    newer: usize,
}

impl<F> Callbacks<F> {
    pub(crate) const fn new() -> Self {
        Callbacks { nodes: Vec::new(), newest: 0, free: 0 }
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.newest == 0
    }

    fn node(&mut self, number: usize) -> Option<&mut Node<F>> {
        self.nodes.get_mut(number.checked_sub(1)?)
    }

    /// Adds `callback` as the newest one and returns its number.
    pub(crate) fn add(&mut self, callback: F) -> usize {
        let node = Node { callback: Some(callback), older: self.newest, newer: 0 };
        let reused = self.free;
        let number = match self.node(reused) {
            Some(free) => {
                let next_free = free.older;
                *free = node;
                self.free = next_free;
                reused
            }
            None => {
                self.nodes.push(node);
                self.nodes.len()
            }
        };
        let older = self.newest;
        if let Some(older) = self.node(older) {
            older.newer = number;
        }
        self.newest = number;
        number
    }

    /// Removes and returns the callback with that number, if it is still there.
    pub(crate) fn take(&mut self, number: usize) -> Option<F> {
        let free = self.free;
        let node = self.node(number)?;
        let callback = node.callback.take()?;
        let (older, newer) = (node.older, node.newer);
        (node.older, node.newer) = (free, 0);
        self.free = number;
        if let Some(older) = self.node(older) {
            older.newer = newer;
        }
        match self.node(newer) {
            Some(newer) => newer.older = older,
            None => self.newest = older,
        }
        Some(callback)
    }

    /// Whether the callback with that number is still there.
    pub(crate) fn has(&self, number: usize) -> bool {
        let node = number.checked_sub(1).and_then(|place| self.nodes.get(place));
        node.is_some_and(|node| node.callback.is_some())
    }

    /// Removes and returns the newest callback.
    pub(crate) fn take_newest(&mut self) -> Option<F> {
        self.take(self.newest)
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use proptest::prelude::*;

    use crate::rc::callbacks::Callbacks;

    proptest! {
        #[test]
        fn callbacks_are_taken_out_as_from_a_list(
            steps in prop::collection::vec((any::<bool>(), 0..20_usize), 0..100),
        ) {
            let mut callbacks = Callbacks::new();
            let mut list: Vec<(usize, usize)> = Vec::new();
            for (step, (adds, at)) in steps.into_iter().enumerate() {
                if adds || list.is_empty() {
                    let number = callbacks.add(step);
                    prop_assert!(list.iter().all(|(other, _)| *other != number));
                    list.push((number, step));
                } else {
                    let (number, callback) = list.remove(at % list.len());
                    prop_assert!(callbacks.has(number));
                    prop_assert_eq!(callbacks.take(number), Some(callback));
                    prop_assert!(!callbacks.has(number));
                    prop_assert_eq!(callbacks.take(number), None);
                }
                prop_assert_eq!(callbacks.is_empty(), list.is_empty());
            }
            let newest_first: Vec<usize> = core::iter::from_fn(|| callbacks.take_newest()).collect();
            let expected: Vec<usize> = list.iter().rev().map(|(_, callback)| *callback).collect();
            prop_assert_eq!(newest_first, expected);
        }
    }

    #[test]
    fn zero_is_the_number_of_no_callback() {
        let mut callbacks = Callbacks::new();
        callbacks.add(1);
        assert!(!callbacks.has(0));
        assert_eq!(callbacks.take(0), None);
    }
}
