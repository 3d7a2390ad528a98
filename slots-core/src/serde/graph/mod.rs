//! Shared objects in data, each once, with a number that stands for it wherever it is referred to.
//!
//! | file | what |
//! |---|---|
//! | `read` | reading a graph as values, from which `rc/by_id` makes the objects |
//! | `write` | writing references as numbers, and collecting what they lead to |

#[cfg(feature = "std")]
pub(crate) mod read;
#[cfg(feature = "std")]
pub(crate) mod write;

#[cfg(feature = "std")]
pub use with_std::{Graph, deserialize, serialize};

/// Whether a number may stand for a shared object that is read.
pub(crate) fn is_reading() -> bool {
    #[cfg(feature = "std")]
    return crate::rc::by_id::is_reading();
    #[cfg(not(feature = "std"))]
    false
}

/// Whether shared objects are written as numbers.
pub(crate) fn is_writing() -> bool {
    #[cfg(feature = "std")]
    return write::is_writing();
    #[cfg(not(feature = "std"))]
    false
}

#[cfg(feature = "std")]
mod with_std {
    use alloc::string::ToString;
    use alloc::vec::Vec;
    use core::marker::PhantomData;

    use serde_core::de::{Deserialize, Deserializer};
    use serde_core::ser::{Error, Serialize, SerializeMap, Serializer};

    use crate::reflect::slot_value::SlotValue;
    use crate::serde::graph::read::GraphVisitor;
    use crate::serde::graph::write::write;
    use crate::value::Value;

    /// A value in serde's data in which each shared object is written once, with a number, and
    /// every reference to it is that number. Reading restores who refers to whom.
    ///
    /// Without it, a shared object is written as its value, each time, so that one object becomes
    /// several; and circles and weak references are refused. It wraps anything that can be a slot:
    /// a shared object, a list of them, a struct that holds some.
    /// [`serialize`](crate::graph::serialize) and [`deserialize`](crate::graph::deserialize) do the
    /// same without a wrapper, as the module [`slotted::graph`](crate::graph) for `#[serde(with =
    /// "slotted::graph")]`.
    ///
    /// ```
    /// use slotted::prelude::*;
    /// use slotted::{Graph, ObjLock, WeakObjLock, WeakSlot};
    ///
    /// #[derive(Slots)]
    /// #[slots(weakref)]
    /// struct Node {
    ///     name: String,
    ///     parent: Option<WeakObjLock<Node>>,
    ///     children: Vec<ObjLock<Node>>,
    ///     __weakref__: WeakSlot,
    /// }
    ///
    /// let node = |name: &str| {
    ///     let (name, __weakref__) = (name.to_owned(), WeakSlot::new());
    ///     ObjLock::new(Node { name, parent: None, children: Vec::new(), __weakref__ })
    /// };
    /// let (root, leaf) = (node("root"), node("leaf"));
    /// leaf.try_write()?.parent = Some(ObjLock::downgrade(&root));
    /// root.try_write()?.children.push(leaf);
    ///
    /// let text = serde_json::to_string(&Graph(root))?;
    /// assert_eq!(
    ///     text,
    ///     r#"{"root":1,"objects":{"1":{"name":"root","parent":null,"children":[2]},"#.to_owned()
    ///         + r#""2":{"name":"leaf","parent":1,"children":[]}}}"#
    /// );
    /// let Graph(root) = serde_json::from_str::<Graph<ObjLock<Node>>>(&text)?;
    /// let leaf = root.try_read()?.children[0].clone();
    /// let parent = leaf.try_read()?.parent.as_ref().and_then(|parent| parent.upgrade());
    /// assert!(parent == Some(root));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// The rules (`docs/spec.md` 9.31 to 9.34):
    ///
    /// - Each object is written apart from the others, under its own lock and no other, so a chain
    ///   of any length takes no stack. What other threads change meanwhile is in the data or not.
    /// - A weak reference is the number of its object, if a strong reference in the same data leads
    ///   to it. Otherwise nothing would own the object that is read: the reference is written as
    ///   none, as a dead one is, which an `Option` reads back.
    ///   It may stand before what owns its object: it is dead then until that is read, and a
    ///   validator may see that. Values that were read to find the owner are dropped.
    /// - To close a circle, an object with a lock is made with an empty place (none, or an empty
    ///   list or map) and gets its whole value when the others are made. A validator may see the
    ///   empty place. A circle without such a place is refused.
    /// - The data describes itself: JSON, MessagePack, YAML, but no format without names. The type
    ///   of an object is not in it: it is that of the slot that refers to it. So a `Value` that
    ///   holds a shared object is refused.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub struct Graph<T>(pub T);

    impl<T: SlotValue> Serialize for Graph<T> {
        fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
            serialize(&self.0, to)
        }
    }

    impl<'de, T: SlotValue> Deserialize<'de> for Graph<T> {
        fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
            deserialize(from).map(Graph)
        }
    }

    /// Serializes a value and the shared objects that it owns, each once: as
    /// [`Graph`](crate::Graph) does.
    ///
    /// ```
    /// use slotted::{Obj, prelude::*};
    ///
    /// #[derive(Slots)]
    /// struct Node { rank: u32 }
    ///
    /// let node = Obj::new(Node { rank: 1 });
    /// let twice = vec![node.clone(), node];
    /// let data = slotted::graph::serialize(&twice, serde_json::value::Serializer)?;
    /// assert_eq!(data.to_string(), r#"{"objects":{"1":{"rank":1}},"root":[1,1]}"#);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Fails where the format fails, where a value has no form in data, and if an object is locked.
    pub fn serialize<T: SlotValue, S: Serializer>(value: &T, to: S) -> Result<S::Ok, S::Error> {
        /// The objects by their number.
        struct Objects(Vec<(i64, Value)>);
        impl Serialize for Objects {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                // Text, since not all formats have keys that are numbers.
                to.collect_map(self.0.iter().map(|(number, value)| (number.to_string(), value)))
            }
        }
        let written = write(value).map_err(S::Error::custom)?;
        let mut entries = to.serialize_map(Some(2))?;
        entries.serialize_entry("root", &written.root)?;
        entries.serialize_entry("objects", &Objects(written.objects))?;
        entries.end()
    }

    /// Deserializes what [`serialize`] has written, and restores who refers to whom.
    ///
    /// ```
    /// use slotted::{Obj, prelude::*};
    ///
    /// #[derive(Slots)]
    /// struct Node { rank: u32 }
    ///
    /// let text = r#"{"root":[1,1],"objects":{"1":{"rank":7}}}"#;
    /// let from = &mut serde_json::Deserializer::from_str(text);
    /// let nodes: Vec<Obj<Node>> = slotted::graph::deserialize(from)?;
    /// assert!(Obj::ptr_eq(&nodes[0], &nodes[1]) && nodes[0].rank == 7);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Fails where the format fails; if a type refuses what was read; and if a number stands for no
    /// object, or for two, or for one of another type.
    pub fn deserialize<'de, T: SlotValue, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
        from.deserialize_map(GraphVisitor(PhantomData))
    }
}
