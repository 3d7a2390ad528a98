//! A struct that is made field by field.

use alloc::vec::Vec;
use core::mem::MaybeUninit;
use core::ptr::NonNull;

use super::put::{Place, Source};
use super::weak_slot::WeakSlot;
use crate::dict::Dict;
use crate::layout::{Escape, Hidden, Located, SlotInfo, SlotLayout};
use crate::slotted::Slotted;
use crate::value::{Mismatch, Value};

/// A `T` of which some fields are there.
///
/// Invariants:
///
/// 1. `start` points to memory for a value of the type that `layout` describes, which nobody else uses.
/// 2. The fields that `filled` names, each once, hold a value; the others do not.
///
/// Dropping it drops those fields, the last one first: so nothing leaks when making it fails half-way.
pub(crate) struct Unfinished {
    start: NonNull<()>,
    layout: &'static SlotLayout,
    /// How many fields there are.
    fields: usize,
    filled: Vec<Filled>,
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
    let start = NonNull::from(&mut memory).cast();
    let fields = T::LAYOUT.field_count();
    let filled = Vec::with_capacity(fields);
    let mut unfinished = Unfinished { start, layout: T::LAYOUT, fields, filled };
    if let Err(error) = fill(&mut unfinished) {
        // Before the error is on its way out: should a `Drop` panic here, it is dropped with the rest.
        drop(unfinished);
        return Err(error);
    }
    assert!(unfinished.is_whole(), "a field was forgotten");
    // They belong to the whole from here on.
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
    fn holds(&self, offset: usize, name: &str) -> bool {
        self.filled.iter().any(|filled| match filled.drop {
            DropField::Slot(slot) => filled.offset == offset && slot.name() == name,
            DropField::Hidden(_) => false,
        })
    }

    /// Whether there is such a slot, and it holds nothing.
    #[cfg(feature = "serde")]
    pub(crate) fn is_empty_slot(&self, name: &str) -> bool {
        self.layout.locate(name).is_some_and(|found| !self.holds(found.offset, found.info.name()))
    }

    fn place(&self, offset: usize) -> NonNull<()> {
        // SAFETY: the offset is that of a field of the layout (callers), and so inside the memory (invariant 1).
        unsafe { self.start.byte_add(offset) }
    }

    fn note(&mut self, offset: usize, drop: DropField) {
        self.filled.push(Filled { offset, drop });
    }

    /// Fills the slot of that name from the value.
    pub(crate) fn slot(&mut self, name: &str, value: Value) -> Outcome {
        let Some(Located { info, offset, .. }) = self.layout.locate(name) else {
            return Outcome::NoSlot(value);
        };
        if self.holds(offset, info.name()) {
            return Outcome::Held;
        }
        let (place, source) = (Place::Fresh(self.place(offset)), Source::Value(value));
        // SAFETY: the place is memory for that slot's field (invariant 1), and empty.
        match unsafe { info.ops().field.put(place, source, info.check()) } {
            Ok(()) => {
                self.note(offset, DropField::Slot(info));
                Outcome::Filled
            }
            Err(mismatch) => Outcome::Refused(info, mismatch),
        }
    }

    /// Whether all fields hold a value.
    pub(crate) fn is_whole(&self) -> bool {
        self.filled.len() == self.fields
    }

    /// Reports each field that is empty and cannot be filled by default, or left unbound.
    pub(crate) fn missing(&self, report: &mut dyn FnMut(Missing)) {
        self.missing_of(self.layout, 0, report);
    }

    fn missing_of(&self, layout: &SlotLayout, start: usize, report: &mut dyn FnMut(Missing)) {
        for info in layout.slots() {
            let fills_itself = info.constructor().is_some() || info.ops().option.is_some();
            if !fills_itself && !self.holds(start + info.offset(), info.name()) {
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
            if self.holds(offset, info.name()) {
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
            self.note(offset, DropField::Slot(info));
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
            self.note(offset, DropField::Hidden(field));
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
    /// Drops the field that was filled last, if there is one.
    fn drop_last(&mut self) -> bool {
        let Some(Filled { offset, drop }) = self.filled.pop() else {
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
