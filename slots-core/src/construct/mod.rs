//! A struct that is made field by field.

#![allow(unsafe_code)]

pub(crate) mod defaults;
#[cfg(feature = "serde")]
pub(crate) mod uninit;

use alloc::vec::Vec;
use core::mem::MaybeUninit;
use core::ptr::NonNull;

use crate::reflect::layout::SlotLayout;
use crate::reflect::layout::info::{Hidden, SlotInfo};
use crate::reflect::slotted::Slotted;
use crate::reflect::vtable::put::{Place, Source};
use crate::value::Value;
use crate::value::mismatch::Mismatch;

/// A `T` of which some fields are there.
///
/// Invariants:
///
/// 1. `start` points to memory for a value of the type that `layout` describes, which nobody else uses.
/// 2. The own slots and hidden fields whose bits are set in `own` and `hidden`, and the fields that `filled` names, each
///    once, hold a value; the others, `empty` in number, do not.
///
/// Dropping it drops those fields, in no promised order: so nothing leaks when making it fails half-way.
pub(crate) struct Unfinished {
    start: NonNull<()>,
    layout: &'static SlotLayout,
    /// How many fields hold no value.
    empty: usize,
    /// A bit for each of the first own slots: most types have no others, and need no list.
    own: u64,
    /// The same for the fields that are no slots.
    hidden: u64,
    filled: Vec<Filled>,
}

/// How many own slots have a bit, and how many own fields that are none.
const BITS: usize = 64;

/// The bit of the own slot, or the hidden field, in that row.
#[inline(always)]
fn bit_of(row: usize) -> Option<u64> {
    (row < BITS).then(|| 1 << row)
}

struct Filled {
    offset: usize,
    drop: DropField,
}

