//! A struct that is made field by field.

#![allow(unsafe_code)]

pub(crate) mod defaults;
pub(crate) mod field_set;
#[cfg(feature = "serde")]
pub(crate) mod in_place;

use core::mem::MaybeUninit;

use crate::construct::field_set::FieldSet;
use crate::erased::uninit::Uninit;
use crate::reflect::layout::info::SlotInfo;
use crate::reflect::layout::{FieldInfo, SlotLayout};
use crate::reflect::slotted::Slotted;
use crate::reflect::vtable::put::{Dest, Source};
use crate::value::Value;
use crate::value::conversion_error::ConversionError;

/// A struct of which some fields hold a value. Fields are known by their numbers in the layout.
///
/// Invariants:
///
/// 1. `memory` is for a value of the type that `layout` describes.
/// 2. The fields in `filled` hold a value, and the others do not.
///
/// Dropping it drops those fields, in no promised order: so nothing leaks when making it fails half-way.
pub(crate) struct Partial<'a> {
    memory: Uninit<'a>,
    layout: &'static SlotLayout,
    filled: FieldSet,
}

/// Makes a `T`: `fill` fills all fields, or fails.
pub(crate) fn construct<T: Slotted, E>(
    fill: impl FnOnce(&mut Partial<'_>) -> Result<(), E>,
) -> Result<T, E> {
    let mut memory = MaybeUninit::<T>::uninit();
    // SAFETY: it is memory for a `T`, which `T::LAYOUT` describes (the contract of `Slotted`).
    unsafe { fill_whole(Uninit::new(&mut memory), T::LAYOUT, fill) }?;
    // SAFETY: `fill_whole` has made a `T` there.
    Ok(unsafe { memory.assume_init() })
}

/// Makes a value of the type that the layout describes. Where that fails, nothing is left in the memory.
///
/// # Safety
///
/// `memory` is for such a value.
#[inline]
unsafe fn fill_whole<E>(
    memory: Uninit<'_>,
    layout: &'static SlotLayout,
    fill: impl FnOnce(&mut Partial<'_>) -> Result<(), E>,
) -> Result<(), E> {
    let mut partial = Partial { memory, layout, filled: FieldSet::new() };
    if let Err(error) = fill(&mut partial) {
        // Dropped before the error is returned: should the `Drop` of a field panic, unwinding drops the error.
        drop(partial);
        return Err(error);
    }
    // The layout has every field of the struct, each once (the contract of `Slotted`): so all hold a value.
    assert!(partial.is_whole(), "a field was left out");
    // From here on they belong to the whole.
    partial.filled = FieldSet::new();
    Ok(())
}

/// What came of a value for a slot.
pub(crate) enum Outcome {
    Filled,
    /// There is no such slot. The value is where it was.
    NoSlot,
    /// It holds a value already.
    Repeated,
    Refused(&'static SlotInfo, ConversionError),
}

impl Partial<'_> {
    pub(crate) fn layout(&self) -> &'static SlotLayout {
        self.layout
    }

    /// Whether the field holds a value.
    #[inline(always)]
    pub(crate) fn holds(&self, field: usize) -> bool {
        self.filled.contains(field)
    }

    /// Whether all fields hold a value.
    #[inline(always)]
    pub(crate) fn is_whole(&self) -> bool {
        self.filled.count() == self.layout.field_count()
    }

    /// The field of that number, if it is a slot, and where it lies.
    #[inline(always)]
    fn slot_at(&self, field: usize) -> Option<(&'static SlotInfo, usize)> {
        match self.layout.slots().get(field) {
            Some(info) => Some((info, info.offset())),
            None => match self.layout.field(field)? {
                (FieldInfo::Slot(info), offset) => Some((info, offset)),
                (FieldInfo::Hidden(_), _) => None,
            },
        }
    }

    /// Fills the slot of that name from the value, which is taken out of there.
    pub(crate) fn fill_named(&mut self, name: &str, value: &mut Value) -> Outcome {
        match self.layout.locate(name) {
            Some(found) => self.fill(found.field(), value),
            None => Outcome::NoSlot,
        }
    }

    /// Fills a slot from the value, which is taken out of there.
    #[inline]
    pub(crate) fn fill(&mut self, field: usize, value: &mut Value) -> Outcome {
        let Some((info, offset)) = self.slot_at(field) else { return Outcome::NoSlot };
        if self.holds(field) {
            return Outcome::Repeated;
        }
        // SAFETY: the layout has a field at that offset (invariant 1).
        let memory = unsafe { self.memory.reborrow().field(offset) };
        let dest = Dest::Uninit(memory);
        // SAFETY: it is memory for the field of `info`.
        let put = unsafe { info.vtables().field.put(dest, Source::Value(value), info.validator()) };
        match put {
            Ok(()) => {
                self.filled.insert(field);
                Outcome::Filled
            }
            Err(error) => Outcome::Refused(info, error),
        }
    }

    /// Drops one field that holds a value, if there is one.
    fn drop_one(&mut self) -> bool {
        let Some(number) = self.filled.pop() else { return false };
        let Some((field, offset)) = self.layout.field(number) else { return true };
        // SAFETY: the layout has a field at that offset (invariant 1).
        let memory = unsafe { self.memory.reborrow().field(offset) };
        // SAFETY: it holds a value (invariant 2) of the field's type, which is out of the set as of now.
        unsafe { field.ty().drop(memory.assume_init()) };
        true
    }

    #[cold]
    fn drop_all(&mut self) {
        /// Goes on with the other fields where a `Drop` panics.
        struct Others<'a, 'b>(&'a mut Partial<'b>);
        impl Drop for Others<'_, '_> {
            fn drop(&mut self) {
                while self.0.drop_one() {}
            }
        }
        let others = Others(self);
        while others.0.drop_one() {}
    }
}

impl Drop for Partial<'_> {
    #[inline]
    fn drop(&mut self) {
        if self.filled.count() != 0 {
            self.drop_all();
        }
    }
}
