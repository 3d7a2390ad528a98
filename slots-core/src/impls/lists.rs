//! `ListView` for the standard lists.

use alloc::boxed::Box;
use alloc::collections::VecDeque;
use alloc::vec::Vec;

use crate::reflect::attr::AttrRef;
use crate::reflect::list_view::{Items, ListView};
use crate::reflect::mode::Plain;
use crate::reflect::slot_value::SlotValue;
use crate::reflect::value_ref::ValueRef;

// Implemented for the owners of slices, not for `[T]`: only a reference to a sized type becomes a
// `&dyn ListView`.
macro_rules! list_view {
    ($([$($n:tt)*] $list:ty),*) => {$(
        impl<T: SlotValue, $($n)*> ListView for $list {
            fn len(&self) -> usize {
                <[T]>::len(self)
            }

            fn get(&self, index: usize) -> Option<AttrRef<'_>> {
                <[T]>::get(self, index).map(AttrRef::new)
            }

            fn iter(&self) -> Items<'_> {
                Items::of_slice::<T, Plain>(self)
            }

            fn as_bytes(&self) -> Option<&[u8]> {
                match T::__list_as_value(self, self) {
                    ValueRef::Bytes(bytes) => Some(bytes),
                    _ => None,
                }
            }
        }
    )*};
}
list_view!([] Box<[T]>, [] Vec<T>, [const N: usize] [T; N]);

impl<T: SlotValue> ListView for VecDeque<T> {
    fn len(&self) -> usize {
        self.len()
    }

    fn get(&self, index: usize) -> Option<AttrRef<'_>> {
        self.get(index).map(AttrRef::new)
    }

    fn iter(&self) -> Items<'_> {
        Items::by_index(self)
    }
}
