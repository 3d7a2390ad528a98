//! Where CPython keeps the slots of a class's instances, in words.

use alloc::vec::Vec;

use crate::class::rules::shape::{Origin, Shape, TypeObject, WORD};

/// Where CPython 3.11 keeps the slots of a class's instances, on a machine of 64 bits.
///
/// It is what `__basicsize__` and the offsets of member descriptors tell there, and is for
/// comparisons with the interpreter. An [`Instance`](crate::Instance) keeps its fields where its
/// layout says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InCpython<'a> {
    /// For each slot, in memory order: the name of the class that declares it, its own name, and
    /// its word, counted from the first slot.
    pub slots: Vec<(&'a str, &'a str, usize)>,
    /// How many words an instance has behind the header of the builtin type that it is based on.
    pub words: usize,
    /// How many words lie between that header and the first slot.
    pub first_word: Option<usize>,
    /// The word of the weak references behind that header.
    pub weakref_word: Option<usize>,
}

/// Where CPython keeps what instances of a class have.
pub(crate) fn in_cpython<T: TypeObject>(of: &T) -> InCpython<'_> {
    let chain = || core::iter::once(of).chain(of.ancestors());
    let header = core::iter::successors(Some(of), |above| above.base())
        .find(|class| class.shape().origin == Origin::Builtin)
        .map_or(Shape::object().basic_size, |class| class.shape().basic_size);
    let mut slots: Vec<(usize, &str, &str)> = Vec::new();
    for class in chain().filter(|class| class.shape().origin == Origin::Statement) {
        slots.extend(own_slots(class).into_iter().map(|(name, at)| (at, class.name(), name)));
    }
    slots.sort_unstable();
    let first = slots.first().map(|slot| slot.0);
    let weakref = of.shape().weakref.filter(|at| *at >= header);
    InCpython {
        slots: slots
            .into_iter()
            .map(|(at, class, name)| (class, name, at - first.unwrap_or(at)))
            .collect(),
        words: (of.shape().basic_size - header) / WORD,
        first_word: first.map(|at| at - (header - Shape::object().basic_size) / WORD),
        weakref_word: weakref.map(|at| (at - header) / WORD),
    }
}

/// The slots of a class itself that are attributes, with their words behind those of `object`. Of
/// equal names, it is the first.
pub(crate) fn own_slots<T: TypeObject>(of: &T) -> Vec<(&str, usize)> {
    let base = of.base().map_or(Shape::object().basic_size, |base| base.shape().basic_size);
    let first = (base - Shape::object().basic_size) / WORD;
    let mut slots: Vec<(&str, usize)> = Vec::new();
    for (at, name) in of.shape().slots.as_deref().unwrap_or_default().iter().enumerate() {
        if slots.last().is_none_or(|last| *last.0 != **name) {
            slots.push((name, first + at));
        }
    }
    slots
}
