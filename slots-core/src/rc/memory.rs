//! The memory of a shared object.

use core::cell::UnsafeCell;

use crate::rc::count::RefCount;
use crate::rc::count::sealed::Count;
use crate::rc::weak_word::WeakWord;
use crate::reflect::attributes::Attributes;
use crate::reflect::presence::{Presence, Word};

/// A word for the weak references of a `T`, or nothing, which takes no bytes.
type WordOf<T> = <<T as Attributes>::__Weakref as Presence>::Word<WeakWord>;

/// The memory of a shared object: its header, and the value.
///
/// The header is a count of 32 bits and, of a locked object, a lock of 32 bits beside it; if the
/// type can have weak references, there is also the word that leads to them.
pub(crate) struct Inner<T: Attributes, C: RefCount> {
    pub(crate) header: Header<C>,
    weak: WordOf<T>,
    /// In a cell: a writer may have a `&mut` to it while others have a `&Inner`.
    pub(crate) value: UnsafeCell<T>,
}

/// The count and the lock of an object. In this order, whatever order the compiler gives to other
/// fields: apart, each of them would take 8 bytes.
#[repr(C)]
pub(crate) struct Header<C: RefCount> {
    pub(crate) count: C::Count,
    pub(crate) lock: C::Lock,
}

impl<T: Attributes, C: RefCount> Inner<T, C> {
    /// Returns a new object with one reference.
    #[inline]
    pub(crate) fn new(value: T) -> Self {
        let header = Header { count: C::Count::one(), lock: C::Lock::default() };
        Inner { header, weak: WordOf::<T>::default(), value: UnsafeCell::new(value) }
    }

    /// Returns the word for weak references, if the type can have some.
    #[inline]
    pub(crate) fn weak(&self) -> Option<&WeakWord> {
        self.weak.word()
    }
}
