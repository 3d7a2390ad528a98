//! Memory for one value of a forgotten type: what data fills.

use core::any::TypeId;
use core::marker::PhantomData;
use core::ptr::NonNull;

use crate::construct::{Unfinished, bit_of, fill_whole};
use crate::reflect::layout::info::SlotInfo;
use crate::reflect::shape::Shape;
use crate::reflect::vtable::list::ListOps;
use crate::reflect::vtable::value::ValueOps;
use crate::value::Value;
use crate::value::mismatch::Mismatch;

/// Memory for a value.
///
/// Invariant 1: `place` is memory for a value of the type of `ops`, which nobody else uses; it holds one once `done` says
/// so, and whoever lent it drops that one then.
pub(crate) struct Empty<'a> {
    place: NonNull<()>,
    ops: &'static ValueOps,
    done: &'a mut bool,
}

impl Unfinished {
    /// The own slot in that row and its bit, where it is one of the first, empty, and its field the value itself, of which
    /// nothing is asked.
    #[inline(always)]
    fn vacant(&self, row: usize) -> Option<(&'static SlotInfo, u64)> {
        let (info, bit) = (self.layout.slots().get(row)?, bit_of(row)?);
        (self.own & bit == 0 && info.is_plain()).then_some((info, bit))
    }

    /// Whether [`lend`](Unfinished::lend) lends the memory of that slot.
    pub(crate) fn can_lend(&self, row: usize) -> bool {
        self.vacant(row).is_some()
    }

    /// Lends the memory of a [vacant](Unfinished::vacant) slot; `None` where it is another one.
    #[inline(always)]
    pub(crate) fn lend<R>(&mut self, row: usize, fill: impl FnOnce(Empty<'_>) -> R) -> Option<R> {
        /// Notes that the slot holds a value, even if what comes afterwards panics.
        struct Note<'a> {
            of: &'a mut Unfinished,
            bit: u64,
            done: bool,
        }
        impl Drop for Note<'_> {
            #[inline(always)]
            fn drop(&mut self) {
                if self.done {
                    self.of.note_own(self.bit);
                }
            }
        }
        let (info, bit) = self.vacant(row)?;
        let place = self.place(info.offset());
        let mut note = Note { of: self, bit, done: false };
        Some(fill(Empty { place, ops: info.ops().value, done: &mut note.done }))
    }
}

impl<'a> Empty<'a> {
    /// Fills it with a `T`, if that or an `Option` of it is what goes there, and there is one.
    #[inline(always)]
    pub(crate) fn fill_exact<T: 'static>(&mut self, exact: impl FnOnce() -> Option<T>) -> bool {
        if self.is::<T>() {
            self.fill_just(exact)
        } else if self.is::<Option<T>>() {
            self.fill_just(|| exact().map(Some))
        } else {
            false
        }
    }

    /// Fills it with a `T`, if that is what goes there, and there is one.
    #[inline(always)]
    fn fill_just<T: 'static>(&mut self, exact: impl FnOnce() -> Option<T>) -> bool {
        if *self.done || !self.is::<T>() {
            return false;
        }
        let Some(value) = exact() else { return false };
        // SAFETY: it is memory for a `T`, by the identity just asked, and empty (invariant 1).
        unsafe { self.place.cast::<T>().write(value) };
        *self.done = true;
        true
    }

    /// Fills it by the conversions of its type.
    pub(crate) fn fill(&mut self, mut value: Value) -> Result<(), Mismatch> {
        assert!(!*self.done, "it is filled once");
        // SAFETY: it is memory for a value of that type, and empty (invariant 1).
        unsafe { self.ops.fill(self.place, &mut value) }?;
        *self.done = true;
        Ok(())
    }

    /// Fills it with a list without items, where one goes there, to which they are added.
    pub(crate) fn list(self) -> Result<List<'a>, Self> {
        match self.ops.list() {
            Some(ops) if !*self.done => {
                // SAFETY: it is memory for such a list, and empty (invariant 1 here and of `ListOps`).
                unsafe { (ops.begin)(self.place) };
                *self.done = true;
                Ok(List { list: self.place, ops, of: PhantomData })
            }
            _ => Err(self),
        }
    }

    /// Whether a slotted struct goes there.
    pub(crate) fn is_object(&self) -> bool {
        self.ops.layout().is_some()
    }

    /// Fills it with a slotted struct, which [goes there](Empty::is_object): `fill` fills all its fields, or fails.
    pub(crate) fn object<E>(
        self,
        fill: impl FnOnce(&mut Unfinished) -> Result<(), E>,
    ) -> Result<(), E> {
        assert!(!*self.done, "it is filled once");
        // The layout of this very type: that was asked (`ValueOps::layout`).
        let layout = self.ops.layout().expect("it is a slotted struct");
        // SAFETY: it is memory for a value of the type that the layout describes, and nobody else uses it (invariant 1).
        unsafe { fill_whole(self.place, layout, fill) }?;
        *self.done = true;
        Ok(())
    }

    /// Whether a `T` goes there.
    #[inline(always)]
    fn is<T: 'static>(&self) -> bool {
        self.ops.ty().id == TypeId::of::<T>()
    }

    /// The same memory for a shorter time.
    pub(crate) fn again(&mut self) -> Empty<'_> {
        Empty { place: self.place, ops: self.ops, done: self.done }
    }
}

/// A list of a forgotten type, in the making.
///
/// Invariant 1: `list` points to a list of the type of `ops`, which nobody else uses for `'a`.
pub(crate) struct List<'a> {
    list: NonNull<()>,
    ops: ListOps,
    of: PhantomData<&'a mut bool>,
}

impl List<'_> {
    /// What an item looks like in data.
    pub(crate) fn shape(&self) -> &'static Shape {
        self.ops.item.shape()
    }

    /// The full name of an item's type.
    pub(crate) fn type_name(&self) -> &'static str {
        (self.ops.item.ty().name)()
    }

    /// Lends the memory of one item more, which belongs to the list if it is filled.
    #[inline]
    pub(crate) fn item<R>(&mut self, fill: impl FnOnce(Empty<'_>) -> R) -> R {
        /// Adds the item, even if what comes after it panics.
        struct Add {
            list: NonNull<()>,
            ops: ListOps,
            done: bool,
        }
        impl Drop for Add {
            #[inline]
            fn drop(&mut self) {
                if self.done {
                    // SAFETY: it is such a list (invariant 1 of `List`), unchanged since `next`; the item behind its last
                    // one is there.
                    unsafe { (self.ops.add)(self.list) };
                }
            }
        }
        // SAFETY: it is such a list (invariant 1).
        let place = unsafe { (self.ops.next)(self.list) };
        let mut add = Add { list: self.list, ops: self.ops, done: false };
        fill(Empty { place, ops: self.ops.item, done: &mut add.done })
    }
}
