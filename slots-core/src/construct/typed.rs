//! Memory for one value of a known type, lent out to read the value into it.

use alloc::vec::Vec;
use core::any::TypeId;
use core::cell::Cell;
use core::mem::MaybeUninit;

use crate::construct::{Partial, fill_whole};
use crate::erased::empty::Empty;
use crate::erased::uninit::Uninit;
use crate::reflect::layout::info::SlotInfo;
use crate::reflect::slotted::Slotted;

/// Makes a `T`, whose memory is lent to `fill`. Returns `None` if that leaves it uninit.
#[inline]
pub(crate) fn made<T, R>(fill: impl FnOnce(Empty<'_, T>) -> R) -> (Option<T>, R) {
    /// Drops the value, if there is one, should `fill` panic.
    struct Memory<T> {
        memory: MaybeUninit<T>,
        filled: Cell<bool>,
    }
    impl<T> Drop for Memory<T> {
        fn drop(&mut self) {
            if self.filled.get() {
                // SAFETY: `filled` is set, so the memory holds a `T` (invariant 2 of `Empty`). It
                // is not used again.
                unsafe { self.memory.assume_init_drop() };
            }
        }
    }
    let mut to = Memory { memory: MaybeUninit::<T>::uninit(), filled: Cell::new(false) };
    // SAFETY: the memory is for a `T`, and `filled` is not set.
    let result = fill(unsafe { Empty::new(Uninit::new(&mut to.memory), &to.filled) });
    let made = to.filled.take().then(|| {
        // SAFETY: `filled` was set, so the memory holds a `T` (invariant 2 of `Empty`). It is taken
        // out once: `filled` is not set any more.
        unsafe { to.memory.assume_init_read() }
    });
    (made, result)
}

/// Lends the memory of one more item of the list to `fill`. The item is added if it was filled.
#[inline(always)]
pub(crate) fn with_item<T, R>(list: &mut Vec<T>, fill: impl FnOnce(Empty<'_, T>) -> R) -> R {
    /// Adds the item, even if `fill` panics after it was filled.
    struct Add<'a, T> {
        list: &'a mut Vec<T>,
        filled: &'a Cell<bool>,
    }
    impl<T> Drop for Add<'_, T> {
        #[inline(always)]
        fn drop(&mut self) {
            if self.filled.get() {
                let length = self.list.len() + 1;
                // SAFETY: the memory after the last item, which `reserve` made, holds one more
                // item, since `filled` is set (invariant 2 of `Empty`).
                unsafe { self.list.set_len(length) };
            }
        }
    }
    // Reserve one item at a time: the length that the data claims is not trusted.
    list.reserve(1);
    let filled = &Cell::new(false);
    let add = Add { list, filled };
    let memory = Uninit::new(&mut add.list.spare_capacity_mut()[0]);
    // SAFETY: the memory is for a `T`, and `filled` is not set.
    fill(unsafe { Empty::new(memory, filled) })
}

/// Fills the memory with a slotted struct. `fill` either fills all fields or returns an error.
///
/// # Panics
///
/// If the memory is filled already, or if `fill` succeeds and leaves a field without a value.
#[inline]
pub(crate) fn construct_in<T: Slotted, E>(
    memory: &mut Empty<'_, T>,
    fill: impl FnOnce(&mut Partial<'_>) -> Result<(), E>,
) -> Result<(), E> {
    // SAFETY: `T::LAYOUT` describes a `T` (contract of `Slotted`). If `fill_whole` returns `Ok`,
    // the memory holds a `T`, and otherwise it holds none.
    unsafe { memory.fill_by(|memory| fill_whole(memory, T::LAYOUT, fill)) }
}

impl Partial<'_> {
    /// Whether [`with_typed`](Partial::with_typed) lends the memory of the field: the struct is a
    /// `B`, and the field is an empty slot that is a `T` itself, without a validator.
    #[inline(always)]
    pub(crate) fn takes<B: Slotted, T: 'static>(&self, field: usize) -> bool {
        let is_own = |info: &SlotInfo| {
            info.is_plain() && info.vtables().value().ty().id() == TypeId::of::<T>()
        };
        B::LAYOUT.slots().get(field).is_some_and(is_own)
            && self.layout.type_id() == TypeId::of::<B>()
            && !self.holds(field)
    }

    /// Lends the memory of a slot to `fill`, if the field [takes](Partial::takes) a `T`.
    #[inline(always)]
    pub(crate) fn with_typed<B: Slotted, T: 'static, R>(
        &mut self,
        field: usize,
        fill: impl FnOnce(Empty<'_, T>) -> R,
    ) -> Option<R> {
        /// Records that the slot holds a value, even if `fill` panics after it was filled.
        struct Note<'a, 'b> {
            partial: &'a mut Partial<'b>,
            field: usize,
            filled: &'a Cell<bool>,
        }
        impl Drop for Note<'_, '_> {
            #[inline(always)]
            fn drop(&mut self) {
                if self.filled.get() {
                    self.partial.filled.insert(self.field);
                }
            }
        }
        if !self.takes::<B, T>(field) {
            return None;
        }
        let offset = B::LAYOUT.slots().get(field)?.offset();
        let filled = &Cell::new(false);
        let note = Note { partial: self, field, filled };
        // SAFETY: the memory is for a value that `layout` describes (invariant 1 of `Partial`),
        // which is a `B`, as `takes` has compared. So `B::LAYOUT` describes it too (contract of
        // `Slotted`), and a field lies at the offset of its slot.
        let memory = unsafe { note.partial.memory.reborrow().field(offset) };
        // SAFETY: a plain slot's field is the value itself, which is a `T`, as `takes` has compared
        // (invariant 1 of `SlotInfo`), so the memory is for a `T`. `filled` is not set.
        Some(fill(unsafe { Empty::new(memory, filled) }))
    }
}