enum DropField {
    Slot(&'static SlotInfo),
    Hidden(&'static Hidden),
}

/// Makes a `T`: `fill` fills all fields, or fails.
pub(crate) fn construct<T: Slotted, E>(
    fill: impl FnOnce(&mut Unfinished) -> Result<(), E>,
) -> Result<T, E> {
    let mut memory = MaybeUninit::<T>::uninit();
    // SAFETY: it is memory for a `T`.
    unsafe { fill_whole(NonNull::from(&mut memory).cast(), T::LAYOUT, fill) }?;
    // SAFETY: it holds a `T`.
    Ok(unsafe { memory.assume_init() })
}

/// Makes a value of the type that the layout describes at `start`. Where that fails, nothing is left there.
///
/// # Safety
///
/// `start` points to memory for such a value, which nobody else uses.
#[inline]
unsafe fn fill_whole<E>(
    start: NonNull<()>,
    layout: &'static SlotLayout,
    fill: impl FnOnce(&mut Unfinished) -> Result<(), E>,
) -> Result<(), E> {
    let (empty, own, hidden, filled) = (layout.field_count(), 0, 0, Vec::new());
    let mut unfinished = Unfinished { start, layout, empty, own, hidden, filled };
    if let Err(error) = fill(&mut unfinished) {
        // Before the error is on its way out: should a `Drop` panic here, it is dropped with the rest.
        drop(unfinished);
        return Err(error);
    }
    // As many as there are in the layout, which names every field (the contract of `Slotted`), each once (invariant 2).
    assert!(unfinished.is_whole(), "a field was forgotten");
    // They belong to the whole from here on.
    (unfinished.own, unfinished.hidden) = (0, 0);
    unfinished.filled.clear();
    Ok(())
}

impl Unfinished {
    pub(crate) fn layout(&self) -> &'static SlotLayout {
        self.layout
    }

    /// Whether the slot holds a value. (By name as well: slots of no size may share an offset, with hidden fields
    /// too.)
    fn holds(&self, offset: usize, info: &SlotInfo) -> bool {
        if let Some(bit) = self.bit(info) {
            return self.own & bit != 0;
        }
        let name = info.name();
        self.filled.iter().any(|filled| match filled.drop {
            DropField::Slot(slot) => filled.offset == offset && slot.name() == name,
            DropField::Hidden(_) => false,
        })
    }

    /// Whether the own slot in that row holds a value.
    #[cfg(feature = "serde")]
    #[inline(always)]
    pub(crate) fn holds_own(&self, row: usize) -> bool {
        match bit_of(row) {
            Some(bit) => self.own & bit != 0,
            None => {
                self.layout.slots().get(row).is_some_and(|info| self.holds(info.offset(), info))
            }
        }
    }

    /// Whether there is such a slot, and it holds nothing.
    #[cfg(feature = "serde")]
    pub(crate) fn is_empty_slot(&self, name: &str) -> bool {
        self.layout.locate(name).is_some_and(|found| !self.holds(found.offset, found.info))
    }

    fn place(&self, offset: usize) -> NonNull<()> {
        // SAFETY: the offset is that of a field of the layout (callers), and so inside the memory (invariant 1).
        unsafe { self.start.byte_add(offset) }
    }

    /// The bit of an own slot.
    #[inline]
    fn bit(&self, info: &SlotInfo) -> Option<u64> {
        self.layout.row_of(info).and_then(bit_of)
    }

    /// An own slot holds a value now.
    #[inline(always)]
    fn note_own(&mut self, bit: u64) {
        self.own |= bit;
        self.empty -= 1;
    }

    /// A field that has no bit holds a value now.
    fn note_other(&mut self, offset: usize, drop: DropField) {
        self.filled.push(Filled { offset, drop });
        self.empty -= 1;
    }

    #[inline]
    fn note_slot(&mut self, offset: usize, info: &'static SlotInfo) {
        match self.bit(info) {
            Some(bit) => self.note_own(bit),
            None => self.note_other(offset, DropField::Slot(info)),
        }
    }

    /// Fills the slot of that name from the value.
    pub(crate) fn slot(&mut self, name: &str, mut value: Value) -> Outcome {
        match self.layout.locate(name) {
            Some(found) if self.holds(found.offset, found.info) => Outcome::Held,
            Some(found) => {
                // SAFETY: it is of this layout, and empty.
                let outcome = unsafe { self.fill(found.info, found.offset, &mut value) };
                if matches!(outcome, Outcome::Filled) {
                    self.note_slot(found.offset, found.info);
                }
                outcome
            }
            None => Outcome::NoSlot(value),
        }
    }

    /// Fills a slot that was looked up before from the value, which is taken out of there.
    #[cfg(feature = "serde")]
    #[inline]
    pub(crate) fn known_slot(&mut self, info: &'static SlotInfo, value: &mut Value) -> Outcome {
        match self.bit(info) {
            Some(bit) if self.own & bit != 0 => Outcome::Held,
            Some(bit) => {
                // SAFETY: it is an own slot, as `bit` has found by its address; and empty.
                let outcome = unsafe { self.fill(info, info.offset(), value) };
                if matches!(outcome, Outcome::Filled) {
                    self.note_own(bit);
                }
                outcome
            }
            None => self.slot(info.name(), core::mem::take(value)),
        }
    }

    /// Fills a slot, which is to be noted then.
    ///
    /// # Safety
    ///
    /// The slot is of the layout of this object, at that offset in the whole, and empty.
    #[inline]
    unsafe fn fill(
        &mut self,
        info: &'static SlotInfo,
        offset: usize,
        value: &mut Value,
    ) -> Outcome {
        let place = self.place(offset);
        let put = if info.is_plain() {
            // SAFETY: the place is memory for that slot's field (invariant 1), and empty; the field is the value itself.
            unsafe { info.ops().value.fill(place, value) }
        } else {
            let source = Source::Value(value);
            // SAFETY: the same, but for the last.
            unsafe { info.ops().field.put(Place::Fresh(place), source, info.check()) }
        };
        match put {
            Ok(()) => Outcome::Filled,
            Err(mismatch) => Outcome::Refused(info, mismatch),
        }
    }

    /// Whether all fields hold a value.
    pub(crate) fn is_whole(&self) -> bool {
        self.empty == 0
    }
}

/// What came of a value for a slot.
pub(crate) enum Outcome {
    Filled,
    /// There is no such slot.
    NoSlot(Value),
    /// It holds a value already.
    Held,
    Refused(&'static SlotInfo, Mismatch),
}

impl Drop for Unfinished {
    #[inline]
    fn drop(&mut self) {
        if self.own | self.hidden != 0 || !self.filled.is_empty() {
            self.drop_all();
        }
    }
}

impl Unfinished {
    #[cold]
    fn drop_all(&mut self) {
        /// Goes on with the others where a `Drop` panics.
        struct Rest<'a>(&'a mut Unfinished);
        impl Drop for Rest<'_> {
            fn drop(&mut self) {
                while self.0.drop_last() {}
            }
        }
        let rest = Rest(self);
        while rest.0.drop_last() {}
    }
}

impl Unfinished {
    /// The last of the fields that hold a value, which is forgotten.
    fn pop(&mut self) -> Option<Filled> {
        if let Some(filled) = self.filled.pop() {
            return Some(filled);
        }
        if let Some(row) = pop_bit(&mut self.hidden) {
            let field = &self.layout.hidden()[row];
            return Some(Filled { offset: field.offset(), drop: DropField::Hidden(field) });
        }
        let info = &self.layout.slots()[pop_bit(&mut self.own)?];
        Some(Filled { offset: info.offset(), drop: DropField::Slot(info) })
    }

    /// Drops one field that holds a value, if there is one.
    fn drop_last(&mut self) -> bool {
        let Some(Filled { offset, drop }) = self.pop() else { return false };
        let place = self.place(offset);
        match drop {
            // SAFETY: the field holds a value (invariant 2), and is forgotten as of now.
            DropField::Slot(info) => unsafe { info.ops().field.drop(place) },
            // SAFETY: the same.
            DropField::Hidden(field) => unsafe { field.table().drop(place) },
        }
        true
    }
}

/// Takes the highest bit out, and tells its row.
fn pop_bit(bits: &mut u64) -> Option<usize> {
    let row = bits.checked_ilog2()?;
    *bits &= !(1 << row);
    Some(row as usize)
}
