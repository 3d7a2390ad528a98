//! Construction of a struct field by field.
//!
//! | file | what |
//! |---|---|
//! | `defaults` | filling the fields for which no value was given |
//! | `field_set` | sets of field numbers |
//! | `scalar` | numbers, bools and text, filled without a call through a vtable |
//! | `typed` | memory for one value of a known type, lent out to read the value into it |
//! | `partial_slice` | many structs of one type side by side, filled column by column |
//! | `variant` | the hidden struct of an enum's variant |
//! | `in_place` | type-erased memory for one value, lent out to read the value into it |

#![allow(unsafe_code)]

pub(crate) mod defaults;
pub(crate) mod field_set;
#[cfg(feature = "serde")]
pub(crate) mod in_place;
pub(crate) mod partial_slice;
mod scalar;
#[cfg(feature = "serde")]
pub(crate) mod typed;
pub(crate) mod variant;

#[cfg(feature = "serde")]
use core::any::Any;
use core::mem::MaybeUninit;

use crate::construct::field_set::FieldSet;
use crate::erased::uninit::Uninit;
use crate::reflect::layout::info::SlotInfo;
use crate::reflect::layout::{FieldInfo, SlotLayout};
use crate::reflect::slotted::Slotted;
#[cfg(feature = "serde")]
use crate::reflect::vtable::put::Made;
use crate::reflect::vtable::put::{Dest, Source};
use crate::value::Value;
use crate::value::conversion_error::ConversionError;

/// A partial struct: some of its fields hold a value. Fields are identified by their number in the
/// layout.
///
/// Invariants:
///
/// 1. `memory` is for a value of the type that `layout` describes.
/// 2. The fields in `filled` hold a value, and the others do not.
///
/// Dropping the partial struct drops the fields that hold a value, in no promised order. So nothing
/// leaks when a construction fails half-way.
pub(crate) struct Partial<'a> {
    memory: Uninit<'a>,
    layout: &'a SlotLayout,
    filled: FieldSet,
}

