//! What the rules know of a type.

use alloc::boxed::Box;

/// The size of a word, of a pointer, in CPython on a machine of 64 bits. A slot takes one.
pub(crate) const WORD: usize = 8;

/// A type, as the rules see it. It is cheap to clone.
pub(crate) trait TypeObject: Clone {
    /// Whether both are the same type.
    fn is(&self, other: &Self) -> bool;
    /// Its `__name__`.
    fn name(&self) -> &str;
    /// Its `__base__`; `object` has none.
    fn base(&self) -> Option<&Self>;
    /// Its `__mro__` without the type itself.
    fn ancestors(&self) -> &[Self];
    fn shape(&self) -> &Shape;

    /// Whether `other` is in the order of resolution of this type.
    fn is_subclass_of(&self, other: &Self) -> bool {
        self.is(other) || self.ancestors().iter().any(|ancestor| ancestor.is(other))
    }
}

/// The storage of a type's instances in CPython, and what may be done with the type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Shape {
    /// `__basicsize__`: the bytes of an instance, with its header.
    pub basic_size: usize,
    /// `__itemsize__`: the bytes of an item, where instances differ in size; otherwise 0.
    pub item_size: usize,
    pub dict: DictPlace,
    /// `__weakrefoffset__`: where the word of the weak references is.
    pub weakref: Option<usize>,
    /// The slots that the class itself declares, mangled and sorted, each as often as it is listed.
    /// `None` if it has no `__slots__` at all, and for a builtin type.
    pub slots: Option<SlotNames>,
    pub origin: Origin,
    /// Whether its instances are known to the garbage collector.
    pub collected: bool,
    /// Whether it may be a base.
    pub is_base: bool,
}

/// The names of slots, in memory order.
pub(crate) type SlotNames = Box<[Box<str>]>;

/// Where the `__dict__` of an instance is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DictPlace {
    Absent,
    /// Before the instance: it takes no part of the basic size.
    Managed,
    /// In a word of the instance.
    InInstance,
}

/// Who made a type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    /// A `class` statement: instances may change to another such class.
    Statement,
    /// The interpreter itself: the type is immutable.
    Builtin,
}

impl Shape {
    pub(crate) fn has_dict(&self) -> bool {
        self.dict != DictPlace::Absent
    }

    pub(crate) fn is_variable(&self) -> bool {
        self.item_size != 0
    }
}
