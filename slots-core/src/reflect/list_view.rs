//! Borrowed lists.

use alloc::boxed::Box;
use core::fmt;
use core::ops::Range;

use crate::erased::ptr::Ptr;
use crate::reflect::attr::AttrRef;
use crate::reflect::mode::Mode;
use crate::reflect::vtable::value::{ValueVTable, value_vtable};

/// A borrowed list.
///
/// It can be implemented for one's own lists, whose items are lent as
/// [`AttrRef::new`](AttrRef::new) makes them:
///
/// ```
/// use slotted::value::ListView;
/// use slotted::{AttrRef, ValueRef};
///
/// struct Pair { first: u8, second: String }
///
/// impl ListView for Pair {
///     fn len(&self) -> usize {
///         2
///     }
///
///     fn get(&self, index: usize) -> Option<AttrRef<'_>> {
///         match index {
///             0 => Some(AttrRef::new(&self.first)),
///             1 => Some(AttrRef::new(&self.second)),
///             _ => None,
///         }
///     }
/// }
///
/// let pair = Pair { first: 1, second: "a".into() };
/// assert_eq!(ValueRef::List(&pair).to_string(), "[1, 'a']");
/// ```
pub trait ListView {
    /// Returns the number of items.
    fn len(&self) -> usize;

    /// Returns the item at `index`. For a set, this takes time proportional to `index`.
    fn get(&self, index: usize) -> Option<AttrRef<'_>>;

    /// Iterates over the items, in the list's own order. By default, it calls
    /// [`get`](ListView::get) for each index.
    fn iter(&self) -> Items<'_> {
        Items::new((0..self.len()).filter_map(move |index| self.get(index)))
    }

    /// Returns `true` if it is empty.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the items as bytes, if they are `u8` in one slice.
    fn as_bytes(&self) -> Option<&[u8]> {
        None
    }

    /// Whether the list is a tuple, which prints as `(1, 'a')`. As a value, it is a list.
    fn is_tuple(&self) -> bool {
        false
    }

    /// Whether the order of the items belongs to the value. It does not for a `HashSet`, which
    /// equals any list of the same items. The items of a list without order all differ.
    fn is_ordered(&self) -> bool {
        true
    }

    /// Whether the list is a set, whose items have no fixed places.
    #[doc(hidden)]
    fn __is_set(&self) -> bool {
        !self.is_ordered()
    }

    /// Whether a list without order has the same items as `other`, which has as many.
    #[doc(hidden)]
    fn __is_made_of(&self, other: &dyn ListView) -> bool {
        // The items differ from one another, so as many that are all in the other list are all
        // that are in it.
        self.iter().all(|item| other.contains(item))
    }

    /// Whether one of the items equals `item`. By default, it compares with one after the other.
    fn contains(&self, item: AttrRef<'_>) -> bool {
        self.iter().any(|other| other == item)
    }
}

/// Iterates over the items of a list: what [`ListView::iter`] returns.
///
/// ```
/// use slotted::AttrRef;
///
/// let numbers = vec![1, 2, 3];
/// let list = AttrRef::new(&numbers).as_list().expect("it is one");
/// let items = list.iter();
/// assert_eq!(items.size_hint(), (3, Some(3)));
/// assert_eq!(items.filter_map(|item| item.as_i64()).sum::<i64>(), 6);
/// ```
pub struct Items<'a>(Repr<'a>);

enum Repr<'a> {
    Slice(SliceItems<'a>),
    ByIndex(&'a dyn ListView, Range<usize>),
    /// Allocates, unlike the others.
    Boxed(Box<dyn Iterator<Item = AttrRef<'a>> + 'a>),
}

impl<'a> Items<'a> {
    /// Makes the iterator of a list that keeps another one.
    pub fn new(items: impl Iterator<Item = AttrRef<'a>> + 'a) -> Self {
        Items(Repr::Boxed(Box::new(items)))
    }

    /// Makes the iterator over a slice, whose items are read in the mode `M`. It makes no call for
    /// an item.
    pub(crate) fn of_slice<T: 'static, M: Mode<T>>(items: &'a [T]) -> Self {
        Items(Repr::Slice(SliceItems {
            first: Ptr::new(items),
            stride: size_of::<T>(),
            indexes: 0..items.len(),
            vtable: value_vtable::<T, M>(),
        }))
    }

    /// Makes an iterator that calls [`get`](ListView::get) for each index.
    pub fn by_index(list: &'a dyn ListView) -> Self {
        Items(Repr::ByIndex(list, 0..list.len()))
    }
}

impl<'a> Iterator for Items<'a> {
    type Item = AttrRef<'a>;

    #[inline]
    fn next(&mut self) -> Option<AttrRef<'a>> {
        match &mut self.0 {
            Repr::Slice(items) => items.next(),
            Repr::ByIndex(list, range) => list.get(range.next()?),
            Repr::Boxed(items) => items.next(),
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        match &self.0 {
            Repr::Slice(items) => items.indexes.size_hint(),
            Repr::ByIndex(_, range) => range.size_hint(),
            Repr::Boxed(items) => items.size_hint(),
        }
    }
}

/// The items of a slice that are still to come.
///
/// Invariant 1: `first` points to a slice of values of the type of `vtable`, which has an item at
/// each of `indexes`, and `stride` is the size of an item. (Only `of_slice` makes one.)
struct SliceItems<'a> {
    first: Ptr<'a>,
    stride: usize,
    indexes: Range<usize>,
    vtable: &'static ValueVTable,
}

impl<'a> SliceItems<'a> {
    #[inline(always)]
    fn next(&mut self) -> Option<AttrRef<'a>> {
        let index = self.indexes.next()?;
        // SAFETY: the slice has an item at `index`, `index` items from its start (invariant 1).
        let item = unsafe { self.first.field(index * self.stride) };
        // SAFETY: the item is of the type of `vtable` (invariant 1).
        Some(unsafe { AttrRef::from_raw(item, self.vtable) })
    }
}

impl fmt::Debug for Items<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").finish_non_exhaustive()
    }
}
