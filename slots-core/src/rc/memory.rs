//! The memory of a shared object.

use crate::rc::count::RefCount;
use crate::rc::count::sealed::Count;
use crate::rc::weak_word::WeakWord;
use crate::reflect::attributes::Attributes;
use crate::reflect::presence::{Presence, Word};

/// A word for the weak references of a `T`, or nothing, which takes no bytes.
type WordOf<T> = <<T as Attributes>::__Weakref as Presence>::Word<WeakWord>;

/// The memory of a shared object: its header, and the value.
///
/// The header is a count of 32 bits and, if the type can have weak references, the word that leads
/// to them.
pub(crate) struct Inner<T: Attributes, C: RefCount> {
    pub(crate) count: C::Count,
    weak: WordOf<T>,
    pub(crate) value: T,
}

impl<T: Attributes, C: RefCount> Inner<T, C> {
    /// Whether the type has a word for weak references.
    #[cfg(feature = "std")]
    pub(crate) const HAS_WORD: bool = <T::__Weakref as Presence>::IS_PRESENT;

    /// Returns a new object with one reference.
    #[inline]
    pub(crate) fn new(value: T) -> Self {
        Inner { count: C::Count::one(), weak: WordOf::<T>::default(), value }
    }

    /// Returns the word for weak references, if the type can have some.
    #[inline]
    pub(crate) fn weak(&self) -> Option<&WeakWord> {
        self.weak.word()
    }
}
