//! A struct that is made field by field.

use alloc::vec::Vec;
use core::mem::{self, MaybeUninit};
use core::ptr::{self, NonNull};

use super::put::{Place, Source};
use super::weak_slot::WeakSlot;
use crate::dict::Dict;
use crate::layout::{Escape, Hidden, SlotInfo, SlotLayout};
use crate::slotted::Slotted;
use crate::value::{Mismatch, Value};

/// A `T` of which some fields are there.
///
/// Invariants:
///
/// 1. `start` points to memory for a value of the type that `layout` describes, which nobody else uses.
/// 2. The own slots whose bits are set in `own`, and the fields that `filled` names, each once, hold a value; the others do
///    not.
///
/// Dropping it drops those fields, in no promised order: so nothing leaks when making it fails half-way.
pub(crate) struct Unfinished {
    start: NonNull<()>,
    layout: &'static SlotLayout,
    /// How many fields there are.
    fields: usize,
    /// A bit for each of the first own slots: most types have no others, and need no list.
    own: u64,
    filled: Vec<Filled>,
}

/// How many own slots have a bit.
const BITS: usize = 64;

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
    let start = NonNull::from(&mut memory).cast();
    let fields = T::LAYOUT.field_count();
    let (own, filled) = (0, Vec::new());
    let mut unfinished = Unfinished { start, layout: T::LAYOUT, fields, own, filled };
    if let Err(error) = fill(&mut unfinished) {
        // Before the error is on its way out: should a `Drop` panic here, it is dropped with the rest.
        drop(unfinished);
        return Err(error);
    }
    assert!(unfinished.is_whole(), "a field was forgotten");
    // They belong to the whole from here on.
    unfinished.own = 0;
    unfinished.filled.clear();
    // SAFETY: all fields hold a value: as many as there are in the layout, which names every field (the contract
    // of `Slotted`), each once (invariant 2).
    Ok(unsafe { memory.assume_init() })
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

    /// Whether there is such a slot, and it holds nothing.
    #[cfg(feature = "serde")]
    pub(crate) fn is_empty_slot(&self, name: &str) -> bool {
        self.layout.locate(name).is_some_and(|found| !self.holds(found.offset, found.info))
    }

    fn place(&self, offset: usize) -> NonNull<()> {
        // SAFETY: the offset is that of a field of the layout (callers), and so inside the memory (invariant 1).
        unsafe { self.start.byte_add(offset) }
    }

    /// The row of an own slot.
    #[inline]
    pub(crate) fn row(&self, info: &SlotInfo) -> Option<usize> {
        let slots = self.layout.slots();
        let from_start = ptr::from_ref(info).addr().wrapping_sub(slots.as_ptr().addr());
        let row = from_start / size_of::<SlotInfo>();
        // By address: so what is in that row is this one, and not one of another layout.
        slots.get(row).is_some_and(|own| ptr::eq(own, info)).then_some(row)
    }

    /// The bit of an own slot.
    #[inline]
    fn bit(&self, info: &SlotInfo) -> Option<u64> {
        self.row(info).filter(|row| *row < BITS).map(|row| 1 << row)
    }

    #[inline]
    fn note_slot(&mut self, offset: usize, info: &'static SlotInfo) {
        match self.bit(info) {
            Some(bit) => self.own |= bit,
            None => self.filled.push(Filled { offset, drop: DropField::Slot(info) }),
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
                    self.own |= bit;
                }
                outcome
            }
            None => self.slot(info.name(), mem::take(value)),
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
            let source = Source::Value(mem::take(value));
            // SAFETY: the same, but for the last.
            unsafe { info.ops().field.put(Place::Fresh(place), source, info.check()) }
        };
        match put {
            Ok(()) => Outcome::Filled,
            Err(mismatch) => Outcome::Refused(info, mismatch),
        }
    }

    /// Whether an own slot holds no value. (Of very many, it is taken for granted.)
    #[cfg(feature = "serde")]
    pub(crate) fn lacks_own_slots(&self) -> bool {
        let slots = self.layout.slots().len();
        slots > BITS || (self.own.count_ones() as usize) < slots
    }

    /// Whether all fields hold a value.
    pub(crate) fn is_whole(&self) -> bool {
        self.own.count_ones() as usize + self.filled.len() == self.fields
    }

    /// Reports each field that is empty and cannot be filled by default, or left unbound.
    pub(crate) fn missing(&self, report: &mut dyn FnMut(Missing)) {
        self.missing_of(self.layout, 0, report);
    }

    fn missing_of(&self, layout: &SlotLayout, start: usize, report: &mut dyn FnMut(Missing)) {
        for info in layout.slots() {
            let fills_itself = info.constructor().is_some() || info.ops().option.is_some();
            if !fills_itself && !self.holds(start + info.offset(), info) {
                report(Missing::Slot(info.name()));
            }
        }
        for field in layout.hidden() {
            if field.constructor().is_none() && field.escape().is_none() {
                report(Missing::Hidden(field.field()));
            }
        }
        for base in layout.bases() {
            self.missing_of(base.layout(), start + base.offset(), report);
        }
    }

    /// Fills what is empty: by default, unbound, or with the `Dict`. Nothing may be missing. Defaults that the slot's
    /// check refuses are handed to `refused`.
    pub(crate) fn rest(
        &mut self,
        dict: Dict,
        refused: &mut dyn FnMut(&'static SlotInfo, Mismatch),
    ) {
        self.rest_of(self.layout, 0, &mut Some(dict), refused);
    }

    fn rest_of(
        &mut self,
        layout: &'static SlotLayout,
        start: usize,
        dict: &mut Option<Dict>,
        refused: &mut dyn FnMut(&'static SlotInfo, Mismatch),
    ) {
        for info in layout.slots() {
            let offset = start + info.offset();
            if self.holds(offset, info) {
                continue;
            }
            let place = self.place(offset);
            if let Some(default) = info.constructor() {
                // SAFETY: the place is memory for that slot's field (invariant 1), and empty.
                unsafe { default.write(place) };
            } else if let Some(option) = info.ops().option {
                // SAFETY: the same.
                unsafe { option.write_empty(place) };
            } else {
                continue;
            }
            self.note_slot(offset, info);
            // SAFETY: the place holds the slot's field, as of now.
            if let Err(mismatch) = unsafe { info.ops().ask(place, info.check()) } {
                refused(info, mismatch);
            }
        }
        for field in layout.hidden() {
            let offset = start + field.offset();
            let place = self.place(offset);
            match (field.escape(), field.constructor()) {
                (Some(Escape::Dict), _) => {
                    // SAFETY: the place is memory for a `Dict` (invariant 1), and empty.
                    unsafe { place.cast::<Dict>().write(dict.take().unwrap_or_default()) };
                }
                (Some(Escape::WeakSlot), _) => {
                    // SAFETY: the place is memory for a `WeakSlot` (invariant 1), and empty.
                    unsafe { place.cast::<WeakSlot>().write(WeakSlot::new()) };
                }
                // SAFETY: the place is memory for that field (invariant 1), and empty.
                (None, Some(default)) => unsafe { default.write(place) },
                (None, None) => continue,
            }
            self.filled.push(Filled { offset, drop: DropField::Hidden(field) });
        }
        for base in layout.bases() {
            self.rest_of(base.layout(), start + base.offset(), dict, refused);
        }
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

/// A field that has no value and no default.
pub(crate) enum Missing {
    Slot(&'static str),
    Hidden(&'static str),
}

impl Drop for Unfinished {
    fn drop(&mut self) {
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
    /// The last of the own slots that hold a value, which is forgotten.
    fn pop_own(&mut self) -> Option<Filled> {
        let index = self.own.checked_ilog2()?;
        self.own &= !(1 << index);
        let info = &self.layout.slots()[index as usize];
        Some(Filled { offset: info.offset(), drop: DropField::Slot(info) })
    }

    /// Drops one field that holds a value, if there is one.
    fn drop_last(&mut self) -> bool {
        let Some(Filled { offset, drop }) = self.filled.pop().or_else(|| self.pop_own()) else {
            return false;
        };
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