/// Constructs a `T`. `fill` either fills all fields or returns an error.
///
/// # Panics
///
/// If `fill` succeeds and leaves a field without a value.
#[inline(always)]
pub(crate) fn construct<T: Slotted, E>(
    fill: impl FnOnce(&mut Partial<'_>) -> Result<(), E>,
) -> Result<T, E> {
    let mut memory = MaybeUninit::<T>::uninit();
    // SAFETY: `memory` is for a `T`, which `T::LAYOUT` describes (contract of `Slotted`).
    unsafe { fill_whole(Uninit::new(&mut memory), T::LAYOUT, fill) }?;
    // SAFETY: `fill_whole` returned `Ok`, so `memory` holds a whole `T`.
    Ok(unsafe { memory.assume_init() })
}

/// Fills uninit memory with a value of the type that `layout` describes. On an error or a panic,
/// the fields filled so far are dropped, and the memory is uninit again.
///
/// # Panics
///
/// If `fill` succeeds and leaves a field without a value.
///
/// # Safety
///
/// `memory` is for a value of the type that `layout` describes.
#[inline]
pub(crate) unsafe fn fill_whole<E>(
    memory: Uninit<'_>,
    layout: &SlotLayout,
    fill: impl FnOnce(&mut Partial<'_>) -> Result<(), E>,
) -> Result<(), E> {
    let mut partial = Partial { memory, layout, filled: FieldSet::new() };
    if let Err(error) = fill(&mut partial) {
        // Drop the fields before returning, so that unwinding still drops the error if a `Drop`
        // panics.
        drop(partial);
        return Err(error);
    }
    // The layout names every field of the struct once (contract of `Slotted`), so now all hold a
    // value.
    assert!(partial.filled.holds_all(layout.field_count()), "a field was left out");
    // The fields belong to the whole value now: `partial` must not drop them.
    partial.filled = FieldSet::new();
    Ok(())
}

/// The result of filling a slot from a value.
pub(crate) enum Outcome<'a> {
    Filled,
    /// There is no such slot. The value was not taken.
    NoSlot,
    /// The slot holds a value already. The new value was not taken.
    Repeated,
    /// The slot's type or its validator refused the value.
    Refused(&'a SlotInfo, ConversionError),
}

impl<'a> Partial<'a> {
    pub(crate) fn layout(&self) -> &'a SlotLayout {
        self.layout
    }

    /// Whether the field holds a value.
    #[inline(always)]
    pub(crate) fn holds(&self, field: usize) -> bool {
        self.filled.contains(field)
    }

    /// Whether all of the first `count` fields hold a value.
    #[cfg(feature = "serde")]
    #[inline(always)]
    pub(crate) fn holds_all(&self, count: usize) -> bool {
        self.filled.holds_all(count)
    }

    /// Whether all fields hold a value.
    #[inline(always)]
    pub(crate) fn is_whole(&self) -> bool {
        self.filled.holds_all(self.layout.field_count())
    }

    /// Returns the row of the field with that number and its offset in the whole struct, if it is a
    /// slot.
    #[inline(always)]
    fn slot_at(&self, field: usize) -> Option<(&'a SlotInfo, usize)> {
        match self.layout.slots().get(field) {
            Some(info) => Some((info, info.offset())),
            None => match self.layout.field(field)? {
                (FieldInfo::Slot(info), offset) => Some((info, offset)),
                (FieldInfo::Hidden(_), _) => None,
            },
        }
    }

    /// Fills the slot of that name with what the value converts to. The value is taken out of
    /// `value`.
    pub(crate) fn fill_named(&mut self, name: &str, value: &mut Value) -> Outcome<'a> {
        match self.layout.locate(name) {
            Some(found) => self.fill(found.field(), value),
            None => Outcome::NoSlot,
        }
    }

    /// Fills a slot with what the value converts to. The value is taken out of `value`.
    #[inline]
    pub(crate) fn fill(&mut self, field: usize, value: &mut Value) -> Outcome<'a> {
        self.fill_from(field, Source::Value(value))
    }

    /// Fills a slot with what the text is parsed to.
    pub(crate) fn fill_text(&mut self, field: usize, text: &str) -> Outcome<'a> {
        self.fill_from(field, Source::Text(&text))
    }

    /// Fills a slot with what is in the `Option<T>` that `made` is, which was made for it.
    #[cfg(feature = "serde")]
    pub(crate) fn fill_made(&mut self, field: usize, made: &mut dyn Any) -> Outcome<'a> {
        self.fill_from(field, Source::Made(&mut Made(made)))
    }

    #[inline]
    fn fill_from(&mut self, field: usize, source: Source<'_>) -> Outcome<'a> {
        let Some((info, offset)) = self.slot_at(field) else { return Outcome::NoSlot };
        if self.holds(field) {
            return Outcome::Repeated;
        }
        // SAFETY: `slot_at` found a field of `layout` at `offset`, and `memory` is for a value that
        // `layout` describes (invariant 1).
        let memory = unsafe { self.memory.reborrow().field(offset) };
        let dest = Dest::Uninit(memory);
        // SAFETY: the destination is memory for the field that `info` describes, and the vtables of
        // `info` are those of the field's type (invariant 1 of `SlotInfo`).
        let put = unsafe { info.vtables().put(dest, source, info.validator()) };
        match put {
            Ok(()) => {
                self.filled.insert(field);
                Outcome::Filled
            }
            Err(error) => Outcome::Refused(info, error),
        }
    }

    /// Drops one field that holds a value. Returns `false` if there is none left.
    fn drop_one(&mut self) -> bool {
        let Some(number) = self.filled.pop() else { return false };
        let Some((field, offset)) = self.layout.field(number) else { return true };
        // SAFETY: `layout` has a field at `offset`, and `memory` is for a value that `layout`
        // describes (invariant 1).
        let memory = unsafe { self.memory.reborrow().field(offset) };
        // SAFETY: the field holds a value of its type (invariant 2). It is no longer in `filled`,
        // so nobody uses or drops it again. Presence bytes are live: they are filled first, and
        // dropping one, a `u8`, leaves it as it is.
        unsafe { field.drop(memory.assume_init()) };
        true
    }

    #[cold]
    fn drop_all(&mut self) {
        /// Drops the remaining fields if a `Drop` panics.
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
        if !self.filled.is_empty() {
            self.drop_all();
        }
    }
}
